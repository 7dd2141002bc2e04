package ft.console.run;

import ft.api.history.Historian;
import ft.api.history.RecordSummary;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.console.command.Listening;
import ft.console.command.Waiting;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ./ft replay}: gives a server the inputs of a record again. */
@Component
public class ReplayVerb implements Verb {
    private static final int DIFFERENT = 4;

    private static final List<String> USAGE =
            List.of(
                    "./ft replay FILE [OPTIONS]    gives a server the inputs of a record again",
                    "",
                    "The server of the record is built and run with everything that came to it from",
                    "outside, each at the boundary at which it took effect, and compared with the",
                    "record. What the guest prints goes to standard output.",
                    "",
                    "--driver parallel|sequential, --seed N, --engine translated|interpreted",
                    "                    how the systems are run; no guest can tell",
                    "--paced             in the time of the wall clock, not as fast as possible",
                    "--console CHANNEL   what goes to standard output; uart0/serial without it",
                    "",
                    "Exit status: 0 all was equal, 2 wrong usage or no record, 4 histories differ.");

    private final Historian historian;

    /** Made by Declarative Services. */
    @Activate
    public ReplayVerb(@Reference Historian historian) {
        this.historian = historian;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<String> usage() {
        return USAGE;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err)
            throws Problem, InterruptedException {
        Arguments arguments = Arguments.of("./ft replay", "./ft replay --help shows how", words);
        Map<String, String> changes = new LinkedHashMap<>();
        arguments.option("--driver").ifPresent(driver -> changes.put("driver", driver));
        arguments.option("--engine").ifPresent(engine -> changes.put("engine", engine));
        arguments.option("--seed").ifPresent(seed -> changes.put("seed", seed));
        changes.put("paced", Boolean.toString(arguments.flag("--paced")));
        Optional<String> console = arguments.option("--console");
        String file = arguments.word("the name of a record");
        arguments.end();
        try (Replay replay = historian.replay(Path.of(file).toAbsolutePath(), changes)) {
            err.println("ft: " + text(replay.summary()));
            FtServer server = replay.server();
            String channel = console.orElse(server.channels().stream().findFirst().orElse(""));
            ReplayResult result;
            try (Listening listening =
                    new Listening(server.onOutput(channel, data -> show(data, out)))) {
                result = Waiting.done(replay.start());
            }
            err.println("ft: " + result.text() + ".");
            return result.equal() ? OK : DIFFERENT;
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private static String text(RecordSummary summary) {
        return String.format(
                "a record of server %s with %d inputs and %d check marks, to %s%s.",
                summary.server(),
                summary.inputs(),
                summary.marks(),
                summary.end(),
                summary.truncated() ? ", where it breaks off" : "");
    }

    private static void show(byte[] data, PrintStream out) {
        out.write(data, 0, data.length);
        out.flush();
    }
}
