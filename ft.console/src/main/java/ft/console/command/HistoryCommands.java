package ft.console.command;

import ft.api.history.Historian;
import ft.api.history.PastStatus;
import ft.api.history.Recording;
import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands about what of a server's history is kept. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"record", "history", "rewind"})
public class HistoryCommands implements CommandGroup {
    private static final String OFF = "off";

    /** A tenth of a second of guest time. */
    private static final long SNAPSHOT_CYCLES = 10_000_000;

    private static final long SNAPSHOT_BYTES = 512L << 20;
    private static final int MEBI_SHIFT = 20;

    private final Servers servers;
    private final Historian historian;

    /** Made by Declarative Services. */
    @Activate
    public HistoryCommands(@Reference Servers servers, @Reference Historian historian) {
        this.servers = servers;
        this.historian = historian;
    }

    @Override
    public String title() {
        return "History";
    }

    /** {@code ft:record}. */
    @Descriptor("records everything that comes from outside, for ./ft replay; off ends it")
    public String record(
            CommandSession session, @Descriptor("[FILE|off] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:record", words);
        FtServer server = servers.choose(arguments);
        ServerHistory history = historian.of(server);
        Optional<Recording> running = history.recording();
        if (!arguments.more()) {
            return running.map(HistoryCommands::text)
                    .orElse("Nothing is recorded; ft:record FILE does.");
        }
        String word = arguments.word("the name of a file, or off");
        arguments.end();
        if (word.equals(OFF)) {
            Recording recording = running.orElseThrow(() -> new Problem("Nothing is recorded."));
            recording.close();
            return text(recording);
        }
        try {
            return text(history.record(session.currentDir().resolve(word)));
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    /** {@code ft:history}. */
    @Descriptor("shows how much of the past is kept, keeps it from now on, or forgets it")
    public String history(
            CommandSession session, @Descriptor("[on|off] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:history", words);
        ServerHistory history = historian.of(servers.choose(arguments));
        if (arguments.more()) {
            boolean on = arguments.value("the history", Switch.class) == Switch.ON;
            arguments.end();
            keep(history, on);
        }
        return history.past().map(HistoryCommands::text).orElse("No past is kept.");
    }

    private enum Switch {
        ON,
        OFF
    }

    private static void keep(ServerHistory history, boolean on) throws Problem {
        try {
            if (on) {
                history.keepPast(SNAPSHOT_CYCLES, SNAPSHOT_BYTES);
            } else {
                history.forgetPast();
            }
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    /** {@code ft:rewind}. */
    @Descriptor("brings a server back to a clock, or back by -N cycles; ft:release lets it go on")
    public String rewind(
            CommandSession session, @Descriptor("CLOCK|-N [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        List<String> rest = new ArrayList<>(List.of(words));
        // What looks like an option is a number here.
        String back = rest.stream().filter(word -> word.matches("-\\d+")).findFirst().orElse("");
        rest.remove(back);
        Arguments arguments = new Arguments("ft:rewind", rest.toArray(String[]::new));
        ServerHistory history = historian.of(servers.choose(arguments));
        PastStatus past =
                history.past()
                        .orElseThrow(() -> new Problem("No past is kept; ft:history on does."));
        long clock =
                back.isEmpty()
                        ? Arguments.number("the clock", arguments.word("a clock, or -N cycles"))
                        : past.latest().clock() + Long.parseLong(back);
        arguments.end();
        long held = Waiting.done(history.rewind(clock));
        return "The guest is held at clock " + held + "; ft:release lets it go on.";
    }

    private static String text(PastStatus past) {
        return String.format(
                "The past is kept from %s to %s, with %d snapshots of about %d MiB.",
                past.earliest(),
                past.latest(),
                past.snapshots().size(),
                past.bytes() >> MEBI_SHIFT);
    }

    private static String text(Recording recording) {
        return recording
                .problem()
                .orElse(recording.inputs() + " inputs are in " + recording.file() + ".");
    }
}
