package ft.console.command;

import ft.api.history.Historian;
import ft.api.history.Recording;
import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Arguments;
import ft.console.text.Problem;
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
        function = {"record"})
public class HistoryCommands implements CommandGroup {
    private static final String OFF = "off";

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

    private static String text(Recording recording) {
        return recording
                .problem()
                .orElse(recording.inputs() + " inputs are in " + recording.file() + ".");
    }
}
