package ft.io.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.device.Device;
import ft.api.io.HotPlugRegister;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem.InputSink;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What comes into bays and leaves them, and how the guest is told. */
class BaysTest {
    private static final long BAY = 0x30_0000;
    private static final int LINE = 1 << BoardMap.HOT_PLUG_INTERRUPT;

    /** Guest time of a boundary is its clock in nanoseconds. */
    private static final long NANOS_PER_KILOCYCLE = 1000;

    private final DeviceDirectory directory = new DeviceDirectory();
    private final List<String> plugged = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<ProbeDevice> made = new ArrayList<>();
    private long clock;

    private final InboundPort nowhere =
            new InboundPort() {
                @Override
                public boolean dmaRead(long address, byte[] target, int offset, int length) {
                    return false;
                }

                @Override
                public boolean dmaWrite(long address, byte[] source, int offset, int length) {
                    return false;
                }
            };

    /** A provider with needs. */
    private final class Third implements DeviceProvider {
        private final String type;
        private final DeviceNeeds needs;
        private boolean returning;

        Third(String type, String... properties) {
            this.type = type;
            Map<String, Object> map = new HashMap<>();
            for (String property : properties) {
                map.put(property.split("=", 2)[0], property.split("=", 2)[1]);
            }
            needs = DeviceNeeds.of(map::get);
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public int ranking() {
            return 0;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public String bundle() {
            return "third." + type;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public DeviceNeeds needs() {
            return needs;
        }

        @Override
        public boolean mayReturn() {
            return returning;
        }

        @Override
        public Device take() {
            ProbeDevice device = new ProbeDevice();
            made.add(device);
            return device;
        }

        @Override
        public void release(Device device) {
            // made for one slot
        }
    }

    private SlottedIoSubsystem io(int number) {
        SlottedIoSubsystem io =
                new SlottedIoSubsystem(
                        number,
                        List.of(
                                new SlotDescription(
                                        "own" + number, number, "own", 0x20_0000, 8, 5, Map.of()),
                                bay(number, 0, 0x1000),
                                bay(number, 1, 0x10000)),
                        NANOS_PER_KILOCYCLE,
                        nowhere,
                        directory,
                        () -> new byte[8],
                        (sentence, cause) -> {});
        io.input(
                new InputSink() {
                    @Override
                    public void input(String slot, String channel, byte[] data) {
                        // nothing comes in
                    }

                    @Override
                    public void plugged(String slot, String device, String bundle) {
                        plugged.add(slot + "=" + device);
                    }

                    @Override
                    public void told(String sentence) {
                        told.add(sentence);
                    }
                });
        io.reset();
        return io;
    }

    private static SlotDescription bay(int io, int bay, long size) {
        return new SlotDescription(
                "bay" + io + "." + bay,
                io,
                SlotDescription.ANY,
                BAY + bay * 0x1_0000L,
                size,
                20 + bay,
                Map.of());
    }

    private void boundary(SlottedIoSubsystem io) {
        boundary(io, clock + 100);
    }

    private void boundary(SlottedIoSubsystem io, long at) {
        clock = at;
        io.boundary(clock);
    }

    private long read(SlottedIoSubsystem io, HotPlugRegister register) {
        return io.read(BoardMap.HOT_PLUG_BASE + register.offset(), 8, clock);
    }

    private void write(SlottedIoSubsystem io, HotPlugRegister register, long value) {
        io.write(BoardMap.HOT_PLUG_BASE + register.offset(), 8, value, clock);
    }

    private static List<String> devices(SlottedIoSubsystem io) {
        return io.slots().stream().map(SlotStatus::device).toList();
    }

    @Test
    void typesThatComeTogetherGoIntoBaysInTheOrderOfTheirNames() {
        SlottedIoSubsystem first = io(0);
        SlottedIoSubsystem second = io(1);
        directory.add(new Third("zebra"));
        directory.add(new Third("ape"));
        directory.add(new Third("own"));
        boundary(second);
        directory.add(new Third("bee"));
        boundary(first);
        boundary(second);
        assertThat(devices(first)).containsExactly("own", "ape", "zebra");
        assertThat(devices(second)).containsExactly("own", "ape", "zebra");
        assertThat(first.refusals())
                .containsExactly(
                        "The device type bee of third.bee 1 has no slot in the server description,"
                                + " and every bay that fits is taken.");
        assertThat(plugged)
                .contains("bay1.0=ape", "bay1.1=zebra", "bay0.0=ape", "bay0.1=zebra", "own0=own");
    }

    @Test
    void whatIsPluggedStaysAndWhatIsFreeIsTakenNext() {
        SlottedIoSubsystem io = io(0);
        Third zebra = new Third("zebra");
        directory.add(zebra);
        boundary(io);
        directory.add(new Third("ape"));
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "zebra", "ape");
        directory.remove(zebra);
        directory.add(new Third("bee"));
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "bee", "ape");
        assertThat(read(io, HotPlugRegister.CHANGED)).isEqualTo(6);
        assertThat(io.read(BoardMap.HOT_PLUG_BASE + HotPlugRegister.ARRIVALS.offset(1), 8, clock))
                .isEqualTo(2);
    }

    @Test
    void aBayThatIsTooSmallIsPassedOver() {
        SlottedIoSubsystem io = io(0);
        directory.add(new Third("ape", Device.SIZE + "=0x8000", Device.INTERRUPT + "=true"));
        directory.add(new Third("bee", Device.SIZE + "=0x20000"));
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "", "ape");
        assertThat(io.refusals())
                .containsExactly(
                        "The device type bee of third.bee 1 needs a window of 0x20000 bytes, and"
                                + " slot bay0.1 has 0x10000.");
        assertThat(told)
                .isEqualTo(
                        List.of(
                                io.refusals().get(0),
                                "Slot bay0.1: the ape of" + " third.ape 1 has come"));
    }

    @Test
    void anIsolatedNeedIsSaid() {
        SlotDescription plain = new SlotDescription("s", 0, "x", 0x100, 8, 0, Map.of());
        assertThat(new Third("x", Device.INTERRUPT + "=true").needs().misfit(plain))
                .isEqualTo("needs an interrupt, and slot s has none");
        assertThat(new Third("x", Device.ALIGNMENT + "=0x1000").needs().misfit(plain))
                .isEqualTo("needs an address that is a multiple of 0x1000, and slot s is at 0x100");
    }

    @Test
    void aGuestThatListensIsAskedBeforeADeviceIsUnplugged() {
        directory.add(new Third("ape"));
        SlottedIoSubsystem io = io(0);
        assertThat(plugged).as("what is there at power on").containsExactly("bay0.0=ape");
        write(io, HotPlugRegister.ENABLE, 1);
        assertThat(io.interruptLines()).isZero();
        io.unplug("bay0.0");
        assertThat(io.due(clock)).isTrue();
        boundary(io);
        assertThat(made.get(0).events).endsWith("eject");
        assertThat(io.interruptLines()).isEqualTo(LINE);
        assertThat(read(io, HotPlugRegister.ATTENTION)).isEqualTo(2);
        assertThat(devices(io)).contains("ape");
        write(io, HotPlugRegister.ATTENTION, 2);
        assertThat(io.interruptLines()).isZero();
        boundary(io);
        assertThat(io.read(BAY, 8, clock)).isEqualTo(-1);
        assertThat(io.interruptLines()).isEqualTo(LINE);
        assertThat(read(io, HotPlugRegister.PRESENT)).isZero();
        directory.add(new Third("zebra"));
        boundary(io);
        assertThat(devices(io))
                .as("an operator has emptied it")
                .containsExactly("own", "ape", "zebra");
        assertThat(io.slots().get(1).present()).isFalse();
        io.plug("bay0.0", "");
        boundary(io);
        assertThat(io.slots().get(1).present()).isTrue();
        assertThat(plugged).as("an operator's doing is not recorded").hasSize(2);
    }

    @Test
    void aGuestThatDoesNotAnswerIsNotWaitedForForGood() {
        directory.add(new Third("ape"));
        SlottedIoSubsystem io = io(0);
        write(io, HotPlugRegister.ENABLE, 1);
        io.unplug("bay0.0");
        boundary(io);
        assertThat(io.nextAlarm()).isEqualTo(clock + HotPlugRegister.PATIENCE_NANOS);
        boundary(io, io.nextAlarm() - 1);
        assertThat(io.slots().get(1).present()).isTrue();
        boundary(io, io.nextAlarm());
        assertThat(io.slots().get(1).present()).isFalse();
        assertThat(io.nextAlarm()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anOperatorMayPutAnythingIntoABay() {
        directory.add(new Third("rare", Device.BAY + "=false"));
        SlottedIoSubsystem io = io(0);
        assertThat(devices(io)).containsExactly("own", "", "");
        assertThatThrownBy(() -> io.plug("bay0.0", ""))
                .hasMessage("Nothing belongs into slot bay0.0; say which device type");
        assertThatThrownBy(() -> io.plug("own0", "rare"))
                .hasMessage("Slot own0 is for the device type own, not for rare");
        assertThatThrownBy(() -> io.unplug("bay0.0")).hasMessage("Slot bay0.0 is empty already");
        io.plug("bay0.0", "rare");
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "rare", "");
        directory.add(new Third("ape"));
        boundary(io);
        assertThat(io.refusals())
                .containsExactly(
                        "The device type ape waits for slot bay0.0, into which an operator has put"
                                + " rare.");
        io.unplug("bay0.0");
        boundary(io);
        io.plug("bay0.0", "");
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "ape", "");
    }

    @Test
    void aGuestStandsStillUntilAnUpdateHasEnded() throws Exception {
        Third old = new Third("ape");
        directory.add(old);
        SlottedIoSubsystem io = io(0);
        io.write(BAY, 8, 42, clock);
        old.returning = true;
        directory.remove(old);
        Thread updater =
                new Thread(
                        () -> {
                            directory.add(new Third("zebra"));
                            directory.add(new Third("ape"));
                        });
        Thread owner = new Thread(() -> boundary(io));
        owner.start();
        updater.start();
        owner.join();
        updater.join();
        boundary(io);
        assertThat(io.read(BAY, 8, clock)).isEqualTo(42);
        assertThat(read(io, HotPlugRegister.CHANGED) & 2).isZero();
        assertThat(devices(io)).containsExactly("own", "ape", "zebra");
    }

    @Test
    void aDeviceBringsItsSlot() {
        SlottedIoSubsystem io = io(1);
        directory.add(new Third("meter", Device.SLOT + "=meter base=0x400000 size=0x1000 irq=9"));
        directory.add(new Third("over", Device.SLOT + "=over io=1 base=0x400800 size=8"));
        directory.add(new Third("taken", Device.SLOT + "=taken io=1 base=0x500000 size=8 irq=9"));
        directory.add(new Third("wrong", Device.SLOT + "=wrong base=here"));
        boundary(io);
        assertThat(io.slots()).extracting(each -> each.slot().name()).endsWith("meter.1");
        assertThat(io.read(0x40_0000, 8, clock)).isZero();
        assertThat(read(io, HotPlugRegister.COUNT)).isEqualTo(4);
        assertThat(io.refusals())
                .containsExactly(
                        "The device type over of third.over 1 gets no slot: The window of slot over"
                                + " (0x400800 to 0x400807) overlaps that of slot meter.1 (0x400000"
                                + " to 0x400fff); move one of them.",
                        "The device type taken of third.taken 1 gets no slot: Slot taken and slot"
                                + " meter.1 of IO subsystem 1 both have interrupt 9; give one"
                                + " another.",
                        "The device type wrong of third.wrong 1 brings the slot 'wrong base=here',"
                                + " which is not of the form 'NAME io=N base=OFFSET size=BYTES"
                                + " irq=N'.");
        assertThat(io.deviceTree())
                .extracting(node -> node.name())
                .containsExactly("probe", "hotplug@20140000");
    }

    @Test
    void withoutAHostARecordSaysWhatComes() {
        SlottedIoSubsystem io = io(0);
        io.connectHost(false);
        directory.add(new Third("ape"));
        boundary(io);
        assertThat(io.slots().get(1).present()).isFalse();
        io.replug("bay0.1", "ape");
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "", "ape");
        io.replug("bay0.1", "");
        boundary(io);
        assertThat(devices(io)).containsExactly("own", "", "");
        assertThat(plugged).isEmpty();
        assertThatThrownBy(() -> io.replug("bay0.1", "yak"))
                .hasMessage(
                        "The record plugs the device type yak into slot bay0.1, which no bundle"
                                + " provides");
        io.connectHost(true);
        boundary(io);
        assertThat(devices(io)).as("as things are").containsExactly("own", "ape", "");
    }
}
