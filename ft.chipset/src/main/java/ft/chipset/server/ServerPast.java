package ft.chipset.server;

import ft.api.history.Moment;
import ft.api.history.PastStatus;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.chipset.history.Input;
import ft.chipset.history.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The past of a server: snapshots, and what has come from outside since the first of them. What is
 * long ago has fewer snapshots, for it takes no longer to get there than it took to get here.
 *
 * <p>Snapshots are taken when the guest happens to come by; where that is makes no difference to
 * what is found there again.
 *
 * <p><b>Threading:</b> hears of the history on the threads of the controllers; asked by any thread.
 */
final class ServerPast implements HistoryListener {
    private static final int MOST_SNAPSHOTS = 64;

    private final HistoryDesk history;
    private final Saver saver;
    private final long cycles;
    private final long bytes;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private boolean waiting;
    private boolean asleep;
    private String problem = "";

    /** Takes snapshots of a server. */
    @FunctionalInterface
    interface Saver {
        /** Takes one at the next boundary where that is possible. */
        CompletableFuture<Snapshot> save();
    }

    /** A snapshot, and what it takes beside the one before. */
    private record Kept(Moment moment, Snapshot snapshot, long bytes) {}

    /**
     * How to come to a moment.
     *
     * @param from the snapshot to begin with
     * @param script what comes then
     */
    record Way(Snapshot from, Script script) {}

    /**
     * Nothing yet.
     *
     * @param cycles guest time between two snapshots
     * @param bytes that they may take
     */
    ServerPast(HistoryDesk history, Saver saver, long cycles, long bytes) {
        this.history = history;
        this.saver = saver;
        this.cycles = cycles;
        this.bytes = bytes;
    }

    @Override
    public synchronized void input(Input input) {
        if (!asleep) {
            inputs.add(input);
        }
    }

    @Override
    public void boundary(Moment moment) {
        if (wants(moment)) {
            take();
        }
    }

    private synchronized boolean wants(Moment moment) {
        if (waiting || asleep || !problem.isEmpty()) {
            return false;
        }
        if (kept.isEmpty()) {
            return true;
        }
        Moment last = kept.get(kept.size() - 1).moment();
        return moment.boot() != last.boot() || moment.clock() - last.clock() >= cycles;
    }

    /** Takes a snapshot as soon as possible. */
    void take() {
        synchronized (this) {
            waiting = true;
        }
        saver.save().whenComplete(this::taken);
    }

    /** At the boundary at which it was taken; nothing goes on before this returns. */
    private synchronized void taken(Snapshot snapshot, Throwable failure) {
        waiting = false;
        if (asleep) {
            return;
        }
        if (failure != null) {
            problem = failure.getMessage();
            return;
        }
        Moment moment = history.moment();
        kept.add(new Kept(moment, snapshot, snapshot.ownBytes()));
        if (kept.size() == 1) {
            inputs.clear(); // it has them
        }
        thin(moment);
    }

    private void thin(Moment now) {
        while (kept.size() > 2 && (kept.size() > MOST_SNAPSHOTS || size() > bytes)) {
            int gone = leastMissed(now);
            Kept leaves = kept.remove(gone);
            Kept next = kept.get(gone);
            // What both have changed is in memory once.
            long left = Math.max(leaves.bytes(), next.bytes());
            kept.set(gone, new Kept(next.moment(), next.snapshot(), left));
        }
        Moment first = kept.get(0).moment();
        inputs.removeIf(input -> input.moment().compareTo(first) <= 0);
    }

    /** The one without which the way from the one before grows least for how long ago it is. */
    private int leastMissed(Moment now) {
        int least = 0;
        double smallest = Double.MAX_VALUE;
        for (int i = 1; i < kept.size() - 1; i++) {
            Moment before = kept.get(i - 1).moment();
            Moment after = kept.get(i + 1).moment();
            Moment one = kept.get(i).moment();
            boolean sameBoot = before.boot() == now.boot();
            double gap = sameBoot ? after.clock() - before.clock() : 0;
            double missed = gap / Math.max(1, now.clock() - one.clock());
            if (missed < smallest) {
                smallest = missed;
                least = i;
            }
        }
        // So long ago that even what is left there is worth less than a snapshot of today.
        return smallest > 1 && size() > bytes ? 0 : least;
    }

    private long size() {
        return kept.stream().mapToLong(Kept::bytes).sum();
    }

    /** How much there is. */
    synchronized PastStatus status() {
        Moment now = history.moment();
        return new PastStatus(
                kept.isEmpty() ? now : kept.get(0).moment(),
                now,
                kept.stream().map(Kept::moment).toList(),
                size());
    }

    /**
     * How to come to a moment again.
     *
     * @throws ServerException with one sentence when that is too long ago
     */
    synchronized Way way(Moment target) throws ServerException {
        Optional<Kept> from =
                kept.stream()
                        .filter(each -> each.moment().compareTo(target) <= 0)
                        .reduce((earlier, later) -> later);
        if (from.isEmpty()) {
            throw new ServerException(
                    problem.isEmpty()
                            ? "The past that is kept begins at "
                                    + status().earliest()
                                    + ", and "
                                    + target
                                    + " is before that"
                            : problem);
        }
        List<Input> between =
                inputs.stream()
                        .filter(
                                input ->
                                        input.moment().compareTo(from.get().moment()) > 0
                                                && input.moment().compareTo(target) <= 0)
                        .toList();
        return new Way(from.get().snapshot(), new Script(between, List.of(), target));
    }

    /** The last moment at a clock at which something was done. */
    synchronized Moment lastAt(Moment boundary) {
        Moment last = boundary;
        for (Input input : inputs) {
            Moment each = input.moment();
            if (each.boot() == boundary.boot()
                    && each.clock() == boundary.clock()
                    && each.compareTo(last) > 0) {
                last = each;
            }
        }
        return last;
    }

    /** Nothing that is told now is new. */
    synchronized void sleep() {
        asleep = true;
        waiting = false;
    }

    /** What comes from now on is new, and what came after this moment has not been. */
    synchronized void wake(Moment now) {
        asleep = false;
        inputs.removeIf(input -> input.moment().compareTo(now) > 0);
        kept.removeIf(each -> each.moment().compareTo(now) > 0);
    }
}
