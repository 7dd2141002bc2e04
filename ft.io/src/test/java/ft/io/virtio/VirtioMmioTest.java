package ft.io.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.device.kit.bench.DeviceBench;
import ft.io.block.VirtioBlock;
import ft.io.kit.VirtioDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtioMmioTest {
    private static final int STATUS = 0x070;

    DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        bench = DeviceBench.of(new VirtioBlock(), Map.of("memory", "1MiB"));
    }

    @Test
    void saysWhatItIs() {
        assertThat(bench.read(0x000)).isEqualTo(0x74726976);
        assertThat(bench.read(0x004)).isEqualTo(2);
        assertThat(bench.read(0x008)).isEqualTo(2);
        assertThat(bench.read(0x000, 8)).isEqualTo(2L << 32 | 0x74726976);
        assertThat(bench.read(0x000, 1)).isEqualTo(0x76);
        assertThat(bench.read(0x002, 2)).isEqualTo(0x7472);
        assertThat(bench.read(0x034)).as("largest queue 0").isEqualTo(256);
        bench.write(0x030, 1);
        assertThat(bench.read(0x034)).as("there is no queue 1").isZero();
        assertThat(bench.read(0x0b0)).as("no shared memory").isEqualTo(0xFFFF_FFFFL);
        assertThat(bench.read(0x0fc)).isZero();
    }

    @Test
    void offersTheFeaturesOfVersion1() {
        bench.write(0x014, 1);
        assertThat(bench.read(0x010)).isEqualTo(1);
        bench.write(0x014, 0);
        assertThat(bench.read(0x010))
                .isEqualTo(
                        1 << 29 | 1 << 28 | 1 << 14 | 1 << 13 | 1 << 10 | 1 << 9 | 1 << 6 | 1 << 2);
        bench.write(0x014, 2);
        assertThat(bench.read(0x010)).isZero();
    }

    @Test
    void doesNotAcceptFeaturesItHasNot() {
        bench.write(STATUS, 3);
        bench.write(0x024, 1);
        bench.write(0x020, 1);
        bench.write(0x024, 0);
        bench.write(0x020, 1 << 5);
        bench.write(STATUS, 11);
        assertThat(bench.read(STATUS)).isEqualTo(3);
    }

    @Test
    void insistsOnVersion1() {
        bench.write(STATUS, 11);
        assertThat(bench.read(STATUS)).isEqualTo(3);
    }

    @Test
    void keepsAcceptedFeaturesAndAQueueInUse() {
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        bench.write(0x024, 0);
        bench.write(0x020, VirtioDriver.EVENT_IDX);
        bench.write(0x038, 4);
        bench.write(0x080, 0);
        driver.submit(
                "flush",
                false,
                List.of(
                        driver.bytes(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                        driver.buffer(1, true)));
        bench.boundary();
        assertThat(driver.reap()).hasSize(1);
    }

    @Test
    void resetsByStatus0() {
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        driver.publishIndex(0);
        bench.write(STATUS, 0);
        assertThat(bench.read(STATUS)).isZero();
        bench.write(0x030, 0);
        assertThat(bench.read(0x044)).isZero();
        bench.boundary();
        assertThat(bench.errors()).isEmpty();
    }

    @Test
    void servesWhatWasNotifiedBeforeDriverOk() {
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        bench.write(STATUS, 11);
        driver.submit(
                "flush",
                false,
                List.of(
                        driver.bytes(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                        driver.buffer(1, true)));
        bench.boundary();
        assertThat(driver.reap()).as("a device serves nothing before DRIVER_OK").isEmpty();
        bench.write(STATUS, 15);
        bench.boundary();
        assertThat(driver.reap()).hasSize(1);
    }

    @Test
    void usesDmaAtBoundariesOnly() {
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        driver.publishIndex(1);
        assertThat(bench.workRequested()).isTrue();
        assertThatThrownBy(bench.device()::work).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEmptySlotHasDeviceId0() throws Exception {
        DeviceBench empty = DeviceBench.of(new EmptyVirtioSlot());
        assertThat(empty.read(0)).isEqualTo(0x74726976);
        assertThat(empty.read(4)).isEqualTo(2);
        assertThat(empty.read(8)).isZero();
        empty.write(STATUS, 1);
        assertThat(empty.read(STATUS)).isZero();
        assertThat(empty.device().deviceTree().orElseThrow().name())
                .isEqualTo("virtio_mmio@10001000");
    }
}
