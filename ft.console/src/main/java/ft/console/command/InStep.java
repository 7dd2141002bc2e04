package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import ft.console.view.Views;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Brings a server from power on to Online sync and shows how far it is. */
final class InStep implements AutoCloseable {
    private static final String INDENT = "  ";
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 60_000;

    private final FtServer server;
    private final boolean ask;
    private final PrintStream out;
    private final BlockingQueue<ResyncReport> reports = new LinkedBlockingQueue<>();
    private final Listening listening;

    /**
     * Listens from now on.
     *
     * @param ask whether to ask for a synchronization where the server does not begin one itself
     */
    InStep(FtServer server, boolean ask, PrintStream out) {
        this.server = server;
        this.ask = ask;
        this.out = out;
        listening = new Listening(server.onReport(reports::add));
    }

    /** Waits until all systems are in step, or something is in the way. */
    void await() throws Problem, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean asked = server.description().automaticSync();
        if (!asked && !ask) {
            return;
        }
        try (ProgressLine line = new ProgressLine(out, INDENT)) {
            while (System.nanoTime() < deadline) {
                ResyncReport report = reports.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (report != null) {
                    line.close();
                    out.println(INDENT + Views.reportLine(report));
                    return;
                }
                if (server.guestExit().isPresent() || isAlone()) {
                    return;
                }
                ResyncProgress progress = server.progress().orElse(null);
                if (progress != null) {
                    line.show(progress.phase(), progress.fraction());
                } else if (!asked) {
                    asked = synchronize();
                }
            }
        }
        out.println(INDENT + "Not in step yet; that goes on in the background.");
    }

    /** Whether a system is in service and there is no other one that could join it. */
    private boolean isAlone() {
        boolean service = false;
        boolean other = false;
        for (SystemStatus system : server.systems()) {
            boolean online = system.state().isOnline();
            service |= online;
            other |=
                    !online
                            && system.state() != SystemState.OFF
                            && system.state() != SystemState.FAULT;
        }
        return service && !other;
    }

    private boolean synchronize() throws Problem, InterruptedException {
        for (SystemStatus system : server.systems()) {
            if (system.state() == SystemState.OFFLINE) {
                Waiting.done(server.submit(new Operation.Synchronize(system.system())));
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        listening.close();
    }
}
