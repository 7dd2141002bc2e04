package ft.test.io;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.device.Device;
import ft.api.fields.StateFields;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.io.IoSubsystemFactory;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Devices of other bundles are put into slots and taken out while the server runs. */
class HotDeviceTest {
    private static final long COUNTER = 0x1000_2000;
    private static final long SECOND_COUNTER = 0x1000_3000;

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    IoSubsystemFactory factory;

    private IoSubsystem io;

    @BeforeEach
    void make() {
        InboundPort nowhere =
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
        io =
                factory.create(
                        0,
                        List.of(
                                slot("uart0", "ns16550a", BoardMap.UART_BASE, Map.of()),
                                slot("finisher", "sifive-test", BoardMap.FINISHER_BASE, Map.of()),
                                slot("rtc", "goldfish-rtc", BoardMap.RTC_BASE, Map.of()),
                                slot(
                                        "disk0",
                                        "virtio-blk",
                                        BoardMap.VIRTIO_BASE,
                                        Map.of("memory", "1MiB")),
                                slot("counter0", "counter", COUNTER, Map.of()),
                                slot("counter1", "counter", SECOND_COUNTER, Map.of())),
                        10_000,
                        nowhere);
        io.reset();
    }

    @AfterEach
    void close() {
        io.close();
    }

    private static SlotDescription slot(
            String name, String device, long base, Map<String, String> options) {
        return new SlotDescription(name, 0, device, base, 0x100, 0, options);
    }

    private ServiceRegistration<Device> register(int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Device.TYPE, "counter");
        properties.put(Constants.SERVICE_RANKING, ranking);
        return context.registerService(
                Device.class,
                new PrototypeServiceFactory<Device>() {
                    @Override
                    public Device getService(
                            Bundle bundle, ServiceRegistration<Device> registration) {
                        return new Counter();
                    }

                    @Override
                    public void ungetService(
                            Bundle bundle,
                            ServiceRegistration<Device> registration,
                            Device device) {
                        ((Counter) device).givenBack = true;
                    }
                },
                properties);
    }

    private SlotStatus status(String name) {
        return io.slots().stream()
                .filter(slot -> slot.slot().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBoardsDevicesAreThere() {
        assertThat(status("uart0").present()).isTrue();
        assertThat(status("finisher").present()).isTrue();
        assertThat(status("rtc").present()).isTrue();
        assertThat(io.read(BoardMap.VIRTIO_BASE, 4, 0)).isEqualTo(0x74726976);
        assertThat(io.rom()).as("the firmware of ft.guest").isNotEmpty();
        assertThat(status("counter0").problem())
                .startsWith(
                        "Slot counter0 is empty: no bundle provides the device type counter; known"
                                + " types: ")
                .contains("goldfish-rtc, ", "ns16550a, ", "sifive-test, ", "virtio-blk, ");
    }

    @Test
    void aDeviceComesLeavesAndReturnsWithItsState() {
        assertThat(io.read(COUNTER, 8, 1)).isEqualTo(-1);
        ServiceRegistration<Device> registration = register(0);
        assertThat(io.due(2)).isTrue();
        io.boundary(2);
        io.write(COUNTER, 8, 100, 3);
        assertThat(io.read(COUNTER, 8, 4)).isEqualTo(100);
        assertThat(io.read(SECOND_COUNTER, 8, 4)).as("each slot has its own").isZero();

        registration.unregister();
        io.boundary(5);
        assertThat(status("counter0").present()).isFalse();
        assertThat(io.read(COUNTER, 8, 6)).isEqualTo(-1);

        registration = register(0);
        io.boundary(7);
        assertThat(io.read(COUNTER, 8, 8)).isEqualTo(101);
        registration.unregister();
    }

    @Test
    void aBetterServiceTakesOverBetweenTwoAccesses() {
        ServiceRegistration<Device> first = register(0);
        io.boundary(1);
        io.write(COUNTER, 8, 7, 2);
        ServiceRegistration<Device> better = register(5);
        io.boundary(3);
        assertThat(io.read(COUNTER, 8, 4)).isEqualTo(7);
        better.unregister();
        io.boundary(5);
        assertThat(io.read(COUNTER, 8, 6)).isEqualTo(8);
        assertThat(io.masterAborts().count()).isZero();
        first.unregister();
    }

    private static final class Counter implements Device {
        private long count;
        private boolean givenBack;

        @Override
        public long read(long offset, int size) {
            if (givenBack) {
                throw new IllegalStateException("used after it was given back");
            }
            return count++;
        }

        @Override
        public void write(long offset, int size, long value) {
            count = value;
        }

        @Override
        public void state(StateFields fields) {
            count = fields.number("count", count);
        }
    }
}
