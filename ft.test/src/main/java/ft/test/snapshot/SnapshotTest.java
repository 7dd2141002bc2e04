package ft.test.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.fault.Fault;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import ft.test.support.Lab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** A pair is saved in a file by the bundles that are installed, and goes on from there. */
class SnapshotTest {
    private static final long SAVED = 6_000_000;
    private static final long END = 14_000_000;

    @InjectBundleContext BundleContext context;

    @TempDir Path folder;

    private Lab lab;

    @BeforeEach
    void open() throws InterruptedException {
        lab = new Lab(context);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void goesOnFromAFileAsIfNothingHadBeen() throws Exception {
        SnapshotFiles files = Lab.service(context, SnapshotFiles.class, "");
        FtServer server = lab.server("traceAlmostFull=600");
        Lab.at(
                server,
                9_000_000,
                new Operation.Inject(new Fault.MemoryFlip(1, BoardMap.DRAM_BASE + 0x8000, 2)));
        CompletableFuture<Snapshot> saved = server.saveAt(SAVED);
        Probe straight = lab.bootTo(server, "ledger", Lab.LEDGER, END);
        Path file = folder.resolve("pair.snapshot");
        files.write(saved.get(30, TimeUnit.SECONDS), file, done -> {});

        FtServer other = lab.server("traceAlmostFull=600", "driver=sequential");
        other.load(files.read(file, done -> {}));
        CompletableFuture<Probe> end = other.probeAt(END);
        other.release();
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(straight);
        assertThat(Lab.told(other)).isEqualTo(Lab.told(server));

        try (ZipFile zip = new ZipFile(file.toFile())) {
            String manifest =
                    new String(
                            zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes(),
                            StandardCharsets.UTF_8);
            assertThat(manifest)
                    .contains(
                            "{\"part\":\"system0/io/uart0/device\",\"bundle\":\"ft.io\",\"version\":\"",
                            "{\"part\":\"system1/cpu\",\"bundle\":\"ft.cpu\",",
                            "{\"part\":\"system1/crosslink\",\"bundle\":\"ft.crosslink\",",
                            "{\"part\":\"server\",\"bundle\":\"ft.chipset\",");
        }
    }
}
