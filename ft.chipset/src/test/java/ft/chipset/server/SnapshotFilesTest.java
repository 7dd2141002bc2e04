package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.Device;
import ft.api.fields.StateFields;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots in files, and what is refused with a sentence. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotFilesTest {
    private static final long END = 6_000_000;

    @TempDir Path folder;

    private final TestParts parts = new TestParts();
    private final SnapshotStore store = new SnapshotStore();

    /** A counter that a newer version of its bundle may save. */
    private static final class Counter implements Device {
        private final int schema;
        private long count = 41;

        Counter(int schema) {
            this.schema = schema;
        }

        @Override
        public long read(long offset, int size) {
            return count++;
        }

        @Override
        public void write(long offset, int size, long value) {
            count = value;
        }

        @Override
        public void state(StateFields fields) {
            fields.version(schema);
            count = fields.number("count", count);
        }
    }

    private Snapshot saved(DescribedServer server, long clock) throws Exception {
        CompletableFuture<Snapshot> snapshot = server.saveAt(clock);
        server.guest(parts.guest("ledger", "ws=128 report=100"));
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        return snapshot.get(60, TimeUnit.SECONDS);
    }

    private Path file(Snapshot snapshot) throws ServerException {
        Path file = folder.resolve("a.snapshot");
        store.write(snapshot, file, done -> {});
        return file;
    }

    @Test
    void goesOnFromAFile() throws Exception {
        Path file;
        Probe straight;
        Path disk = image("disk.img");
        try (DescribedServer server = parts.server("slot.disk0.image=" + disk)) {
            CompletableFuture<Probe> end = server.probeAt(END);
            Snapshot snapshot = saved(server, 2_000_000);
            straight = end.get(60, TimeUnit.SECONDS);
            List<Double> progress = new ArrayList<>();
            file = folder.resolve("a.snapshot");
            store.write(snapshot, file, progress::add);
            assertThat(progress).isSorted().last().isEqualTo(1.0);
        }
        byte[] after = Files.readAllBytes(disk);
        Path other = image("other.img");
        try (DescribedServer server = parts.server("slot.disk0.image=" + other)) {
            server.load(store.read(file, done -> {}));
            assertThat(TestParts.goOn(server, END)).isEqualTo(straight);
        }
        assertThat(Files.readAllBytes(other)).isEqualTo(after);
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.snapshot", "disk.img", "other.img");
        }
    }

    /** With something in it that the guest has not put there. */
    private Path image(String name) throws IOException {
        byte[] content = new byte[4 << 20];
        Arrays.fill(content, 3 << 20, (3 << 20) + 1000, (byte) name.length());
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void refusesAServerOfAnotherKind() throws Exception {
        try (DescribedServer server = parts.server();
                DescribedServer larger = parts.server("harts=2")) {
            Snapshot snapshot = server.saveAt(0).get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> larger.load(snapshot))
                    .isInstanceOf(ServerException.class)
                    .hasMessage(
                            "The snapshot is of a server with harts=1, and this one has harts=2;"
                                    + " load it into one that has the same");
            larger.submit(new Operation.PowerOff(0)); // is still there
        }
    }

    @Test
    void refusesOtherOptionsOfADevice() throws Exception {
        parts.networkDevices();
        try (DescribedServer server = parts.server();
                DescribedServer other = parts.server("slot.rng0.seed=2")) {
            Snapshot snapshot = server.saveAt(0).get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> other.load(snapshot))
                    .isInstanceOf(ServerException.class)
                    .hasMessage(
                            "Slot rng0 was saved with the options {seed=1} and has {seed=2} here;"
                                    + " give it the same.");
        }
    }

    @Test
    void refusesADeviceThatIsNotInstalledOrTooOld() throws Exception {
        TestParts newer = new TestParts();
        newer.device("counter", () -> new Counter(3));
        newer.slot("count0 io=0 device=counter base=0x3000000 size=0x1000");
        TestParts older = new TestParts();
        older.device("counter", () -> new Counter(2));
        older.slot("count0 io=0 device=counter base=0x3000000 size=0x1000");
        parts.slot("count0 io=0 device=counter base=0x3000000 size=0x1000");
        try (DescribedServer server = newer.server();
                DescribedServer old = older.server();
                DescribedServer without = parts.server()) {
            Snapshot snapshot = server.saveAt(0).get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> old.load(snapshot))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("count0")
                    .hasMessageContaining(
                            "with field schema 3, and the newest that is known here is 2");
            assertThatThrownBy(() -> without.load(snapshot))
                    .isInstanceOf(ServerException.class)
                    .hasMessageStartingWith(
                            "Slot count0 is empty: no bundle provides the device type counter");
            Snapshot earlier = old.saveAt(0).get(30, TimeUnit.SECONDS);
            server.load(earlier);
        }
    }

    @Test
    void refusesFilesThatAreNone() throws Exception {
        Path missing = folder.resolve("missing");
        assertRefused(missing, "There is no file " + missing);
        assertRefused(folder, folder + " is no file");
        Path text = Files.writeString(folder.resolve("text"), "nothing of the kind");
        assertRefused(text, "The file " + text + " is no snapshot, or is damaged or cut short");
        Path zip = folder.resolve("zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("manifest.json"));
            out.write("{\"format\":\"ft-snapshot\",\"version\":7}".getBytes());
        }
        assertRefused(
                zip,
                "The file "
                        + zip
                        + " has version 7 of the snapshot format, and this emulator reads version 1");
    }

    @Test
    void refusesDamagedFiles() throws Exception {
        Path file;
        try (DescribedServer server = parts.server()) {
            file = file(saved(server, 500_000));
        }
        byte[] good = Files.readAllBytes(file);
        Path bad = folder.resolve("bad");
        for (int tenth = 0; tenth < 10; tenth++) {
            int at = (int) ((long) good.length * tenth / 10);
            Files.write(bad, Arrays.copyOf(good, at));
            assertThatThrownBy(() -> store.read(bad, done -> {}))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining(bad.toString());
            assertNothingWrongIsRead(file, good, Math.max(at, 60));
            assertNothingWrongIsRead(file, good, good.length - 1 - 30 * tenth);
        }
        Random random = new Random(3);
        for (int flip = 0; flip < 60; flip++) {
            assertNothingWrongIsRead(file, good, random.nextInt(good.length));
        }
    }

    /** A bit that flips is found, but where it means nothing, as in the time of a zip's entry. */
    private void assertNothingWrongIsRead(Path file, byte[] good, int at) throws Exception {
        byte[] flipped = good.clone();
        flipped[at] ^= 0x10;
        Path bad = Files.write(folder.resolve("flipped"), flipped);
        Snapshot read;
        try {
            read = store.read(bad, done -> {});
        } catch (ServerException e) {
            assertThat(e).hasMessageContaining(bad.toString());
            return;
        }
        Path again = folder.resolve("again");
        store.write(read, again, done -> {});
        assertThat(entries(again)).as("byte %d of %d", at, good.length).isEqualTo(entries(file));
    }

    /** What is in a file, with the names; not how it is compressed, or when it was written. */
    private static Map<String, String> entries(Path file) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                CRC32 sum = new CRC32();
                sum.update(content);
                all.put(entry.getName(), content.length + " bytes, " + sum.getValue());
            }
        }
        return all;
    }

    @Test
    void theManifestNamesBundlesAndSchemas() throws Exception {
        try (DescribedServer server = parts.server()) {
            Path file = file(server.saveAt(0).get(30, TimeUnit.SECONDS));
            try (ZipFile zip = new ZipFile(file.toFile())) {
                String manifest =
                        new String(
                                zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes(),
                                StandardCharsets.UTF_8);
                assertThat(manifest)
                        .contains(
                                "{\"part\":\"system0/io/uart0/device\",\"bundle\":\"\",\"version\":\"\",\"schema\":1}");
            }
            assertThatThrownBy(
                            () ->
                                    store.write(
                                            server.saveAt(0).get(30, TimeUnit.SECONDS),
                                            folder.resolve("nowhere/a"),
                                            done -> {}))
                    .isInstanceOf(ServerException.class)
                    .hasMessageEndingWith("there is no such folder");
        }
    }

    private void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> store.read(file, done -> {}))
                .isInstanceOf(ServerException.class)
                .hasMessage(sentence);
    }
}
