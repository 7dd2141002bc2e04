package ft.console.demo;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.console.command.Listening;
import ft.console.command.Waiting;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import ft.console.text.Text;
import ft.console.text.Units;
import ft.console.view.ReportViews;
import ft.console.view.Views;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
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
    private static final long TELLING_SECONDS = 3;
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
    private CompletableFuture<Long> stop = new CompletableFuture<>();
    private long end;

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
     * Lets the guest go on until a clock, at which it is held again. What has to be seen has to be
     * seen by then.
     */
    void run(long clock) {
        outputShown = server.output(channel).length;
        end = clock;
        stop = server.holdAt(clock);
        server.release();
    }

    /** The clock at which the guest is held, once it is. */
    long stopped() throws Problem, InterruptedException {
        return Waiting.done(stop);
    }

    /** Waits for events, one after another, by their labels in the patent. */
    void see(String... labels) throws Missing, InterruptedException {
        for (String label : labels) {
            see(label, event -> event.label().equals(label));
        }
    }

    /** Waits for an event. */
    void see(String what, Predicate<ServerEvent> wanted) throws Missing, InterruptedException {
        until(what, () -> take(wanted));
    }

    /** Waits for the end of a resynchronization, which has to be a good one. */
    void seeReport(String strategy) throws Missing, InterruptedException {
        ResyncReport[] found = new ResyncReport[1];
        until("the report of a resynchronization", () -> (found[0] = ended.poll()) != null);
        ResyncReport report = found[0];
        if (!report.succeeded()) {
            throw new Missing("a good end of the resynchronization: " + report.failure());
        }
        if (!report.strategy().equals(strategy)) {
            throw new Missing("strategy " + strategy + " at work, not " + report.strategy());
        }
        say("=> " + ReportViews.line(report));
    }

    /** Waits until the guest has printed some more lines since it was let go, and shows them. */
    void seeGuest(int lines) throws Missing, InterruptedException {
        int[] left = {lines};
        until(
                Units.plural(lines, "line") + " of the guest",
                () -> {
                    left[0] -= showOutput(left[0]);
                    return left[0] <= 0;
                });
    }

    /** Waits until something is so. */
    void until(String what, BooleanSupplier condition) throws Missing, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(WALL_SECONDS);
        boolean held = false;
        while (true) {
            show();
            if (condition.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() > limit) {
                throw new Missing(what + (held ? " before clock " + end : " in time"));
            }
            if (!held && stop.isDone()) {
                // All has happened that can happen; it only has to be told.
                held = true;
                limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(TELLING_SECONDS);
            }
            ServerEvent event = coming.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (event != null) {
                tell(event);
            }
        }
    }

    private boolean take(Predicate<ServerEvent> wanted) {
        for (int index = 0; index < unseen.size(); index++) {
            if (wanted.test(unseen.get(index))) {
                unseen.remove(index);
                return true;
            }
        }
        return false;
    }

    /** Tells what is new. */
    void look() {
        show();
    }

    /** What is shown under way, before and after its events, is neither too early nor over. */
    private void show() {
        ResyncProgress before = server.progress().orElse(null);
        for (ServerEvent event = coming.poll(); event != null; event = coming.poll()) {
            tell(event);
        }
        ResyncProgress now = server.progress().orElse(null);
        if (now == null) {
            progress.close();
        } else if (before != null && before.phase().equals(now.phase())) {
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
