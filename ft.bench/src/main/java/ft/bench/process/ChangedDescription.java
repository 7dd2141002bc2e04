package ft.bench.process;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The default description of a server with some options changed, as a file for the launcher; the
 * file goes when it is closed.
 */
public final class ChangedDescription implements AutoCloseable {
    /** The option that comes first; others are put behind it. */
    private static final String FIRST = "\"ft.server\": \"default\",";

    private final TemporaryFolder folder = new TemporaryFolder("ft-bench-");
    private final Path file = folder.path().resolve("default.json");

    /**
     * Writes it.
     *
     * @param options names as the description has them, with their types, and values as they stand
     *     in JSON
     */
    public ChangedDescription(Map<String, String> options) throws VerbException {
        try {
            write(options);
        } catch (VerbException e) {
            folder.close();
            throw e;
        }
    }

    private void write(Map<String, String> options) throws VerbException {
        Path original =
                Path.of(System.getProperty("ft.home", ""), "conf", "server", "default.json");
        try {
            String text = Files.readString(original);
            if (!text.contains(FIRST)) {
                throw new VerbException("There is no server 'default' in " + original + ".");
            }
            for (Map.Entry<String, String> option : options.entrySet()) {
                String name = '"' + option.getKey() + '"';
                text = text.replaceAll(" *" + Pattern.quote(name) + ":[^,\n]*,\n", "");
                text =
                        text.replace(
                                FIRST, FIRST + "\n    " + name + ": " + option.getValue() + ",");
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new VerbException("Cannot change a copy of " + original + ": " + e + ".", e);
        }
    }

    /** Words before the verb that choose it. */
    public List<String> words() {
        return List.of("--config", file.toString());
    }

    @Override
    public void close() {
        folder.close();
    }
}
