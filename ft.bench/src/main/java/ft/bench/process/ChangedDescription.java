package ft.bench.process;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The default description of a server with some options changed, as a file for the launcher. */
public final class ChangedDescription {
    /** The option that comes first; others are put behind it. */
    private static final String FIRST = "\"ft.server\": \"default\",";

    private ChangedDescription() {}

    /**
     * Words before the verb that choose it.
     *
     * @param options names as the description has them, with their types, and values as they stand
     *     in JSON
     */
    public static List<String> words(TemporaryFolder folder, Map<String, String> options)
            throws VerbException {
        Path original =
                Path.of(System.getProperty("ft.home", ""), "conf", "server", "default.json");
        Path changed = folder.path().resolve("default.json");
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
            Files.writeString(changed, text);
        } catch (IOException e) {
            throw new VerbException("Cannot change a copy of " + original + ": " + e + ".", e);
        }
        return List.of("--config", changed.toString());
    }
}
