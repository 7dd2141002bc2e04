package ft.bench.process;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes when it is closed, and with the program in any case. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private final Thread hook;

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
        hook = new Thread(this::delete, "ft bench: " + prefix);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            delete();
            throw new VerbException("The program is ending.", e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes it with all that is in it; again does nothing. */
    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook finds nothing to do.
        }
    }

    private void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            // What is left is in the folder for what is temporary.
        }
    }
}
