package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import ft.console.text.Text;
import ft.console.view.ReportViews;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;

/** Brings a server from power on to Online sync and shows how far it is. */
final class InStep implements AutoCloseable {
    private static final String INDENT = "  ";
    private static final String GOES_ON =
            "Not in step yet; that goes on in the background, ft:status shows how far it is.";
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final int REPORT_LOOKS = 10;
    private static final int WIDTH = 96;
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

    /** Waits until all systems are in step, something is in the way, or somebody types Ctrl-C. */
    void await(CommandSession session) throws Problem {
        try (TerminalMode.Restore restore = ShellTerminal.interruptible(session)) {
            await();
        } catch (InterruptedException e) {
            out.println(INDENT + GOES_ON);
        }
    }

    private void await() throws Problem, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean asked = server.description().automaticSync();
        if (!asked && !ask) {
            return;
        }
        int looksInStep = 0;
        try (ProgressLine line = new ProgressLine(out, INDENT)) {
            while (System.nanoTime() < deadline) {
                ResyncReport report = reports.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (report != null) {
                    line.close();
                    List<String> words = List.of(ReportViews.line(report).split(" "));
                    out.println(Text.wrap(INDENT, " ", words, WIDTH));
                    return;
                }
                // Where all are in step without a report, they were so before.
                looksInStep = isInStep() ? looksInStep + 1 : 0;
                if (server.guestExit().isPresent() || isAlone() || looksInStep > REPORT_LOOKS) {
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
        out.println(INDENT + GOES_ON);
    }

    /** Whether one system is in service and there is no other one that could join it. */
    private boolean isAlone() {
        int online = 0;
        int spare = 0;
        for (SystemStatus system : server.systems()) {
            SystemState state = system.state();
            if (state.isOnline()) {
                online++;
            } else if (state != SystemState.OFF && state != SystemState.FAULT) {
                spare++;
            }
        }
        return online == 1 && spare == 0;
    }

    private boolean isInStep() {
        return server.systems().stream()
                .allMatch(system -> system.state() == SystemState.ONLINE_SYNC);
    }

    private boolean synchronize() throws Problem, InterruptedException {
        for (SystemStatus system : server.systems()) {
            if (system.state() == SystemState.OFFLINE) {
                Waiting.done(server, server.submit(new Operation.Synchronize(system.system())));
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
