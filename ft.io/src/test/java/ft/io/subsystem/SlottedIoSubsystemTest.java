package ft.io.subsystem;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.io.InboundPort;
import ft.api.io.MasterAborts;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.io.SrcRegister;
import ft.api.observer.DeviceLog;
import ft.api.observer.DeviceProbe;
import ft.api.slot.Alarm;
import ft.api.slot.PowerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class SlottedIoSubsystemTest {
    private static final long NANOS_PER_KILOCYCLE = 10_000;
    private static final long BASE = 0x1000_0000;
    private static final long STOPPED = 0xDEAD;
    private static final long SECOND = 0x1000_1000;

    private final DeviceDirectory directory = new DeviceDirectory();
    private final List<String> log = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final byte[] storage = new byte[64];
    private final IllegalStateException stopped = new IllegalStateException("stopped");
    private ProbeDevice probe;
    private final TestProvider provider = new TestProvider("probe", () -> probe);

    private final InboundPort port =
            new InboundPort() {
                @Override
                public boolean dmaRead(long address, byte[] target, int offset, int length) {
                    stop(address);
                    if (address + length > storage.length) {
                        return false;
                    }
                    System.arraycopy(storage, (int) address, target, offset, length);
                    return true;
                }

                @Override
                public boolean dmaWrite(long address, byte[] source, int offset, int length) {
                    stop(address);
                    if (address + length > storage.length) {
                        return false;
                    }
                    System.arraycopy(source, offset, storage, (int) address, length);
                    return true;
                }
            };

    private SlottedIoSubsystem io;

    @BeforeEach
    void make() {
        probe = new ProbeDevice();
        directory.add(provider);
        io = subsystem(1, slot("first", BASE, 3));
        io.reset();
    }

    private void stop(long address) {
        if (address == STOPPED) {
            throw stopped;
        }
    }

    private static SlotDescription slot(String name, long base, int interrupt) {
        return new SlotDescription(name, 1, "probe", base, 0x100, interrupt, Map.of("a", "b"));
    }

    private SlottedIoSubsystem subsystem(int number, SlotDescription... slots) {
        return new SlottedIoSubsystem(
                number,
                List.of(slots),
                NANOS_PER_KILOCYCLE,
                port,
                directory,
                () -> new byte[] {1, 2, 3, 4, 5, 6, 7, 8},
                (sentence, cause) -> log.add(sentence));
    }

    private SlotStatus status() {
        return io.slots().get(0);
    }

    @Test
    void givesTheDeviceItsPlace() {
        assertThat(probe.events).containsExactly("attach", "reset", "reset");
        assertThat(probe.context.slot()).isEqualTo("first");
        assertThat(probe.context.ioSubsystem()).isEqualTo(1);
        assertThat(probe.context.base()).isEqualTo(0x3000_0000);
        assertThat(probe.context.size()).isEqualTo(0x100);
        assertThat(probe.context.options()).containsEntry("a", "b");
        assertThat(probe.context.interrupt().source()).isEqualTo(35);
        assertThat(io.deviceTree()).extracting(node -> node.name()).containsExactly("probe");
    }

    @Test
    void tellsAProbeOfAccessesAndLinesAndALogOfLogs() {
        List<String> told = new ArrayList<>();
        io.probe(
                new DeviceProbe() {
                    @Override
                    public void access(
                            long clock,
                            String slot,
                            long base,
                            long offset,
                            String register,
                            int size,
                            boolean write,
                            long value,
                            boolean answered) {
                        told.add(
                                "%d %s %x+%x %s %d %s %x %s"
                                        .formatted(
                                                clock,
                                                slot,
                                                base,
                                                offset,
                                                register,
                                                size,
                                                write ? "w" : "r",
                                                value,
                                                answered));
                    }

                    @Override
                    public void line(long clock, String slot, int source, boolean high) {
                        told.add(clock + " " + slot + " line " + source + " " + high);
                    }
                });
        io.log(
                new DeviceLog() {
                    @Override
                    public boolean wants(String slot, LogLevel level) {
                        return LogLevel.INFO.implies(level);
                    }

                    @Override
                    public void log(long clock, String slot, LogLevel level, String text) {
                        told.add(clock + " " + slot + " " + level + " " + text);
                    }
                });
        io.write(BASE + 8, 4, 7, 5);
        io.read(BoardMap.SRC_BASE + SrcRegister.ROLE.offset(), 8, 6);
        io.read(SECOND, 4, 7);
        probe.context.interrupt().level(true);
        probe.context.interrupt().level(true);
        probe.context.log(LogLevel.INFO, () -> "hello");
        probe.context.log(
                LogLevel.DEBUG,
                () -> {
                    throw new IllegalStateException("nobody wants it");
                });
        probe.context.error("bad.");
        assertThat(told)
                .containsExactly(
                        "5 first 10000000+8  4 w 7 true",
                        "6 src 110000+8 ROLE 8 r 0 true",
                        "7  0+10001000  4 r ffffffffffffffff false",
                        "7 first line 35 true",
                        "7 first INFO hello",
                        "7 first WARN bad.");
        told.clear();
        io.probe(null);
        io.read(BASE, 4, 8);
        assertThat(told).isEmpty();
    }

    @Test
    void routesAccessesAndCountsThem() {
        io.write(BASE, 4, 0xFFFF_FFFF_0000_0007L, 1);
        assertThat(io.read(BASE + 0xFC, 4, 2)).isEqualTo(7 + 0xFC);
        assertThat(status().reads()).isEqualTo(1);
        assertThat(status().writes()).isEqualTo(1);
        assertThat(status().aborts()).isZero();
        assertThat(io.masterAborts()).isEqualTo(MasterAborts.NONE);
    }

    @Test
    void answersNobodysAddressesWithAMasterAbort() {
        assertThat(io.read(BASE + 0x100, 4, 9)).isEqualTo(-1);
        assertThat(io.read(BASE + 0xFC, 8, 9)).as("half outside").isEqualTo(-1);
        io.write(0x8, 2, 1, 11);
        assertThat(io.masterAborts()).isEqualTo(new MasterAborts(3, 0x8, 2, true, 11));
        assertThat(io.read(BoardMap.OWN_SRC_BASE, 8, 9)).isEqualTo(-1);
        io.reset();
        assertThat(io.masterAborts()).isEqualTo(MasterAborts.NONE);
    }

    @Test
    void turnsAFailureOfADeviceIntoAMasterAbort() {
        probe.onRead =
                () -> {
                    throw new IllegalStateException("broken");
                };
        assertThat(io.read(BASE, 4, 1)).isEqualTo(-1);
        io.write(BASE, 4, 1, 2);
        probe.onRead =
                () -> {
                    throw new NoClassDefFoundError("gone");
                };
        assertThat(io.read(BASE, 4, 3)).isEqualTo(-1);
        assertThat(status().aborts()).isEqualTo(3);
        assertThat(status().errors()).isEqualTo(3);
        assertThat(io.masterAborts().count()).isEqualTo(3);
        assertThat(log).as("the 1st and the 2nd").hasSize(2);
        assertThat(log.get(0))
                .isEqualTo(
                        "IO subsystem 1, slot first, error 1: the device failed with"
                                + " java.lang.IllegalStateException: broken.");
        probe.onRead = () -> {};
        assertThat(io.read(BASE, 4, 4)).isZero();
    }

    @Test
    void runsABoundaryInItsOrder() {
        Alarm alarm = probe.context.clock().alarm(() -> probe.events.add("alarm"));
        probe.events.clear();
        alarm.at(100);
        probe.context.requestWork();
        io.send("first", "wire", "x".getBytes(StandardCharsets.UTF_8));
        assertThat(io.due(0)).isTrue();
        io.boundary(10);
        assertThat(probe.events).containsExactly("in x", "alarm", "work");
        assertThat(io.due(10)).isFalse();
    }

    @Test
    void guestTimeIsTheClocks() {
        List<Long> times = new ArrayList<>();
        probe.onRead = () -> times.add(probe.context.clock().nanos());
        io.read(BASE, 4, 1);
        io.write(BASE, 4, 0, 12_345);
        assertThat(times).containsExactly(10L, 123_450L);
    }

    @Test
    void alarmsGoOffInTheOrderOfDeadlinesThenOfSlots() {
        ProbeDevice first = probe;
        probe = new ProbeDevice();
        SlottedIoSubsystem both = subsystem(1, slot("a", BASE, 0), slot("b", SECOND, 0));
        ProbeDevice last = probe;
        // The same device in both slots: the alarms tell them apart.
        List<String> order = new ArrayList<>();
        Alarm b2 = last.context.clock().alarm(() -> order.add("b 20"));
        Alarm b1 = last.context.clock().alarm(() -> order.add("b 10"));
        Alarm a1 = first.context.clock().alarm(() -> order.add("first"));
        b2.at(20);
        b1.at(10);
        assertThat(both.nextAlarm()).isEqualTo(1);
        a1.at(10);
        both.boundary(5);
        assertThat(order).containsExactly("b 10", "b 20");
        assertThat(both.nextAlarm()).isEqualTo(Long.MAX_VALUE);
        assertThat(io.nextAlarm()).isEqualTo(1);
        both.close();
    }

    @Test
    void anAlarmSetForNowWhileItGoesOffWaitsForTheNextBoundary() {
        int[] count = {0};
        Alarm[] alarm = new Alarm[1];
        alarm[0] =
                probe.context
                        .clock()
                        .alarm(
                                () -> {
                                    count[0]++;
                                    alarm[0].at(0);
                                });
        alarm[0].at(50);
        io.boundary(100);
        assertThat(count[0]).isEqualTo(1);
        assertThat(io.nextAlarm()).isEqualTo(101);
        io.boundary(200);
        assertThat(count[0]).isEqualTo(2);
    }

    @Test
    void alarmsFollowAClockThatGoesBack() {
        Alarm alarm = probe.context.clock().alarm(() -> events.add("alarm"));
        io.boundary(1_000_000);
        alarm.at(10);
        io.boundary(500);
        assertThat(events).containsExactly("alarm");
    }

    @Test
    void workAskedForInWorkIsForTheNextBoundary() {
        probe.onWork = device -> device.context.requestWork();
        probe.context.requestWork();
        probe.events.clear();
        io.boundary(1);
        assertThat(probe.events).containsExactly("work");
        assertThat(io.due(1)).isTrue();
        io.boundary(2);
        assertThat(probe.events).containsExactly("work", "work");
    }

    @Test
    void allowsDmaAtBoundariesOnly() {
        byte[] data = {5, 6, 7, 8};
        assertThatThrownBy(() -> probe.context.dma().write(8, data, 0, 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("slot first uses DMA between instruction boundaries");
        List<Boolean> answers = new ArrayList<>();
        byte[] got = new byte[4];
        byte[] refused = new byte[4];
        probe.onWork =
                device -> {
                    answers.add(device.context.dma().write(8, data, 0, 4));
                    answers.add(device.context.dma().read(8, got, 0, 4));
                    answers.add(device.context.dma().write(62, data, 0, 4));
                    answers.add(device.context.dma().read(62, refused, 1, 3));
                };
        probe.context.requestWork();
        io.boundary(1);
        assertThat(answers).containsExactly(true, true, false, false);
        assertThat(got).containsExactly(5, 6, 7, 8);
        assertThat(refused).containsExactly(0, -1, -1, -1);
    }

    @Test
    void aFailureOfTheBoardIsNotTheDevices() {
        probe.onWork = device -> device.context.dma().write(STOPPED, new byte[1], 0, 1);
        probe.context.requestWork();
        assertThatThrownBy(() -> io.boundary(1)).isSameAs(stopped);
        probe.onWork =
                device -> {
                    try {
                        device.context.dma().read(STOPPED, new byte[1], 0, 1);
                    } catch (RuntimeException e) {
                        device.events.add("swallowed");
                    }
                };
        probe.context.requestWork();
        assertThatThrownBy(() -> io.boundary(2)).isSameAs(stopped);
        assertThat(probe.events).endsWith("swallowed");
        io.output(
                (slot, channel, clock, data, offset, length) -> {
                    throw stopped;
                });
        probe.onRead = () -> probe.channel.send(1);
        assertThatThrownBy(() -> io.read(BASE, 4, 3)).isSameAs(stopped);
        assertThat(status().errors()).isZero();
        assertThat(log).isEmpty();
    }

    @Test
    void drivesLines() {
        assertThat(io.interruptLines()).isZero();
        probe.context.interrupt().level(true);
        assertThat(io.interruptLines()).isEqualTo(1 << 3);
        io.reset();
        assertThat(io.interruptLines()).isZero();
    }

    @Test
    void passesOutputOnWithItsClock() {
        io.output(
                (slot, channel, clock, data, offset, length) ->
                        events.add(
                                slot
                                        + " "
                                        + channel
                                        + " "
                                        + clock
                                        + " "
                                        + new String(
                                                data, offset, length, StandardCharsets.UTF_8)));
        probe.onRead =
                () -> {
                    probe.channel.send('!');
                    probe.channel.send("hello".getBytes(StandardCharsets.UTF_8), 1, 3);
                };
        io.read(BASE, 1, 77);
        assertThat(events).containsExactly("first wire 77 !", "first wire 77 ell");
    }

    @Test
    void namesTheChannels() {
        assertThat(io.channels()).containsExactly("first/wire");
        directory.remove(provider);
        io.boundary(1);
        assertThat(io.channels()).isEmpty();
    }

    @Test
    void saysWhereInputCannotGo() {
        assertThatThrownBy(() -> io.send("frist", "wire", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("IO subsystem 1 has no slot frist; it has first.");
        assertThatThrownBy(() -> io.send("first", "serial", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The device in slot first has no channel serial; it has wire.");
    }

    @Test
    void keepsTheFirstPowerRequest() {
        assertThat(io.takePowerRequest()).isEmpty();
        probe.context.request(new PowerRequest(PowerRequest.Kind.FAIL, 3));
        probe.context.request(new PowerRequest(PowerRequest.Kind.PASS, 0));
        assertThat(io.takePowerRequest()).contains(new PowerRequest(PowerRequest.Kind.FAIL, 3));
        assertThat(io.takePowerRequest()).isEmpty();
    }

    @Test
    void showsTheRomThatWasGivenOut() {
        assertThat(io.read(BoardMap.ROM_BASE, 4, 0)).isEqualTo(-1);
        assertThat(io.rom()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(io.read(BoardMap.ROM_BASE, 4, 0)).isEqualTo(0x04030201);
        assertThat(io.read(BoardMap.ROM_BASE, 8, 0)).isEqualTo(0x0807060504030201L);
        assertThat(io.read(BoardMap.ROM_BASE + 8, 8, 0)).isZero();
        io.write(BoardMap.ROM_BASE, 4, 0, 0);
        assertThat(io.read(BoardMap.ROM_BASE, 1, 0)).isEqualTo(1);
        assertThat(io.masterAborts().count()).isEqualTo(2);
    }

    @Test
    void showsTheSharedResourceController() {
        io.sharedResources().set(SrcRegister.BOOT_ENTRY, 0x8000_0000_1234_5678L);
        long register = BoardMap.SRC_BASE + SrcRegister.BOOT_ENTRY.offset();
        assertThat(io.read(register, 8, 0)).isEqualTo(0x8000_0000_1234_5678L);
        io.write(register, 8, 1, 0);
        assertThat(io.masterAborts().count()).as("it is read only").isEqualTo(1);
        io.write(BoardMap.SRC_BASE + SrcRegister.MAILBOX.offset(), 8, 99, 0);
        assertThat(io.sharedResources().get(SrcRegister.MAILBOX)).isEqualTo(99);
        io.reset();
        assertThat(io.sharedResources().get(SrcRegister.BOOT_ENTRY)).isZero();
    }

    @Test
    void aTypeNobodyProvidesLeavesTheSlotEmpty() {
        SlotDescription strange =
                new SlotDescription("net0", 1, "virtio-net", SECOND, 0x100, 0, Map.of());
        io = subsystem(1, strange);
        assertThat(status().present()).isFalse();
        assertThat(status().problem())
                .isEqualTo(
                        "Slot net0 is empty: no bundle provides the device type virtio-net; known"
                                + " types: probe.");
        assertThat(io.read(SECOND, 4, 0)).isEqualTo(-1);
        assertThat(status().aborts()).isEqualTo(1);
        assertThat(io.deviceTree()).isEmpty();
        assertThatThrownBy(() -> io.send("net0", "x", new byte[0]))
                .hasMessageStartingWith("Slot net0 is empty");
    }

    @Test
    void aDeviceThatRefusesLeavesTheSlotEmptyUntilTheNextReset() {
        probe = new ProbeDevice();
        probe.refusal = "Slot first: no disk.";
        io = subsystem(1, slot("first", BASE, 3));
        assertThat(status().problem()).isEqualTo("Slot first: no disk.");
        assertThat(provider.released()).containsExactly(probe);
        directory.add(new TestProvider("other", ProbeDevice::new));
        io.boundary(1);
        assertThat(provider.released()).as("it is not asked again").hasSize(1);
        probe.refusal = null;
        io.reset();
        assertThat(status().present()).isTrue();
        assertThat(status().problem()).isEmpty();
    }

    @Test
    void aDeviceThatFailsInAttachLeavesTheSlotEmpty() {
        probe = new ProbeDevice();
        probe.onAttach =
                device -> {
                    throw new UnsupportedOperationException("no");
                };
        io = subsystem(1, slot("first", BASE, 3));
        assertThat(status().problem())
                .isEqualTo(
                        "Slot first is empty: its device failed when it was attached"
                                + " (java.lang.UnsupportedOperationException: no).");
    }

    @Test
    void aDeviceLeavesAndReturnsWithItsBundle() {
        ProbeDevice old = probe;
        Alarm ignored = old.context.clock().alarm(() -> old.events.add("alarm"));
        ignored.at(1_000_000);
        io.write(BASE, 8, 4711, 5);
        old.context.interrupt().level(true);

        directory.remove(provider);
        assertThat(io.due(5)).isTrue();
        assertThat(status().present()).as("nothing changes between boundaries").isTrue();
        io.boundary(10);
        assertThat(status().present()).isFalse();
        assertThat(status().problem())
                .isEqualTo(
                        "Slot first is empty: no bundle provides the device type probe; known"
                                + " types: none.");
        assertThat(old.events).endsWith("detach");
        assertThat(provider.released()).containsExactly(old);
        assertThat(io.interruptLines()).isZero();
        assertThat(io.nextAlarm()).isEqualTo(Long.MAX_VALUE);
        assertThat(io.read(BASE, 8, 11)).isEqualTo(-1);
        assertThatThrownBy(() -> old.context.requestWork())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The device has left slot first.");

        probe = new ProbeDevice();
        probe.onAttach = device -> device.context.clock().alarm(() -> device.events.add("alarm"));
        directory.add(provider);
        assertThat(io.read(BASE, 8, 12)).as("not before a boundary").isEqualTo(-1);
        io.boundary(20);
        assertThat(status().present()).isTrue();
        assertThat(io.read(BASE, 8, 21)).as("the guest saw it leave").isZero();
        assertThat(io.interruptLines()).isZero();
        assertThat(io.nextAlarm()).isEqualTo(Long.MAX_VALUE);
        assertThat(probe.loaded).as("what outlives a reset is kept").isEqualTo(4711);
        assertThat(probe.events).containsExactly("attach", "reset");
    }

    @Test
    void anUpdateBetweenTwoBoundariesIsNotSeenByTheGuest() {
        io.write(BASE, 8, 42, 5);
        probe.context.requestWork();
        directory.remove(provider);
        probe = new ProbeDevice();
        directory.add(new TestProvider("probe", () -> probe));
        io.boundary(10);
        assertThat(io.read(BASE, 8, 11)).isEqualTo(42);
        assertThat(io.masterAborts().count()).isZero();
        assertThat(probe.events).containsExactly("attach", "work");
    }

    @Test
    void aBetterProviderTakesOver() {
        io.write(BASE, 8, 42, 5);
        ProbeDevice better = new ProbeDevice();
        TestProvider best = new TestProvider("probe", 10, () -> better);
        directory.add(best);
        io.boundary(10);
        assertThat(provider.released()).containsExactly(probe);
        assertThat(better.register).isEqualTo(42);
        probe = new ProbeDevice();
        directory.remove(best);
        io.boundary(20);
        assertThat(probe.register).isEqualTo(42);
    }

    @Test
    void aResetForgetsTheStateOfADeviceThatLeft() {
        io.write(BASE, 8, 42, 5);
        directory.remove(provider);
        io.boundary(10);
        probe = new ProbeDevice();
        directory.add(provider);
        io.reset();
        assertThat(io.read(BASE, 8, 0)).isZero();
        assertThat(status().reads()).isEqualTo(1);
    }

    @Test
    void aResetForgetsTheStateOfADeviceThatIsStillAway() {
        io.write(BASE, 8, 42, 5);
        directory.remove(provider);
        io.boundary(10);
        io.reset();
        probe = new ProbeDevice();
        directory.add(provider);
        io.boundary(1);
        assertThat(io.read(BASE, 8, 2)).isZero();
    }

    @Test
    void inputForADeviceThatLeftIsLostAndCounted() {
        io.send("first", "wire", new byte[1]);
        directory.remove(provider);
        io.boundary(1);
        assertThat(status().errors()).isEqualTo(1);
        assertThat(log)
                .containsExactly(
                        "IO subsystem 1, slot first, error 1: input is lost because the device has"
                                + " left.");
    }

    @Test
    void closingDetaches() {
        io.close();
        assertThat(probe.events).endsWith("detach");
        assertThat(provider.released()).containsExactly(probe);
        directory.remove(provider);
        assertThat(io.due(0)).as("it does not watch any more").isFalse();
    }

    @Test
    void aDeviceMayHoldTheHostsEndItself() {
        probe.channel.enter(new byte[] {'h', 'i'});
        assertThat(probe.events).doesNotContain("in hi");
        assertThat(io.due(5)).isTrue();
        io.boundary(5);
        assertThat(probe.events).contains("in hi");
        assertThat(io.due(6)).isFalse();
        io.close();
        probe.channel.enter(new byte[] {'x'});
        assertThat(io.due(7)).isFalse();
    }

    @Test
    void aHostThatSendsToAPulledBoardDoesNotFillTheMemory() {
        for (int i = 0; i < 70_000; i++) {
            probe.channel.enter(new byte[] {'x'});
        }
        io.send("first", "wire", new byte[] {'y'});
        probe.events.clear();
        io.boundary(1);
        assertThat(probe.events).hasSize(65_537).endsWith("in y");
    }

    @Test
    void whoRecordsHearsOfInputWhenADeviceReceivesIt() {
        List<String> heard = new ArrayList<>();
        io.input(
                (slot, channel, data) -> {
                    assertThat(probe.events).doesNotContain("in " + new String(data, US_ASCII));
                    heard.add(slot + "/" + channel + " " + new String(data, US_ASCII));
                });
        io.send("first", "wire", new byte[] {'a'});
        probe.channel.enter(new byte[] {'b'});
        assertThat(heard).isEmpty();
        io.boundary(5);
        assertThat(heard).containsExactly("first/wire a", "first/wire b");
        assertThat(probe.events).contains("in a", "in b");
    }

    @Test
    void withoutAHostOnlyWhatIsSentComesIn() {
        assertThat(probe.context.hasHost()).isTrue();
        io.send("first", "wire", new byte[] {'w'});
        io.connectHost(false);
        assertThat(probe.context.hasHost()).isFalse();
        probe.channel.enter(new byte[] {'x'});
        io.send("first", "wire", new byte[] {'y'});
        io.boundary(1);
        assertThat(probe.events).contains("in y").doesNotContain("in x", "in w");
        io.connectHost(true);
        probe.channel.enter(new byte[] {'z'});
        io.boundary(2);
        assertThat(probe.events).endsWith("in z");
    }

    @Test
    void tellsDevicesThatTheirBoardGoes() {
        probe.events.clear();
        io.eject(100);
        assertThat(probe.events).containsExactly("eject");
        assertThat(probe.context.clock().nanos()).isEqualTo(1000);
        io.reset();
        assertThat(probe.events).containsExactly("eject", "reset");
    }

    /** Also one that comes with its bundle while the board is on its way out. */
    @Test
    void tellsADeviceThatComesLate() {
        io.eject(100);
        directory.remove(provider);
        io.boundary(200);
        probe = new ProbeDevice();
        directory.add(provider);
        io.boundary(300);
        assertThat(probe.events).containsExactly("attach", "reset", "eject");
        io.reset();
        directory.remove(provider);
        io.boundary(400);
        probe = new ProbeDevice();
        directory.add(provider);
        io.boundary(500);
        assertThat(probe.events).doesNotContain("eject");
    }

    @Test
    void aDeviceThatHangsDoesNotSayThatItGoes() {
        io.faults().arm(4, Fault.parse("device 1 first hang 0"), Trigger.NOW);
        io.read(BASE, 4, 0);
        probe.events.clear();
        io.eject(100);
        assertThat(probe.events).isEmpty();
    }
}
