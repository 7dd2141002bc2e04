package ft.io.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.device.kit.bench.DeviceBench;
import ft.io.kit.VirtioDriver;
import ft.io.kit.VirtioDriver.Buffer;
import ft.io.kit.VirtioDriver.Completion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtioConsoleTest {
    DeviceBench bench;
    VirtioDriver receive;
    VirtioDriver transmit;

    @BeforeEach
    void start() throws Exception {
        bench = DeviceBench.of(new VirtioConsole(), Map.of("columns", "132", "rows", "43"));
        restart();
    }

    private void restart() {
        List<VirtioDriver> drivers = VirtioDriver.start(bench, 8, 0, 2);
        receive = drivers.get(0);
        transmit = drivers.get(1);
    }

    private String text(Buffer buffer, int length) {
        byte[] bytes = new byte[length];
        bench.memory().get(buffer.offset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void saysWhatItIs() {
        assertThat(bench.read(8)).isEqualTo(3);
        assertThat(bench.read(0x10) & 0xFFFFFF).as("size and emergency write").isEqualTo(5);
        assertThat(bench.read(0x100, 2)).isEqualTo(132);
        assertThat(bench.read(0x102, 2)).isEqualTo(43);
    }

    @Test
    void sendsWhatTheDriverGives() {
        transmit.submit(
                "hello",
                false,
                List.of(transmit.bytes("hel".getBytes()), transmit.bytes("lo\n".getBytes())));
        assertThat(bench.takeOutput("console")).isEmpty();
        bench.boundary();
        assertThat(bench.takeOutput("console")).isEqualTo("hello\n");
        assertThat(transmit.reap()).containsExactly(new Completion("hello", 0));
        assertThat(bench.line()).isTrue();
    }

    @Test
    void receivesIntoTheBuffersThereAre() {
        Buffer small = receive.buffer(4, true);
        Buffer large = receive.buffer(100, true);
        receive.submit("small", false, List.of(small));
        receive.submit("large", false, List.of(large));
        bench.boundary();
        assertThat(receive.reap()).as("nothing came yet").isEmpty();
        bench.send("console", "0123456789");
        assertThat(receive.reap())
                .containsExactly(new Completion("small", 4), new Completion("large", 6));
        assertThat(text(small, 4)).isEqualTo("0123");
        assertThat(text(large, 6)).isEqualTo("456789");
    }

    @Test
    void keepsWhatComesBeforeThereAreBuffers() {
        bench.send("console", "early");
        assertThat(bench.line()).isFalse();
        bench.write(0x070, 0);
        bench.send("console", " bird");
        bench.memory().clear();
        java.util.Arrays.fill(bench.memory().array(), (byte) 0);
        restart();
        Buffer buffer = receive.buffer(100, true);
        receive.submit("late", false, List.of(buffer));
        bench.boundary();
        assertThat(receive.reap()).containsExactly(new Completion("late", 10));
        assertThat(text(buffer, 10)).isEqualTo("early bird");
    }

    @Test
    void forgetsWhatWaitsWhenPowerComes() {
        bench.send("console", "old");
        bench.device().reset();
        java.util.Arrays.fill(bench.memory().array(), (byte) 0);
        restart();
        receive.submit("new", false, List.of(receive.buffer(100, true)));
        bench.boundary();
        assertThat(receive.reap()).isEmpty();
    }

    @Test
    void sendsInAnEmergencyWithoutADriver() {
        bench.write(0x070, 0);
        bench.write(0x108, '!');
        bench.write(0x108, 1, '?');
        bench.write(0x100, 'x');
        assertThat(bench.takeOutput("console")).isEqualTo("!?");
        assertThat(bench.read(0x100, 2)).isEqualTo(132);
    }

    @Test
    void aBufferWithoutRoomBreaksTheQueue() {
        receive.submit("none", false, List.of(receive.buffer(0, true)));
        bench.send("console", "x");
        assertThat(bench.read(0x070) & 0x40).isNotZero();
        assertThat(bench.errors())
                .containsExactly(
                        "the driver broke virtqueue 0: a buffer to receive into has no room; the"
                                + " device needs a reset.");
    }

    @Test
    void saysWhatIsWrongWithItsSize() {
        assertThatThrownBy(() -> DeviceBench.of(new VirtioConsole(), Map.of("rows", "0")))
                .hasMessage(
                        "Slot bench0: the option rows is \"0\", but must be a number from 1 to"
                                + " 65535.");
        assertThatThrownBy(() -> DeviceBench.of(new VirtioConsole(), Map.of("columns", "wide")))
                .hasMessageContaining("the option columns is \"wide\"");
    }
}
