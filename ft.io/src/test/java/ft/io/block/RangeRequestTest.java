package ft.io.block;

import static org.assertj.core.api.Assertions.assertThat;

import ft.device.kit.bench.DeviceBench;
import ft.io.block.BlockRequests.Pending;
import ft.io.kit.VirtioDriver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discarding and writing zeros. */
class RangeRequestTest {
    private static final int DISCARD = 11;
    private static final int WRITE_ZEROES = 13;
    private static final long F_DISCARD = 1L << 13;
    private static final long F_WRITE_ZEROES = 1L << 14;
    private static final int OK = 0;
    private static final int UNSUPP = 2;

    @TempDir Path directory;

    private static Pending submit(
            VirtioDriver driver, DeviceBench bench, int type, long... ranges) {
        ByteBuffer data =
                ByteBuffer.allocate(ranges.length / 3 * 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ranges.length; i += 3) {
            data.putLong(ranges[i]).putInt((int) ranges[i + 1]).putInt((int) ranges[i + 2]);
        }
        Pending pending = BlockRequests.submit(driver, bench, type, 0, driver.bytes(data.array()));
        bench.boundary();
        driver.reap();
        return pending;
    }

    @Test
    void tellsItsLimits() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        assertThat(bench.read(0x118, 1)).as("physical_block_exp").isEqualTo(3);
        assertThat(bench.read(0x11A, 2)).as("min_io_size").isEqualTo(8);
        assertThat(bench.read(0x11C)).as("opt_io_size").isEqualTo(128);
        assertThat(bench.read(0x124)).as("max_discard_sectors").isEqualTo(1 << 22);
        assertThat(bench.read(0x128)).as("max_discard_seg").isEqualTo(64);
        assertThat(bench.read(0x12C)).as("discard_sector_alignment").isEqualTo(8);
        assertThat(bench.read(0x130)).as("max_write_zeroes_sectors").isEqualTo(1 << 12);
        assertThat(bench.read(0x134)).as("max_write_zeroes_seg").isEqualTo(1);
        assertThat(bench.read(0x138, 1)).as("write_zeroes_may_unmap").isEqualTo(1);
    }

    @Property(tries = 60)
    void zerosAreZerosAndTheRestStays(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        byte[] model = new byte[512 * 512];
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "256KiB"));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_WRITE_ZEROES | F_DISCARD);
        for (int i = 0; i < 12; i++) {
            int sector = random.nextInt(512);
            int count = random.nextInt(512 - sector + 1);
            int from = sector * 512;
            int to = from + count * 512;
            if (random.nextInt(3) == 0) {
                byte[] content = new byte[to - from];
                random.nextBytes(content);
                BlockRequests.write(driver, bench, sector, content);
                bench.boundary();
                driver.reap();
                System.arraycopy(content, 0, model, from, content.length);
            } else {
                boolean discard = random.nextBoolean();
                Pending zeros =
                        discard
                                ? submit(driver, bench, DISCARD, sector, count, 0)
                                : submit(driver, bench, WRITE_ZEROES, sector, count, i & 1);
                assertThat(zeros.result()).isEqualTo(OK);
                Arrays.fill(model, from, to, (byte) 0);
            }
            Pending all = BlockRequests.read(driver, bench, 0, model.length);
            bench.boundary();
            driver.reap();
            assertThat(all.content()).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "11, 0, 8, 1, 2", // unmap is for zeros
        "11, 0, 8, 2, 2",
        "13, 0, 8, 2, 2",
        "13, 0, 4097, 0, 1",
        "11, 0, 2049, 0, 1",
        "11, -1, 8, 0, 1",
        "13, 2047, 2, 0, 1",
        "13, 2047, 1, 1, 0",
    })
    void answersAsTheSpecificationSays(int type, long sector, long count, int flags, int result)
            throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_WRITE_ZEROES | F_DISCARD);
        BlockRequests.write(driver, bench, 0, new byte[] {1}); // no whole sector: nothing is done
        Pending pending = submit(driver, bench, type, sector, count, flags);
        assertThat(pending.result()).isEqualTo(result);
    }

    @Test
    void doesNothingOfARequestWithOneWrongFlag() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_DISCARD);
        byte[] content = new byte[512];
        Arrays.fill(content, (byte) 7);
        BlockRequests.write(driver, bench, 0, content);
        assertThat(submit(driver, bench, DISCARD, 0, 8, 0, 8, 8, 4).result()).isEqualTo(UNSUPP);
        Pending read = BlockRequests.read(driver, bench, 0, 512);
        bench.boundary();
        assertThat(read.content()).isEqualTo(content);
    }

    @Test
    void knowsOnlyWhatWasNegotiated() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_DISCARD);
        assertThat(submit(driver, bench, WRITE_ZEROES, 0, 8, 0).result()).isEqualTo(UNSUPP);
        assertThat(submit(driver, bench, DISCARD, 0, 8, 0).result()).isEqualTo(OK);
    }

    @Test
    void doesNotTakeMoreRangesThanItSays() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_DISCARD | F_WRITE_ZEROES);
        assertThat(submit(driver, bench, DISCARD, new long[64 * 3]).result()).isEqualTo(OK);
        assertThat(submit(driver, bench, DISCARD, new long[65 * 3]).result()).isEqualTo(UNSUPP);
        assertThat(submit(driver, bench, WRITE_ZEROES, new long[2 * 3]).result()).isEqualTo(UNSUPP);
    }

    @Test
    void zerosCountForWhatIsDoneAtABoundary() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "8MiB"));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_WRITE_ZEROES);
        ByteBuffer range = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        range.putInt(8, 4096); // 2 MiB
        for (int i = 0; i < 5; i++) {
            BlockRequests.submit(driver, bench, WRITE_ZEROES, 0, driver.bytes(range.array()));
        }
        bench.boundary();
        assertThat(driver.reap()).hasSize(2);
        bench.boundary();
        assertThat(driver.reap()).hasSize(2);
        bench.boundary();
        assertThat(driver.reap()).hasSize(1);
    }

    @Test
    void anImageTakesZerosAndLosesItsEnd() throws Exception {
        byte[] ones = new byte[300 * 512];
        Arrays.fill(ones, (byte) 1);
        Path image = Files.write(directory.resolve("disk.img"), ones);
        DeviceBench bench = DeviceBench.of(new VirtioBlock(), Map.of("image", image.toString()));
        VirtioDriver driver = VirtioDriver.start(bench, 16, F_WRITE_ZEROES | F_DISCARD);
        assertThat(submit(driver, bench, WRITE_ZEROES, 10, 150, 1).result()).isEqualTo(OK);
        assertThat(submit(driver, bench, DISCARD, 200, 100, 0).result()).isEqualTo(OK);
        assertThat(submit(driver, bench, DISCARD, 0, 4, 0).result()).isEqualTo(OK);
        bench.device().detach();
        Arrays.fill(ones, 10 * 512, 160 * 512, (byte) 0);
        Arrays.fill(ones, 200 * 512, 300 * 512, (byte) 0);
        assertThat(Files.readAllBytes(image)).isEqualTo(ones);
    }

    @Test
    void aReadOnlyDiskOffersNeither() throws Exception {
        DeviceBench bench =
                DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB", "readonly", "true"));
        assertThat(bench.read(0x010) & (F_DISCARD | F_WRITE_ZEROES)).isZero();
        assertThat(bench.read(0x124)).isZero();
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        assertThat(submit(driver, bench, DISCARD, 0, 8, 0).result()).isEqualTo(UNSUPP);
    }
}
