package ft.console.demo;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.console.command.Listening;
import ft.console.command.Waiting;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import ft.console.text.Text;
import ft.console.text.Units;
import ft.console.view.Views;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Tells what happens to a server while it happens, and waits for what has to happen next.
 * Everything is printed by one thread, so lines never mix.
 */
final class Story implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long WALL_SECONDS = 120;
    private static final int WIDTH = 96;
    private static final String INDENT = "    ";
    private static final String GUEST = "    guest | ";

    private final FtServer server;
    private final String channel;
    private final PrintStream out;
    private final ProgressLine progress;
    private final Listening events;
    private final Listening reports;
    private final BlockingQueue<ServerEvent> coming = new LinkedBlockingQueue<>();
    private final BlockingQueue<ResyncReport> ended = new LinkedBlockingQueue<>();
    private final List<ServerEvent> unseen = new ArrayList<>();
    private int chapter;
    private int outputShown;

    Story(FtServer server, String channel, PrintStream out) {
        this.server = server;
        this.channel = channel;
        this.out = out;
        progress = new ProgressLine(out, INDENT);
        events = new Listening(server.onEvent(coming::add));
        reports = new Listening(server.onReport(ended::add));
    }

    FtServer server() {
        return server;
    }

    /** Begins a chapter: what was seen before counts no more. */
    void chapter(String title) {
        show();
        unseen.clear();
        ended.clear();
        out.println();
        out.println(++chapter + ". " + title);
        out.println("-".repeat(title.length() + 3));
    }

    /** Says something to the audience. */
    void say(String sentences) {
        progress.close();
        out.println(Text.wrap("  ", " ", List.of(sentences.split(" ")), WIDTH));
        out.flush();
    }

    /** Shows a table. */
    void table(String text) {
        out.println(text.indent(2).stripTrailing());
        out.flush();
    }

    /** Asks the server for something at the next boundary. */
    void ask(Operation operation) throws Problem, InterruptedException {
        Waiting.done(server.submit(operation));
    }

    /**
     * Waits for events, one after another.
     *
     * @param guestMillis guest time after which each should have come
     * @param labels their labels in the patent
     */
    void see(long guestMillis, String... labels) throws Missing, Problem, InterruptedException {
        for (String label : labels) {
            see(label, event -> event.label().equals(label), guestMillis);
        }
    }

    /** Waits for an event. */
    ServerEvent see(String what, Predicate<ServerEvent> wanted, long guestMillis)
            throws Missing, Problem, InterruptedException {
        ServerEvent[] found = new ServerEvent[1];
        until(what, () -> (found[0] = take(wanted)) != null, guestMillis);
        return found[0];
    }

    /** Waits for the end of a resynchronization, which has to be a good one. */
    ResyncReport seeReport(String strategy, long guestMillis)
            throws Missing, Problem, InterruptedException {
        ResyncReport[] found = new ResyncReport[1];
        until(
                "the report of a resynchronization",
                () -> (found[0] = ended.poll()) != null,
                guestMillis);
        ResyncReport report = found[0];
        if (!report.succeeded()) {
            throw new Missing("a good end of the resynchronization: " + report.failure());
        }
        if (!report.strategy().equals(strategy)) {
            throw new Missing("strategy " + strategy + " at work, not " + report.strategy());
        }
        say("=> " + Views.reportLine(report));
        return report;
    }

    /** Waits until the guest has printed some more lines, and shows them. */
    void seeGuest(int lines, long guestMillis) throws Missing, Problem, InterruptedException {
        skipOutput();
        int[] left = {lines};
        until(
                Units.plural(lines, "line") + " of the guest",
                () -> {
                    left[0] -= showOutput(left[0]);
                    return left[0] <= 0;
                },
                guestMillis);
    }

    /** Waits until something is so. */
    void until(String what, BooleanSupplier condition, long guestMillis)
            throws Missing, Problem, InterruptedException {
        long wall = System.nanoTime() + TimeUnit.SECONDS.toNanos(WALL_SECONDS);
        long guest = guestNanos() + TimeUnit.MILLISECONDS.toNanos(guestMillis);
        while (true) {
            show();
            if (condition.getAsBoolean()) {
                return;
            }
            if (guestNanos() > guest) {
                // What happened until then has been told by now.
                show();
                if (condition.getAsBoolean()) {
                    return;
                }
                throw new Missing(what + " within " + guestMillis + " ms of guest time");
            }
            if (System.nanoTime() > wall) {
                throw new Missing(what + " within " + WALL_SECONDS + " s");
            }
            ServerEvent event = coming.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (event != null) {
                tell(event);
            }
        }
    }

    /** Clock of the system in service. */
    long clock() {
        for (SystemStatus system : server.systems()) {
            if (system.state().isOnline() && system.mode() == Mode.ACT) {
                return system.clock();
            }
        }
        return 0;
    }

    private long guestNanos() {
        return Views.nanos(clock(), server.description());
    }

    private ServerEvent take(Predicate<ServerEvent> wanted) {
        for (int index = 0; index < unseen.size(); index++) {
            if (wanted.test(unseen.get(index))) {
                return unseen.remove(index);
            }
        }
        return null;
    }

    /** Tells what is new. */
    void look() {
        show();
    }

    private void show() {
        for (ServerEvent event = coming.poll(); event != null; event = coming.poll()) {
            tell(event);
        }
        ResyncProgress now = server.progress().orElse(null);
        if (now == null) {
            progress.close();
        } else {
            progress.show(now.phase(), now.fraction());
        }
    }

    private void tell(ServerEvent event) {
        unseen.add(event);
        boolean bystander =
                event.label().isEmpty()
                        && event.event() != null
                        && event.from() == event.to()
                        && !event.refused();
        if (!bystander) {
            progress.close();
            out.println(
                    Text.wrap(
                            INDENT + Views.eventHead(event),
                            " ",
                            List.of(event.text().split(" ")),
                            WIDTH));
            out.flush();
        }
    }

    private void skipOutput() {
        outputShown = server.output(channel).length;
    }

    /** Shows at most so many whole lines of the guest. */
    private int showOutput(int most) {
        byte[] all = server.output(channel);
        int shown = 0;
        for (int index = outputShown; index < all.length && shown < most; index++) {
            if (all[index] == '\n') {
                String line =
                        new String(all, outputShown, index - outputShown, StandardCharsets.UTF_8);
                progress.close();
                out.println(GUEST + line.stripTrailing());
                outputShown = index + 1;
                shown++;
            }
        }
        return shown;
    }

    @Override
    public void close() {
        show();
        progress.close();
        events.close();
        reports.close();
    }
}
