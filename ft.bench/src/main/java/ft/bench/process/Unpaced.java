package ft.bench.process;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The default server, but with guest time that runs as fast as the host can: at a console it is
 * paced by the wall clock, and then nobody could tell how fast a machine is.
 */
public final class Unpaced {
    private static final String PACED = "\"paced:Boolean\": true";

    private Unpaced() {}

    /** Words before the verb that choose its description. */
    public static List<String> words(TemporaryFolder folder) throws VerbException {
        Path original =
                Path.of(System.getProperty("ft.home", ""), "conf", "server", "default.json");
        Path changed = folder.path().resolve("unpaced.json");
        try {
            String text = Files.readString(original);
            Files.writeString(changed, text.replace(PACED, PACED.replace("true", "false")));
        } catch (IOException e) {
            throw new VerbException("Cannot change a copy of " + original + ": " + e + ".", e);
        }
        return List.of("--config", changed.toString());
    }
}
