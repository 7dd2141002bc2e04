package ft.chipset.server;

import ft.api.server.ServerException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Where a server is kept while this bundle is exchanged: in a file of the framework, since a bundle
 * that is uninstalled has none, for as long as the framework runs. The next version of the bundle
 * finds it there. Nothing of a server is kept when the framework itself ends: that is power off.
 */
final class HeldServer {
    private static final String FOLDER = "ft.held";
    private static final String RUNNING = ".running";

    /** Framework property with a folder for what is large; the launcher removes it afterwards. */
    private static final String SCRATCH = "ft.scratch";

    private final BundleContext context;
    private final Optional<Path> file;

    /**
     * Of a server.
     *
     * @param name of it
     */
    HeldServer(BundleContext context, String name) {
        this.context = context;
        Path folder = null;
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
        String scratch = context.getProperty(SCRATCH);
        File kept =
                scratch == null
                        ? framework.getBundleContext().getDataFile(FOLDER)
                        : new File(scratch, FOLDER);
        if (kept != null) {
            Path all = kept.toPath();
            folder = all.resolve(String.valueOf(context.getProperty(Constants.FRAMEWORK_UUID)));
            forgetOthers(all, folder);
        }
        // Any name is a name of a file then.
        String safe = Integer.toHexString(name.hashCode()) + ".ftsnap";
        file = Optional.ofNullable(folder).map(each -> each.resolve(safe));
    }

    /** What another run of the framework has left behind is of nobody any more. */
    private static void forgetOthers(Path all, Path own) {
        if (!Files.isDirectory(all)) {
            return;
        }
        try (Stream<Path> folders = Files.list(all)) {
            for (Path each : folders.filter(folder -> !folder.equals(own)).toList()) {
                try (Stream<Path> inside = Files.walk(each)) {
                    List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
                    for (Path path : deepestFirst) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("ft.chipset")
                    .log(System.Logger.Level.WARNING, "What is in " + all + " stays there: " + e);
        }
    }

    /** Whether this bundle is exchanged, rather than that everything ends. */
    boolean isExchange() {
        return context.getBundle().getState() == Bundle.STOPPING
                && context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.ACTIVE;
    }

    /**
     * The file, in a folder that is there.
     *
     * @throws ServerException with one sentence if the framework keeps no files
     */
    Path toWrite() throws ServerException {
        try {
            if (file.isPresent()) {
                Files.createDirectories(file.get().getParent());
                return file.get();
            }
        } catch (IOException e) {
            throw new ServerException("no file can be written: " + e, e);
        }
        throw new ServerException("this framework keeps no files for its bundles");
    }

    /** Notes that the guest was not held by anybody. */
    void wasRunning() throws ServerException {
        try {
            Files.writeString(running(), "");
        } catch (IOException e) {
            throw new ServerException("no file can be written: " + e, e);
        }
    }

    private Path running() {
        return Path.of(file.orElseThrow() + RUNNING);
    }

    /** The server as it was, if it was kept. */
    Optional<Path> toRead() {
        return file.filter(Files::isRegularFile);
    }

    /** Whether the guest ran. */
    boolean ran() {
        return Files.isRegularFile(running());
    }

    /** It was taken. */
    void forget() {
        if (file.isPresent()) {
            try {
                Files.deleteIfExists(file.get());
                Files.deleteIfExists(running());
            } catch (IOException e) {
                System.getLogger("ft.chipset")
                        .log(System.Logger.Level.WARNING, file.get() + " stays there: " + e);
            }
        }
    }
}
