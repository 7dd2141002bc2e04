package ft.bench.linux;

import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import ft.bench.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Firmware, kernel and initial RAM disk as files, as {@code ./ft linux --export} writes them, if
 * they have been fetched: a benchmark fetches nothing.
 */
final class LinuxParts implements AutoCloseable {
    /** As docs/linux.md says. */
    private static final Path CACHE = Path.of("ft-server", "linux", "trixie", "packages");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TemporaryFolder folder;

    private LinuxParts(TemporaryFolder folder) {
        this.folder = folder;
    }

    private static Path fetched() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return base.resolve(CACHE);
    }

    /** Writes them. */
    static LinuxParts get() throws VerbException, InterruptedException {
        if (!Files.isRegularFile(fetched())) {
            throw new VerbException("Linux has not been fetched; ./ft linux --fetch does it.");
        }
        TemporaryFolder folder = new TemporaryFolder("ft-linux-");
        LinuxParts parts = new LinuxParts(folder);
        try {
            parts.export();
            return parts;
        } catch (VerbException | InterruptedException e) {
            parts.close();
            throw e;
        }
    }

    private void export() throws VerbException, InterruptedException {
        try (Child export =
                new Child(
                        "ft linux --export",
                        Launched.command("linux", "--export", folder.path().toString()),
                        Launched.environment())) {
            int status = export.end(PATIENCE);
            if (status != 0) {
                throw new VerbException("./ft linux --export ended with " + status + ".");
            }
        }
    }

    /** Deletes them. */
    @Override
    public void close() {
        folder.close();
    }

    String sbi() {
        return file("fw_dynamic.bin");
    }

    String kernel() {
        return file("kernel");
    }

    String initrd() {
        return file("initramfs.cpio");
    }

    String arguments() throws VerbException {
        try {
            return Files.readString(folder.path().resolve("arguments")).strip();
        } catch (IOException e) {
            throw new VerbException("Linux's boot arguments cannot be read: " + e + ".", e);
        }
    }

    private String file(String name) {
        return folder.path().resolve(name).toString();
    }
}
