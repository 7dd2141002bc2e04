package ft.test.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.device.Device;
import ft.api.fields.StateFields;
import ft.api.observe.LoggerNames;
import ft.api.observe.Observatory;
import ft.api.slot.DeviceContext;
import ft.test.support.Lab;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** What happens to servers and what devices log is in the OSGi log, by logger and level. */
class LogTest {
    private static final String NAME = "logged";
    private static final String SLOT = "rng0";

    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin admin;
    @InjectService LogReaderService reader;

    @InjectService(timeout = 10_000)
    Observatory observatory;

    private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
    private final LogListener listener = entries::add;
    private final AtomicInteger made = new AtomicInteger();
    private ServiceRegistration<Device> talker;
    private ObservedServer observed;

    @BeforeEach
    void open() throws Exception {
        reader.addLogListener(listener);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Device.TYPE, "talker");
        talker = context.registerService(Device.class, new Talkers(), properties);
        observed =
                new ObservedServer(
                        context,
                        admin,
                        NAME,
                        SLOT + " io=0 device=talker base=0x10003000 size=0x1000");
    }

    @AfterEach
    void close() throws Exception {
        observatory.logLevel(LoggerNames.system(NAME, 1), null);
        observatory.logLevel(LoggerNames.device(NAME, SLOT), null);
        observed.close();
        talker.unregister();
        reader.removeLogListener(listener);
    }

    private List<String> logged(String logger, LogLevel level) {
        return entries.stream()
                .filter(e -> e.getLogLevel() == level && logger.equals(e.getLoggerName()))
                .map(LogEntry::getMessage)
                .toList();
    }

    @Test
    void levelsAreSetForEachSystemAndEachDevice() throws Exception {
        String first = LoggerNames.system(NAME, 0);
        String second = LoggerNames.system(NAME, 1);
        String device = LoggerNames.device(NAME, SLOT);
        observatory.logLevel(second, LogLevel.INFO);
        observatory.logLevel(device, LogLevel.DEBUG);
        assertThat(observatory.logLevels())
                .containsEntry(second, LogLevel.INFO)
                .containsEntry(device, LogLevel.DEBUG)
                .doesNotContainKey(first);

        observed.boot();
        Lab.await("Online sync is logged", () -> says(second, LogLevel.INFO, "ST4 Online sync"));
        Lab.await("the device is heard", () -> says(device, LogLevel.DEBUG, "reset 1"));
        assertThat(logged(second, LogLevel.DEBUG)).as("notes are below INFO").isEmpty();
        assertThat(logged(first, LogLevel.INFO)).as("nobody has asked for it").isEmpty();
        assertThat(entries)
                .filteredOn(e -> device.equals(e.getLoggerName()))
                .allMatch(e -> e.getBundle().getSymbolicName().equals("ft.observe"));
    }

    private boolean says(String logger, LogLevel level, String text) {
        return logged(logger, level).stream().anyMatch(line -> line.contains(text));
    }

    @Test
    void whatNobodyWantsIsNotPutIntoWords() throws Exception {
        observed.boot();
        assertThat(made).hasValue(0);
        assertThat(observed.server().slots())
                .filteredOn(slot -> slot.slot().name().equals(SLOT))
                .allMatch(slot -> slot.present());
    }

    /** Devices that log each reset. */
    private final class Talkers implements PrototypeServiceFactory<Device> {
        @Override
        public Device getService(Bundle bundle, ServiceRegistration<Device> registration) {
            return new Talker();
        }

        @Override
        public void ungetService(
                Bundle bundle, ServiceRegistration<Device> registration, Device device) {}
    }

    private final class Talker implements Device {
        private DeviceContext context;
        private long resets;

        @Override
        public void attach(DeviceContext newContext) {
            context = newContext;
        }

        @Override
        public void reset() {
            resets++;
            context.log(
                    LogLevel.DEBUG,
                    () -> {
                        made.incrementAndGet();
                        return "reset 1 of " + resets;
                    });
        }

        @Override
        public long read(long offset, int size) {
            return resets;
        }

        @Override
        public void write(long offset, int size, long value) {}

        @Override
        public void state(StateFields fields) {
            resets = fields.number("resets", resets);
        }
    }
}
