package ft.console.command;

import static java.util.stream.Collectors.joining;

import ft.api.copy.MemoList;
import ft.api.io.SlotStatus;
import ft.api.part.PartStatus;
import ft.api.server.CopyLists;
import ft.api.server.FtServer;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.Rows;
import ft.console.view.ServerStatus;
import ft.console.view.Timeline;
import ft.console.view.Views;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that look at a server. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"status", "events", "timeline", "reports", "lists", "devices", "parts"})
public class StatusCommands implements CommandGroup {
    private static final int EVENTS_SHOWN = 40;
    private static final int LEAST_WIDTH = 60;
    private static final int MOST_WIDTH = 1000;

    private final Servers servers;

    /** Made by Declarative Services. */
    @Activate
    public StatusCommands(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String title() {
        return "Looking";
    }

    /** {@code ft:status}. */
    @Descriptor("shows systems, guest, copy strategy and resynchronization of the server")
    public ServerStatus status(@Descriptor("[-s SERVER]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:status", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        return ServerStatus.of(server);
    }

    /** {@code ft:events}. */
    @Descriptor("shows the event log with the patent's labels; -f goes on until Ctrl-C")
    public Rows<ServerEvent> events(
            CommandSession session, @Descriptor("[-n COUNT|all] [-f] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:events", words);
        FtServer server = servers.choose(arguments);
        Optional<String> count = arguments.option("-n");
        boolean follow = arguments.flag("-f");
        arguments.end();
        long shown = count(count);
        if (follow) {
            try (TerminalMode.Restore restore = ShellTerminal.interruptible(session)) {
                follow(server, shown, System.out);
            } catch (InterruptedException e) {
                // That is how it ends.
            }
            return null;
        }
        return new Rows<>(
                ServerEvent.class,
                last(server.events(), shown),
                "Nothing has happened yet; ft:power on begins.");
    }

    private static long count(Optional<String> count) throws Problem {
        if (count.isEmpty()) {
            return EVENTS_SHOWN;
        }
        if (count.get().equals("all")) {
            return Long.MAX_VALUE;
        }
        long number = Arguments.number("the number of events", count.get());
        if (number < 0) {
            throw new Problem("The number of events is 0 or more, not " + number + ".");
        }
        return number;
    }

    /** {@code ft:timeline}. */
    @Descriptor("shows the event log as a timeline, a column for each system; -w: how wide")
    public Timeline timeline(
            CommandSession session,
            @Descriptor("[SYSTEM] [-n COUNT|all] [-w COLUMNS] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:timeline", words);
        FtServer server = servers.choose(arguments);
        long shown = count(arguments.option("-n"));
        Optional<String> columns = arguments.option("-w");
        int width =
                columns.isPresent()
                        ? width(Arguments.number("the width", columns.get()))
                        : ShellTerminal.width(session);
        int systems = server.description().systems();
        int only = arguments.optionalSystem(systems).orElse(-1);
        arguments.end();
        return Timeline.of(server.events(), systems, only, shown, width);
    }

    private static int width(long columns) throws Problem {
        if (columns < LEAST_WIDTH || columns > MOST_WIDTH) {
            throw new Problem(
                    "The width is from "
                            + LEAST_WIDTH
                            + " to "
                            + MOST_WIDTH
                            + " columns, not "
                            + columns
                            + ".");
        }
        return (int) columns;
    }

    private static void follow(FtServer server, long shown, PrintStream out)
            throws InterruptedException {
        BlockingQueue<ServerEvent> coming = new LinkedBlockingQueue<>();
        try (Listening listening = new Listening(server.onEvent(coming::add))) {
            long next = 0;
            for (ServerEvent event : last(server.events(), shown)) {
                out.println(Views.event(event));
                next = event.sequence() + 1;
            }
            while (!out.checkError()) {
                ServerEvent event = coming.take();
                // Listening began before the log was read, so a few come twice.
                if (event.sequence() >= next) {
                    out.println(Views.event(event));
                }
            }
        }
    }

    private static List<ServerEvent> last(List<ServerEvent> events, long count) {
        return events.subList((int) Math.max(0, events.size() - count), events.size());
    }

    /** {@code ft:reports}. */
    @Descriptor("shows every resynchronization: pages copied, stop time, time without redundancy")
    public Rows<ResyncReport> reports(@Descriptor("[-s SERVER]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:reports", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        return new Rows<>(
                ResyncReport.class,
                server.reports(),
                "No resynchronization has ended yet; ft:sync starts one.");
    }

    /** {@code ft:lists}: a {@link CopyLists}, or the {@link MemoList} that is asked for. */
    @Descriptor("shows lists 35 and 36 of a resynchronization, under way or ended; or all of one")
    public Object lists(@Descriptor("[35|36|LIST] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:lists", words);
        FtServer server = servers.choose(arguments);
        String wanted = arguments.more() ? arguments.word("the name of a list") : "";
        arguments.end();
        CopyLists lists =
                Waiting.done(server, server.lists())
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                "No resynchronization has begun yet; ft:sync starts"
                                                        + " one."));
        if (wanted.isEmpty()) {
            return lists;
        }
        for (MemoList list : lists.lists()) {
            if (list.name().equals(wanted)) {
                return list;
            }
        }
        String names = lists.lists().stream().map(MemoList::name).collect(joining(", "));
        throw new Problem(
                "Strategy "
                        + lists.strategy()
                        + " has no list '"
                        + wanted
                        + "'; it has "
                        + (names.isEmpty() ? "none" : names)
                        + ".");
    }

    /** {@code ft:devices}. */
    @Descriptor("shows the slots of the IO subsystems and the devices in them")
    public Rows<SlotStatus> devices(@Descriptor("[-s SERVER]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:devices", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        server.refusals().forEach(System.err::println);
        return new Rows<>(SlotStatus.class, server.slots(), "The server has no slots.");
    }

    /** {@code ft:parts}. */
    @Descriptor("shows which bundle, in which version, each part of the server came from")
    public Rows<PartStatus> parts(@Descriptor("[-s SERVER]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:parts", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        return new Rows<>(
                PartStatus.class,
                server.parts(),
                "The server is made of nothing yet; ft:start makes and starts it.");
    }
}
