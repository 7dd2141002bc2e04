package ft.debug.gdb;

import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.debug.target.Search;
import ft.debug.target.Stop;
import ft.debug.target.SystemTarget;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Going back in time: the server is brought back to a boundary, what comes after it is gone through
 * once more to find the place, and then once more to stop there. A quantum at a time, from the last
 * one on.
 */
final class Reversal {
    private static final long SNAPSHOT_CYCLES = 10_000_000;
    private static final long SNAPSHOT_BYTES = 512L << 20;

    private final FtServer server;
    private final ServerHistory history;
    private final SystemTarget target;
    private final Supplier<OptionalLong> earliest;

    /**
     * Of a system.
     *
     * @param earliest first clock that one can go back to; empty if the past is not kept
     */
    Reversal(
            FtServer server,
            ServerHistory history,
            SystemTarget target,
            Supplier<OptionalLong> earliest) {
        this.earliest = earliest;
        this.server = server;
        this.history = history;
        this.target = target;
    }

    /** Why one cannot go back now, in one sentence; empty if one can. */
    Optional<String> refusal() {
        return earliest.get().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "The past of this server is not kept; 'monitor past on' keeps it from now"
                                + " on.");
    }

    /**
     * Goes back from where the target is stopped, on this thread; the target tells when it has
     * stopped again.
     *
     * @param searches makes the search before a clock
     */
    void back(LongFunction<Search> searches) throws InterruptedException {
        Stop from = target.stop().orElseThrow();
        long until = from.clock();
        if (until <= earliest.get().orElse(until)) {
            target.stay(Stop.Reason.BEGIN_OF_HISTORY);
            return;
        }
        while (true) {
            long begin = earliest.get().orElse(until);
            if (until <= begin) {
                goTo(new Stop(Stop.Reason.BEGIN_OF_HISTORY, from.hart(), begin, 0));
                return;
            }
            try {
                long boundary = rewind(until - 1);
                Search search = searches.apply(until);
                target.search(search);
                server.release();
                if (!search.await()) {
                    return; // the debugger has left
                }
                if (search.found().isPresent()) {
                    goTo(search.found().get());
                    return;
                }
                until = boundary;
            } catch (ExecutionException e) {
                stopAnywhere(from);
                return;
            }
        }
    }

    private void goTo(Stop where) throws InterruptedException {
        try {
            rewind(where.clock());
            target.at(where);
            server.release();
        } catch (ExecutionException e) {
            stopAnywhere(where);
        }
    }

    // It could not be brought back that far, and is wherever it has come meanwhile.
    private void stopAnywhere(Stop wanted) {
        target.at(new Stop(Stop.Reason.BEGIN_OF_HISTORY, wanted.hart(), 0, 0));
        server.release(); // who asked to be brought back is held at a boundary meanwhile
    }

    // The server comes to a boundary first, so the target must not hold it.
    private long rewind(long clock) throws ExecutionException, InterruptedException {
        var held = history.rewind(clock);
        target.leave();
        return held.get();
    }

    /** Keeps the past from now on, or no more. */
    String keep(boolean on) {
        try {
            if (on) {
                history.keepPast(SNAPSHOT_CYCLES, SNAPSHOT_BYTES);
                return "The past is kept from the next boundary on.";
            }
            history.forgetPast();
            return "The past is forgotten.";
        } catch (ServerException e) {
            return e.getMessage();
        }
    }
}
