package ft.io.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.device.kit.bench.DeviceBench;
import ft.io.kit.VirtioDriver;
import ft.io.kit.VirtioDriver.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VirtioEntropyTest {
    private static byte[] draw(DeviceBench bench, int... lengths) {
        VirtioDriver driver = VirtioDriver.start(bench, 16, 0);
        bench.memory().putShort(0x4002, (short) 0);
        bench.memory().putShort(0x3002, (short) 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length : lengths) {
            Buffer buffer = driver.buffer(length, true);
            driver.submit(buffer, false, List.of(buffer));
            assertThat(driver.reap()).isEmpty();
            bench.boundary();
            assertThat(driver.reap()).containsExactly(new VirtioDriver.Completion(buffer, length));
            byte[] bytes = new byte[length];
            bench.memory().get(buffer.offset(), bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static DeviceBench bench(String seed) throws DeviceException {
        return DeviceBench.of(new VirtioEntropy(), Map.of("seed", seed));
    }

    @Test
    void isAnEntropyDevice() throws Exception {
        DeviceBench bench = DeviceBench.of(new VirtioEntropy());
        assertThat(bench.read(8)).isEqualTo(4);
        assertThat(bench.read(0x10)).as("only what the transport has").isEqualTo(3 << 28);
        assertThat(bench.read(0x100, 8)).isZero();
        assertThat(bench.device().deviceTree().orElseThrow().name())
                .isEqualTo("virtio_mmio@10001000");
    }

    @Test
    void givesTheSameForTheSameSeed() throws Exception {
        byte[] once = draw(bench("1"), 100);
        assertThat(draw(bench("1"), 7, 64, 29)).as("however it is drawn").isEqualTo(once);
        assertThat(draw(bench("2"), 100)).isNotEqualTo(once);
        assertThat(draw(bench(""), 100)).isNotEqualTo(once);
    }

    @Test
    void doesNotRepeatItself() throws Exception {
        DeviceBench bench = bench("1");
        byte[] first = draw(bench, 64);
        assertThat(draw(bench, 64)).as("a driver's reset is no power on").isNotEqualTo(first);
        bench.device().reset();
        assertThat(draw(bench, 64)).isEqualTo(first);
        int ones = 0;
        for (byte each : draw(bench("bits"), 4096)) {
            ones += Integer.bitCount(each & 0xFF);
        }
        assertThat(ones).isBetween(16384 - 600, 16384 + 600);
    }

    @Test
    void hasNoOtherOption() {
        assertThatThrownBy(() -> DeviceBench.of(new VirtioEntropy(), Map.of("sead", "1")))
                .hasMessage("Slot bench0: there is no option sead; this device has seed.");
    }

    @Test
    void givesNothingWhenItsBoardGoesSoThatNobodyWaits() throws Exception {
        DeviceBench bench = bench("1");
        VirtioDriver driver = VirtioDriver.start(bench, 8, 0);
        driver.submit("r", false, List.of(driver.buffer(64, true)));
        bench.eject();
        bench.boundary();
        assertThat(driver.reap()).containsExactly(new VirtioDriver.Completion("r", 0));
    }
}
