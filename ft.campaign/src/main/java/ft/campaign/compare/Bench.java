package ft.campaign.compare;

import ft.api.fault.Fault;
import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.api.verb.VerbException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.DoubleConsumer;

/**
 * A pair of systems on which strategies are measured one after another, while one guest goes on all
 * the time: same guest, same memory, same write rate.
 */
final class Bench implements AutoCloseable {
    private static final int STANDBY = 1;

    /** Quanta from the reset, after which the firmware of #1 is in its loop (T205). */
    private static final int FIRMWARE = 5;

    /** How often main storage may have been moved before a resynchronization has to end. */
    private static final int MOST_COPIES = 50;

    private static final double TICKS_PER_SECOND = 1e7;

    /** Registers that are flipped to lead a guest astray whatever it does at the moment. */
    private static final int SAVED_REGISTERS = 12;

    private static final int BIT = 5;

    /** Label of the step at which a system that stands by is in the loop of its firmware. */
    private static final String IN_LOOP = "T205";

    private final FtServer server;
    private final Watch watch;
    private final AutoCloseable listening;
    private final BlockingQueue<ResyncReport> reports = new LinkedBlockingQueue<>();
    private double[] before;

    Bench(FtServer server) {
        this.server = server;
        watch = new Watch(server);
        listening = server.onReport(reports::add);
    }

    /**
     * Boots the guest, brings the pair in step, and waits until the guest has filled its memory.
     */
    void start(GuestProgram guest) throws VerbException, InterruptedException {
        try {
            server.guest(guest);
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        }
        Watch.done(server.submit(new Operation.PowerOn(Operation.ALL)));
        // Before the guest has written much: what was never written crosses as a message.
        synchronize();
        watch.until("the first line of the guest", this::isFilled);
        before = watch.windows();
    }

    private boolean isFilled() {
        for (byte character : server.output(server.channels().get(0))) {
            if (character == '\n') {
                return true;
            }
        }
        return false;
    }

    private void synchronize() throws VerbException, InterruptedException {
        watch.until("the firmware of #1 to be in its loop", this::loops);
        reports.clear();
        Watch.done(server.submit(new Operation.Synchronize(STANDBY)));
        ResyncReport report = report(fraction -> {});
        if (!report.succeeded()) {
            throw new VerbException("#1 cannot be synchronized: " + report.failure() + ".");
        }
        watch.until("Online sync", this::isInStep);
    }

    /** T205: #1 can be synchronized. */
    private boolean loops() {
        boolean loops = false;
        for (ServerEvent event : server.events()) {
            if (event.system() == STANDBY && event.from() != event.to()) {
                loops = false;
            }
            loops |= event.system() == STANDBY && event.label().equals(IN_LOOP);
        }
        return loops;
    }

    /**
     * Measures one resynchronization.
     *
     * @param run counts from 1
     * @param progress hears of the part of the running phase that is done
     */
    Measurement measure(Contender contender, Scenario scenario, int run, DoubleConsumer progress)
            throws VerbException, InterruptedException {
        contender.preparation().prepare();
        reports.clear();
        int seen = server.events().size();
        long sequence = seen == 0 ? -1 : server.events().get(seen - 1).sequence();
        for (CompletableFuture<String> order : order(contender, scenario)) {
            Watch.done(order);
        }
        ResyncReport report = report(progress);
        watch.until("the states after it", watch.clock() + limit(), () -> isSettled(report));
        Span span = span(sequence, scenario);
        double undisturbed = 0;
        if (report.succeeded()) {
            double[] after = watch.windows();
            undisturbed = median(before, after);
            before = after;
        }
        return new Measurement(
                scenario,
                server.description().memoryBytes(),
                contender.title(),
                run,
                report,
                span.guestNanos,
                span.wallNanos,
                span.cycles == 0 || undisturbed == 0
                        ? 0
                        : span.wallNanos / (double) span.cycles / undisturbed);
    }

    /** A report may be seen before the states that it leads to. */
    private boolean isSettled(ResyncReport report) {
        SystemState now = state(STANDBY);
        return report.succeeded()
                ? isInStep()
                : now == SystemState.FAULT || now == SystemState.OFFLINE;
    }

    /** Whether the pair is in step; after a failure it is not. */
    boolean isInStep() {
        return state(STANDBY) == SystemState.ONLINE_SYNC;
    }

    /** Brings the pair in step again after a failure. */
    void restore(Contender contender) throws VerbException, InterruptedException {
        contender.preparation().prepare();
        Watch.done(server.submit(new Operation.SelectStrategy(0, contender.strategy())));
        if (state(STANDBY) == SystemState.FAULT) {
            Watch.done(server.submit(new Operation.Reset(STANDBY)));
        }
        synchronize();
        before = watch.windows();
    }

    /** Orders by clocks, while the guest is held: so none can be too late. */
    private List<CompletableFuture<String>> order(Contender contender, Scenario scenario)
            throws VerbException, InterruptedException {
        int quantum = server.description().quantum();
        long clock = Watch.done(server.holdAt(0)) + quantum;
        List<CompletableFuture<String>> orders = new ArrayList<>();
        orders.add(server.submitAt(clock, new Operation.SelectStrategy(0, contender.strategy())));
        clock += quantum;
        if (scenario == Scenario.RETURN) {
            orders.add(server.submitAt(clock, new Operation.Isolate(STANDBY)));
            orders.add(server.submitAt(clock, new Operation.Reset(STANDBY)));
            clock += (long) FIRMWARE * quantum;
            orders.add(server.submitAt(clock, new Operation.Synchronize(STANDBY)));
        } else {
            for (int register = 0; register < SAVED_REGISTERS; register++) {
                Fault flip = new Fault.RegisterFlip(STANDBY, 0, "s" + register, BIT);
                orders.add(server.submitAt(clock, new Operation.Inject(flip)));
            }
        }
        server.release();
        return orders;
    }

    private ResyncReport report(DoubleConsumer progress)
            throws VerbException, InterruptedException {
        ResyncReport[] found = new ResyncReport[1];
        long limit = watch.clock() + limit();
        watch.until(
                "the end of a resynchronization",
                limit,
                () -> {
                    server.progress().ifPresent(now -> progress.accept(now.fraction()));
                    found[0] = reports.poll();
                    return found[0] != null;
                });
        return found[0];
    }

    private record Span(long cycles, long guestNanos, long wallNanos) {}

    /** From the event that began a resynchronization to the last of its synchronization. */
    private Span span(long after, Scenario scenario) {
        ServerEvent first = null;
        ServerEvent last = null;
        for (ServerEvent event : server.events()) {
            if (event.sequence() <= after) {
                continue;
            }
            boolean begins =
                    scenario == Scenario.RETURN
                            ? event.event() == StateEvent.SYNC_START
                            : event.to() == SystemState.ONLINE_ASYNC;
            if (first == null && begins) {
                first = event;
            }
            if (event.event() == StateEvent.CHECK_OK) {
                last = event;
            }
        }
        if (first == null || last == null) {
            return new Span(0, 0, 0);
        }
        return new Span(
                last.clock() - first.clock(),
                last.guestNanos() - first.guestNanos(),
                Duration.between(first.wall(), last.wall()).toNanos());
    }

    private static double median(double[] some, double... others) {
        double[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        Arrays.sort(all);
        return all[all.length / 2];
    }

    private SystemState state(int system) {
        return server.systems().get(system).state();
    }

    /** More cycles than any strategy has a reason to take. */
    private long limit() {
        ServerDescription description = server.description();
        double copies =
                description.memoryBytes()
                        / (description.dmaBytesPerSecond() * description.backgroundShare());
        double seconds = 1 + MOST_COPIES * copies;
        return (long) (seconds * TICKS_PER_SECOND * description.cyclesPerTick());
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("A listener could not be taken back.", e);
        } finally {
            server.close();
        }
    }
}
