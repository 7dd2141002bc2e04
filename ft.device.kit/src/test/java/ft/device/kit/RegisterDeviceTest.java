package ft.device.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.device.kit.bench.DeviceBench;
import ft.device.kit.bench.DeviceContract;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class RegisterDeviceTest {
    /** One register of each kind. */
    private static final class Sampler extends RegisterDevice {
        private final Register control =
                register(0x00, "CONTROL", Access.READ_WRITE)
                        .reset(0x30)
                        .writable(0xFFFF)
                        .logged(LogLevel.DEBUG, now -> "control is " + now);
        private final Register status = register(0x04, "STATUS", Access.WRITE_1_TO_CLEAR);
        private final Register set = register(0x08, "SET", Access.WRITE_1_TO_SET);
        private final Register errors = register(0x0c, "ERRORS", Access.READ_TO_CLEAR);
        private final Register small = register(0x10, "SMALL", Access.READ_WRITE).width(1);
        private final Register odd = register(0x11, "ODD", Access.READ_WRITE).width(1);
        private final Register long8 = register(0x18, "LONG", Access.READ_WRITE).width(8);
        private int extra;
        private long written;

        Sampler() {
            constant(0x14, "ID", 0xC0FFEE);
            register(0x20, "COMMAND", Access.WRITE_ONLY).onWrite(this::command);
            register(0x24, "RESERVED", Access.RESERVED).reset(7);
            register(0x28, "RX", Access.READ_ONLY).onRead(() -> 0x12);
            register(0x28, "TX", Access.WRITE_ONLY).onWrite(value -> written = value);
            register(0x2c, "BANK0", Access.READ_WRITE).when(() -> !control.has(0x80));
            register(0x2c, "BANK1", Access.READ_WRITE).when(() -> control.has(0x80));
            register(0x30, "WHOLE", Access.READ_WRITE).wholeWrites();
            interruptWhile(() -> status.has(control.get()));
            node("sampler", "test,sampler");
            options("extra");
        }

        private void command(long value) {
            written = value;
            status.raise(1);
            errors.raise(0x0101);
        }

        @Override
        protected void onAttach() throws DeviceException {
            extra = Options.number(context(), "extra", 0, 0, 9);
        }

        @Override
        protected void onReset() {
            written = 0;
        }

        @Override
        protected void onState(StateFields fields, int version) {
            written = fields.number("written", written);
        }

        @Override
        protected long readElsewhere(long offset, int size) {
            return offset == 0x40 ? 99 : 0;
        }
    }

    private Sampler device;
    private DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        device = new Sampler();
        bench = DeviceBench.of(device, Map.of("extra", "3"), 0x80);
    }

    @Test
    void keepsTheContract() {
        DeviceContract.of(Sampler::new).window(0x80).check();
    }

    @Test
    void writesWhatCanBeWritten() {
        assertThat(bench.read(0)).isEqualTo(0x30);
        bench.write(0, 0xABCD_1234L);
        assertThat(bench.read(0)).isEqualTo(0x1234);
        bench.write(0x14, 1);
        assertThat(bench.read(0x14)).isEqualTo(0xC0FFEE);
        bench.write(0x24, 1);
        assertThat(bench.read(0x24)).isEqualTo(7);
        bench.write(0x20, 5);
        assertThat(bench.read(0x20)).isZero();
        assertThat(device.written).isEqualTo(5);
    }

    @Test
    void clearsSetsAndDrivesTheLine() {
        bench.write(0, 1);
        bench.write(0x20, 0);
        assertThat(bench.read(4)).isEqualTo(1);
        assertThat(bench.line()).isTrue();
        bench.write(4, 2);
        assertThat(bench.line()).isTrue();
        bench.write(4, 1);
        assertThat(bench.line()).isFalse();
        bench.write(8, 0x10);
        bench.write(8, 0x01);
        assertThat(bench.read(8)).isEqualTo(0x11);
        assertThat(device.set.getInt()).isEqualTo(0x11);
    }

    @Test
    void readsToClearOnlyTheBytesThatAreRead() {
        bench.write(0x20, 0);
        assertThat(bench.read(0x0c, 1)).isEqualTo(1);
        assertThat(bench.read(0x0c, 4)).isEqualTo(0x0100);
        assertThat(bench.read(0x0c, 4)).isZero();
    }

    @Test
    void narrowWritesLeaveTheOtherBytes() {
        bench.write(0, 0x1234);
        bench.write(1, 1, 0x56);
        assertThat(bench.read(0)).isEqualTo(0x5634);
        assertThat(bench.read(1, 1)).isEqualTo(0x56);
        bench.write(0x30, 0x1111);
        bench.write(0x30, 2, 0x2222);
        assertThat(bench.read(0x30)).isEqualTo(0x1111);
    }

    @Test
    void wideAccessesAreToEveryRegister() {
        bench.write(0x10, 4, 0xFFFF_2211L);
        assertThat(device.small.get()).isEqualTo(0x11);
        assertThat(device.odd.get()).isEqualTo(0x22);
        assertThat(bench.read(0x10, 8)).isEqualTo(0x00C0_FFEE_0000_2211L);
        bench.write(0x18, 8, -2);
        assertThat(device.long8.get()).isEqualTo(-2);
        assertThat(bench.read(0x1c, 4)).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void twoRegistersShareAnOffset() {
        bench.write(0x28, 0x77);
        assertThat(device.written).isEqualTo(0x77);
        assertThat(bench.read(0x28)).isEqualTo(0x12);
        assertThat(device.register(0x28, false)).isEqualTo("RX");
        assertThat(device.register(0x28, true)).isEqualTo("TX");
        bench.write(0x2c, 1);
        bench.write(0, 0x80);
        assertThat(bench.read(0x2c)).isZero();
        assertThat(device.register(0x2e, false)).isEqualTo("BANK1+2");
        bench.write(0x2c, 2);
        bench.write(0, 0);
        assertThat(bench.read(0x2c)).isEqualTo(1);
    }

    @Test
    void elsewhereIsTheDevices() {
        assertThat(bench.read(0x40)).isEqualTo(99);
        assertThat(device.register(0x40, false)).isEmpty();
        bench.write(0x44, 1);
    }

    @Test
    void tellsWhatIsAgainstTheDataSheet() {
        bench.write(0x14, 1);
        bench.read(0x20);
        bench.write(0, 0x1_0001);
        bench.write(0x30, 1, 1);
        bench.write(0x24, 1);
        assertThat(bench.logs())
                .containsExactly(
                        "INFO ID is written, but can only be read",
                        "INFO COMMAND is read, but can only be written",
                        "INFO CONTROL has bits set that cannot be written",
                        "DEBUG control is 1",
                        "INFO WHOLE is written in part, which does nothing",
                        "INFO RESERVED is written, but is reserved");
    }

    @Test
    void refusesWhatItHasNot() {
        assertThat(device.extra).isEqualTo(3);
        assertThatThrownBy(() -> DeviceBench.of(new Sampler(), Map.of("color", "red")))
                .isInstanceOf(DeviceException.class)
                .hasMessage("Slot bench0: there is no option color; this device has extra.");
        assertThatThrownBy(() -> DeviceBench.of(new Sampler(), Map.of(), 0x20))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                        "Slot bench0: the window has 0x20 bytes, but this device has registers up"
                                + " to 0x33; give the slot size=0x34 or more.");
    }

    @Test
    void hasANode() {
        assertThat(device.deviceTree().orElseThrow().name()).isEqualTo("sampler@10001000");
    }

    @Test
    void descriptionsThatContradictThemselvesAreRefused() {
        RegisterBank bank = new RegisterBank(4);
        bank.register(0, "A", Access.READ_WRITE);
        assertThatThrownBy(() -> bank.register(4, "A", Access.READ_WRITE))
                .hasMessage("Two registers have the name A.");
        RegisterBank crooked = new RegisterBank(4);
        crooked.register(2, "B", Access.READ_WRITE);
        assertThatThrownBy(() -> crooked.attach(bench))
                .hasMessage("Register B at 0x2 cannot be 4 bytes wide.");
        assertThatThrownBy(() -> bank.register(1 << 20, "C", Access.READ_WRITE))
                .hasMessage("Register C is at 0x100000, but must be below 0x10000.");
        bank.register(0, "D", Access.READ_ONLY);
        assertThatThrownBy(() -> bank.attach(bench))
                .hasMessage("The registers A at 0x0 and D at 0x0 are at the same place.");
        assertThatThrownBy(() -> device.registers().register(0x60, "LATE", Access.READ_ONLY))
                .hasMessage("Registers are described before the device is attached.");
    }
}
