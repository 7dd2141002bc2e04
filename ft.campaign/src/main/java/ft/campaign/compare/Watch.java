package ft.campaign.compare;

import ft.api.server.FtServer;
import ft.api.server.SystemStatus;
import ft.api.verb.VerbException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a server that runs, and looks at how fast it does. */
final class Watch {
    private static final int ACTIVE = 0;
    private static final long LOOK_EVERY_MILLIS = 20;

    /** A guest whose clock stands for so long will not go on. */
    private static final long STANDSTILL_MILLIS = 60_000;

    private static final int WINDOWS = 3;
    private static final long WINDOW_MILLIS = 80;

    private final FtServer server;

    Watch(FtServer server) {
        this.server = server;
    }

    /** Wall nanoseconds for a cycle of the undisturbed pair in step, in some windows of time. */
    double[] windows() throws VerbException, InterruptedException {
        double[] ratios = new double[WINDOWS];
        for (int window = 0; window < WINDOWS; window++) {
            long clock = nextClock(clock());
            long began = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
            long end = nextClock(clock());
            ratios[window] = (System.nanoTime() - began) / (double) (end - clock);
        }
        return ratios;
    }

    /** The next clock that is published after this one. */
    private long nextClock(long clock) throws VerbException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STANDSTILL_MILLIS);
        while (clock() == clock) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() > deadline) {
                throw new VerbException("The guest's clock stands still at " + clock + ".");
            }
            Thread.onSpinWait();
        }
        return clock();
    }

    /** Clock of the system in service. */
    long clock() {
        return server.systems().get(ACTIVE).clock();
    }

    /** Waits until something is so. */
    void until(String what, BooleanSupplier condition) throws VerbException, InterruptedException {
        until(what, Long.MAX_VALUE, condition);
    }

    /**
     * Waits until something is so.
     *
     * @param limit clock by which it has to be
     */
    void until(String what, long limit, BooleanSupplier condition)
            throws VerbException, InterruptedException {
        long lastClock = -1;
        long lastMove = System.nanoTime();
        while (!condition.getAsBoolean()) {
            SystemStatus active = server.systems().get(ACTIVE);
            if (!active.problem().isEmpty()) {
                throw new VerbException("The guest cannot go on: " + active.problem());
            }
            if (server.guestExit().isPresent()) {
                throw new VerbException(
                        "The guest ended ("
                                + server.guestExit().get()
                                + ") before "
                                + what
                                + "; it has to run for ever.");
            }
            if (active.clock() > limit) {
                throw new VerbException(
                        "The server waits in vain for "
                                + what
                                + " until clock "
                                + active.clock()
                                + ".");
            }
            if (active.clock() != lastClock) {
                lastClock = active.clock();
                lastMove = System.nanoTime();
            } else if (System.nanoTime() - lastMove
                    > TimeUnit.MILLISECONDS.toNanos(STANDSTILL_MILLIS)) {
                throw new VerbException("The server waits in vain for " + what + ".");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Waits for an order; one that is refused ends the comparison. */
    static <T> T done(CompletableFuture<T> order) throws VerbException, InterruptedException {
        try {
            return order.get();
        } catch (ExecutionException e) {
            throw new VerbException(e.getCause().getMessage(), e.getCause());
        }
    }
}
