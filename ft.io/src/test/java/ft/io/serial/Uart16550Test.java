package ft.io.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.device.kit.bench.DeviceBench;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Uart16550Test {
    private static final int RBR = 0;
    private static final int THR = 0;
    private static final int IER = 1;
    private static final int IIR = 2;
    private static final int FCR = 2;
    private static final int LCR = 3;
    private static final int MCR = 4;
    private static final int LSR = 5;
    private static final int MSR = 6;
    private static final int SCR = 7;

    DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        bench = DeviceBench.of(new Uart16550());
    }

    private long read(int register) {
        return bench.read(register, 1);
    }

    private void write(int register, int value) {
        bench.write(register, 1, value);
    }

    @Test
    void isIdleAfterReset() {
        assertThat(read(IER)).isZero();
        assertThat(read(IIR)).isEqualTo(0x01);
        assertThat(read(LSR)).isEqualTo(0x60);
        assertThat(read(MSR)).isEqualTo(0xB0);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void hasNoOptions() {
        assertThatThrownBy(() -> DeviceBench.of(new Uart16550(), Map.of("baud", "9600")))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0: there is no option baud; this device has none.");
    }

    @Test
    void sendsToTheHost() {
        for (char c : "hello".toCharArray()) {
            write(THR, c);
            assertThat(read(LSR) & 0x60).isEqualTo(0x60);
        }
        assertThat(bench.takeOutput("serial")).isEqualTo("hello");
    }

    @Test
    void keepsTheDivisorBehindTheAccessBit() {
        write(LCR, 0x83);
        write(0, 0x34);
        write(1, 0x12);
        assertThat(read(0)).isEqualTo(0x34);
        assertThat(read(1)).isEqualTo(0x12);
        write(LCR, 0x03);
        assertThat(read(IER)).isZero();
        assertThat(bench.takeOutput("serial")).isEmpty();
        write(SCR, 0xA5);
        assertThat(read(SCR)).isEqualTo(0xA5);
    }

    @Test
    void raisesThreWhenEnabledAndClearsItByReadingIir() {
        write(IER, 0x02);
        assertThat(bench.line()).isTrue();
        assertThat(read(IIR)).isEqualTo(0x02);
        assertThat(bench.line()).isFalse();
        assertThat(read(IIR)).isEqualTo(0x01);
        write(THR, 'x');
        assertThat(bench.line()).isTrue();
        write(IER, 0);
        assertThat(bench.line()).isFalse();
        write(IER, 0x02);
        assertThat(bench.line()).as("enabling raises it again").isTrue();
    }

    @Test
    void readingAnotherIdentityDoesNotClearThre() {
        write(IER, 0x03);
        bench.send("serial", "a");
        assertThat(read(IIR)).isEqualTo(0x04);
        assertThat(read(RBR)).isEqualTo('a');
        assertThat(read(IIR)).isEqualTo(0x02);
    }

    @Test
    void withoutFifosOneCharacterEntersAtATime() {
        write(IER, 0x01);
        bench.send("serial", "ab");
        assertThat(bench.line()).isTrue();
        assertThat(read(RBR)).isEqualTo('a');
        assertThat(bench.line()).isFalse();
        assertThat(read(LSR) & 1).isZero();
        bench.boundary();
        assertThat(bench.line()).isTrue();
        assertThat(read(RBR)).isEqualTo('b');
        assertThat(bench.workRequested()).isFalse();
    }

    @Test
    void withFifosInterruptsAtTheTriggerLevel() {
        write(FCR, 0x81);
        write(IER, 0x01);
        assertThat(read(IIR)).isEqualTo(0xC1);
        bench.send("serial", "1234567");
        assertThat(bench.line()).isFalse();
        bench.send("serial", "8");
        assertThat(bench.line()).isTrue();
        assertThat(read(IIR)).isEqualTo(0xC4);
        assertThat(read(RBR)).isEqualTo('1');
        assertThat(bench.line()).as("7 are below the trigger of 8").isFalse();
    }

    @Test
    void reportsFewCharactersAfterFourCharacterTimes() {
        write(LCR, 0x83);
        write(0, 2); // 115200 Bd at 3.6864 MHz
        write(1, 0);
        write(LCR, 0x03);
        write(FCR, 0xC1);
        write(IER, 0x01);
        bench.send("serial", "xy");
        bench.boundary(347_000);
        assertThat(bench.line()).isFalse();
        bench.boundary(300);
        assertThat(bench.line()).as("4 * 10 bits at 115200 Bd are 347.2 us").isTrue();
        assertThat(read(IIR)).isEqualTo(0xCC);
        assertThat(read(RBR)).isEqualTo('x');
        assertThat(bench.line()).as("the clock starts again with every read").isFalse();
        bench.boundary(348_000);
        assertThat(read(RBR)).isEqualTo('y');
        bench.boundary(1_000_000);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void losesNothingOfALongPaste() {
        write(FCR, 0x01);
        String text = "The quick brown fox jumps over the lazy dog. ".repeat(20);
        bench.send("serial", text);
        StringBuilder got = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            while ((read(LSR) & 1) != 0) {
                got.append((char) read(RBR));
            }
            bench.boundary();
        }
        assertThat(got.toString()).isEqualTo(text);
        assertThat(read(LSR)).as("no overrun").isEqualTo(0x60);
    }

    @Test
    void clearsTheReceiverOnRequestOnly() {
        write(FCR, 0x01);
        bench.send("serial", "a".repeat(20));
        write(FCR, 0x41);
        assertThat(read(LSR) & 1).isEqualTo(1);
        write(FCR, 0x43);
        assertThat(read(LSR) & 1).isZero();
        bench.boundary();
        assertThat(read(LSR) & 1).as("the 4 that waited").isEqualTo(1);
    }

    @Test
    void loopsBack() {
        write(MCR, 0x10);
        write(THR, 'q');
        assertThat(bench.takeOutput("serial")).isEmpty();
        assertThat(read(RBR)).isEqualTo('q');
        // What Linux probes: OUT2 and RTS come back as DCD and CTS.
        write(MCR, 0x1A);
        assertThat(read(MSR) & 0xF0).isEqualTo(0x90);
        write(THR, '1');
        write(THR, '2');
        assertThat(read(LSR) & 0x03).as("data and overrun").isEqualTo(0x03);
        assertThat(read(LSR) & 0x02).as("reading clears it").isZero();
        assertThat(read(RBR)).isEqualTo('1');
    }

    @Test
    void loopbackKeepsHostInputWaiting() {
        write(MCR, 0x10);
        bench.send("serial", "z");
        assertThat(read(LSR) & 1).isZero();
        write(MCR, 0);
        bench.boundary();
        assertThat(read(RBR)).isEqualTo('z');
    }

    @Test
    void modemStatusInterruptsOnDeltas() {
        write(IER, 0x08);
        write(MCR, 0x14);
        assertThat(bench.line()).isTrue();
        assertThat(read(IIR)).isZero();
        assertThat(read(MSR)).as("RI on; CTS, DSR and DCD fell").isEqualTo(0x4B);
        assertThat(bench.line()).isFalse();
        write(MCR, 0x10);
        assertThat(read(MSR)).as("trailing edge of RI").isEqualTo(0x04);
    }

    @Test
    void overrunInterrupts() {
        write(IER, 0x04);
        write(MCR, 0x10);
        write(THR, '1');
        assertThat(bench.line()).isFalse();
        write(THR, '2');
        assertThat(read(IIR)).isEqualTo(0x06);
        read(LSR);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void wideAccessesReachOneRegisterAsOnQemu() {
        bench.write(THR, 4, 0x4241);
        assertThat(bench.takeOutput("serial")).isEqualTo("A");
        assertThat(bench.read(LSR, 4)).isEqualTo(0x60);
        assertThat(bench.read(0x80, 4)).isZero();
    }

    @Test
    void describesItself() {
        var node = bench.device().deviceTree().orElseThrow();
        assertThat(node.name()).isEqualTo("serial@10001000");
        assertThat(node.properties().keySet())
                .containsExactly("compatible", "reg", "interrupts", "clock-frequency");
        assertThat(node.properties().get("interrupts")).containsExactly(0, 0, 0, 5);
    }

    @Test
    void losesItsCarrierWhenItsBoardGoes() {
        write(IER, 0x08);
        bench.eject();
        assertThat(bench.line()).isTrue();
        assertThat(read(MSR)).as("CTS, DSR and DCD fell").isEqualTo(0x0B);
        write(MCR, 0x10);
        write(MCR, 0);
        assertThat(read(MSR) & 0xF0).as("nor after a test of the loop").isZero();
        bench.device().reset();
        assertThat(read(MSR)).isEqualTo(0xB0);
    }
}
