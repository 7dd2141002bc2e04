package ft.io.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.MainStorage;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.fault.Trigger;
import ft.api.io.InboundPort;
import ft.api.io.SlotDescription;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device that fails harms nobody but its user; the DMA engine moves what it should not. */
class IoFaultsTest {
    private static final long FIRST = 0x1000_0000;
    private static final long SECOND = 0x1000_1000;

    private final DeviceDirectory directory = new DeviceDirectory();
    private final List<String> log = new ArrayList<>();
    private final List<ProbeDevice> probes = new ArrayList<>();
    private final byte[] storage = new byte[64];
    private final SlottedIoSubsystem io;

    IoFaultsTest() {
        directory.add(
                new TestProvider(
                        "probe",
                        () -> {
                            probes.add(new ProbeDevice());
                            return probes.get(probes.size() - 1);
                        }));
        InboundPort port =
                new InboundPort() {
                    @Override
                    public boolean dmaRead(long address, byte[] target, int offset, int length) {
                        return false;
                    }

                    @Override
                    public boolean dmaWrite(long address, byte[] source, int offset, int length) {
                        System.arraycopy(source, offset, storage, (int) address, length);
                        return true;
                    }
                };
        io =
                new SlottedIoSubsystem(
                        1,
                        List.of(slot("first", FIRST), slot("second", SECOND)),
                        10_000,
                        port,
                        directory,
                        () -> new byte[8],
                        (sentence, cause) -> log.add(sentence));
        io.reset();
    }

    private static SlotDescription slot(String name, long base) {
        return new SlotDescription(name, 1, "probe", base, 0x100, 0, Map.of());
    }

    private void arm(String fault, String trigger) {
        io.faults().arm(4, Fault.parse(fault), Trigger.parse(trigger));
    }

    private long read() {
        return io.read(FIRST + 8, 4, 77);
    }

    @ParameterizedTest
    @CsvSource({"error", "hang"})
    void someAccessesGetNoAnswerAndAreCounted(String manner) {
        arm("device 1 first " + manner + " 2", "device first 2");
        assertThat(read()).isEqualTo(8);
        assertThat(read()).isEqualTo(-1);
        io.write(FIRST, 4, 5, 78);
        assertThat(probes.get(0).register).isZero();
        assertThat(read()).isEqualTo(8);
        assertThat(io.masterAborts().count()).isEqualTo(2);
        assertThat(io.slots().get(0).aborts()).isEqualTo(2);
        assertThat(io.slots().get(0).errors()).isEqualTo(2);
        assertThat(log).hasSize(2).allMatch(line -> line.contains("slot first"));
        assertThat(io.faults().takeStrikes())
                .isEqualTo(List.of(new Strike(4, 77, "access to first")));
    }

    @Test
    void wrongDataIsReadAndSent() {
        arm("device 1 first wrong 2", "now");
        assertThat(read()).isEqualTo(9);
        probes.get(0).onWork =
                device -> device.context.dma().write(3, new byte[] {9, 16, 32}, 1, 2);
        probes.get(0).context.requestWork();
        io.boundary(100);
        assertThat(Arrays.copyOfRange(storage, 3, 5)).containsExactly(17, 32);
        probes.get(0).context.requestWork();
        io.boundary(200);
        assertThat(Arrays.copyOfRange(storage, 3, 5)).containsExactly(16, 32);
        assertThat(read()).isEqualTo(8);
    }

    @Test
    void aDeviceThatHangsForGoodDoesNothingUntilReset() {
        arm("device 1 first hang 0", "now");
        probes.get(0).events.clear();
        probes.get(0).context.clock().alarm(() -> probes.get(0).events.add("alarm")).at(1);
        probes.get(0).context.requestWork();
        io.send("first", "wire", "x".getBytes(StandardCharsets.UTF_8));
        io.boundary(10);
        for (int i = 0; i < 100; i++) {
            assertThat(read()).isEqualTo(-1);
        }
        assertThat(probes.get(0).events).isEmpty();
        assertThat(log).as("1, 2, 4, ... 64").hasSize(7);
        assertThat(io.read(SECOND + 8, 4, 80)).isEqualTo(8);
        io.reset();
        assertThat(read()).isEqualTo(8);
    }

    @Test
    void accessesCanBeWatched() {
        io.faults().watch(6, new Trigger.AtDevice("second", 3));
        for (int i = 0; i < 5; i++) {
            io.write(SECOND, 4, i, 100 + i);
        }
        assertThat(io.faults().takeStrikes())
                .isEqualTo(List.of(new Strike(6, 102, "access to second")));
        assertThat(io.faults().takeStrikes()).isEmpty();
    }

    @Test
    void theDmaEngineFlipsABitOfWhatItMoves() {
        byte[] memory = new byte[64];
        MainStorage storageUnit = memory(memory);
        arm("dma 1 9 2", "now");
        byte[] shared = io.sharedResources().sharedMemory();
        io.sharedResources().fetch(storageUnit, 0, 16, 4);
        assertThat(Arrays.copyOfRange(shared, 16, 20)).containsExactly(0, 2, 0, 0);
        byte[] data = {7, 7, 7, 7};
        io.sharedResources().store(storageUnit, 8, data, 0, 4);
        assertThat(Arrays.copyOfRange(memory, 8, 12)).containsExactly(7, 5, 7, 7);
        assertThat(data).as("what came is as it came").containsOnly(7);
        io.sharedResources().store(storageUnit, 8, data, 0, 4);
        assertThat(Arrays.copyOfRange(memory, 8, 12)).containsOnly(7);
        assertThat(io.faults().takeStrikes()).hasSize(1);
    }

    /** Main storage that can be read and restored only. */
    private static MainStorage memory(byte[] bytes) {
        return (MainStorage)
                Proxy.newProxyInstance(
                        IoFaultsTest.class.getClassLoader(),
                        new Class<?>[] {MainStorage.class},
                        (proxy, method, given) -> {
                            int address = (int) (long) given[0];
                            int offset = (int) given[2];
                            int length = (int) given[3];
                            switch (method.getName()) {
                                case "read" ->
                                        System.arraycopy(bytes, address, given[1], offset, length);
                                case "restore" ->
                                        System.arraycopy(given[1], offset, bytes, address, length);
                                default -> throw new UnsupportedOperationException();
                            }
                            return null;
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "device 1 third hang 1, now",
        "device 1 first hang 1, device second 1",
        "device 1 first hang 1, 500",
        "device 1 first hang 1, device third 1",
        "cpu 1, now",
    })
    void whatIsNotThereIsRefused(String fault, String trigger) {
        assertThatThrownBy(() -> arm(fault, trigger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[^\\n]{10,}");
    }
}
