package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerException;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a server, with something to see meanwhile. */
public final class Waiting {
    private static final long LOOK_EVERY_MILLIS = 50;

    private Waiting() {}

    /**
     * The same for somebody who waits at a prompt: as long as a debugger holds the server nothing
     * comes, and that is better said than waited for.
     */
    public static <T> T done(FtServer server, CompletableFuture<T> future)
            throws Problem, InterruptedException {
        while (!future.isDone()) {
            List<String> holds = server.holds();
            try {
                future.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!holds.isEmpty()) {
                    failIfHeld(server);
                }
            } catch (ExecutionException e) {
                break; // told below
            }
        }
        return done(future);
    }

    private static void failIfHeld(FtServer server) throws Problem {
        List<String> holds = server.holds();
        if (!holds.isEmpty()) {
            throw new Problem(
                    String.join("; ", holds)
                            + ", and nothing happens until it goes on; what was asked for is done"
                            + " then.");
        }
    }

    /** The result of an operation, or the sentence with which it was refused. */
    public static <T> T done(CompletableFuture<T> future) throws Problem, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServerException refusal) {
                throw Problem.of(refusal);
            }
            throw new Problem("The server failed: " + e.getCause() + ".", e.getCause());
        }
    }

    /** Waits for the end of a resynchronization that is under way or about to begin. */
    public static ResyncReport report(FtServer server, Start start, PrintStream out)
            throws Problem, InterruptedException {
        BlockingQueue<ResyncReport> ended = new LinkedBlockingQueue<>();
        try (Listening listening = new Listening(server.onReport(ended::add));
                ProgressLine line = new ProgressLine(out, "  ")) {
            start.begin();
            while (true) {
                failIfHeld(server);
                ResyncReport report = ended.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (report != null) {
                    return report;
                }
                ResyncProgress progress = server.progress().orElse(null);
                if (progress != null) {
                    line.show(progress.phase(), progress.fraction());
                }
            }
        }
    }

    /** What makes a resynchronization begin. */
    @FunctionalInterface
    public interface Start {
        /** Called when everything listens. */
        void begin() throws Problem, InterruptedException;
    }
}
