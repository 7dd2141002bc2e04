package ft.bench.process;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with the program. */
public final class TemporaryFolder {
    private final Path path;

    /**
     * Makes it.
     *
     * @param prefix what its name begins with
     */
    public TemporaryFolder(String prefix) throws VerbException {
        try {
            path = Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new VerbException("Cannot make a temporary folder: " + e + ".", e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "ft bench: " + prefix));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            // What is left is in the folder for what is temporary.
        }
    }
}
