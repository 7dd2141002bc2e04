package ft.linux.parts;

import ft.api.verb.VerbException;
import ft.linux.apt.PrivateApt;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which fetched parts are kept, so that they are fetched once.
 *
 * @param folder where everything is
 * @param suite Debian's release that they are of
 * @param mirror address of a mirror; without it the machine's own
 * @param keyring file with the keys that sign the release; without it the machine's own
 */
public record PartsStore(
        Path folder, String suite, Optional<String> mirror, Optional<Path> keyring) {
    private static final String KERNEL = "linux-image-riscv64";
    private static final List<String> PACKAGES =
            List.of("opensbi", "busybox-static", "mdadm", KERNEL);
    private static final int STEP = 10;

    /** Where it is without another word: the user's cache. */
    public static Path defaultFolder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return base.resolve("ft-server").resolve("linux");
    }

    /** The parts, fetched first if they are not there; tells on {@code err} what it does. */
    public Parts get(PrintStream err) throws VerbException, InterruptedException {
        Parts parts = new Parts(folder.resolve(suite));
        if (parts.isComplete()) {
            return parts;
        }
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                            FileChannel.open(
                                    folder.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    throw busy(null);
                }
                if (!parts.isComplete()) {
                    fetch(parts, err);
                }
            } catch (OverlappingFileLockException e) {
                throw busy(e);
            }
        } catch (IOException e) {
            throw new VerbException(
                    "The parts of Linux cannot be put into "
                            + folder
                            + " ("
                            + e.getMessage()
                            + "); name another folder with --cache.",
                    e);
        }
        return parts;
    }

    private VerbException busy(Throwable cause) {
        return new VerbException(
                "Another ./ft linux is fetching into " + folder + "; wait until it is done.",
                cause);
    }

    private void fetch(Parts parts, PrintStream err)
            throws IOException, VerbException, InterruptedException {
        Path work = folder.resolve(suite + ".partial");
        delete(work);
        Path apt = Files.createDirectories(work.resolve("apt"));
        Path packages = Files.createDirectories(work.resolve("packages"));
        Path made = Files.createDirectories(work.resolve("parts"));
        try {
            err.println("ft: reading the lists of Debian " + suite + " (riscv64) ...");
            PrivateApt source = PrivateApt.create(apt, suite, mirror, keyring);
            source.update();
            Collection<String> names =
                    source.closure(
                            PACKAGES,
                            name -> name.startsWith("lib") || name.startsWith("linux-image-"));
            err.println("ft: fetching " + names.size() + " packages, among them the kernel ...");
            source.download(names, packages, new Percent(err)::tell);
            err.println("ft: unpacking ...");
            Unpacker.unpack(packages, made);
            delete(parts.folder());
            Files.move(made, parts.folder(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    /** Tells every tenth percent, once. */
    private static final class Percent {
        private final PrintStream err;
        private int told;

        Percent(PrintStream err) {
            this.err = err;
        }

        void tell(String percent) {
            int now = Integer.parseInt(percent) / STEP * STEP;
            if (now > told) {
                told = now;
                err.println("ft:   " + now + " %");
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
