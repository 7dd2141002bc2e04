package ft.io.rtc;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.Alarm;
import ft.api.slot.DeviceContext;
import ft.io.support.DeviceNodes;
import ft.io.support.Halves;
import ft.io.support.Options;
import ft.io.support.RegisterNames;
import ft.io.support.WordRegisters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.log.LogLevel;

/**
 * Goldfish real time clock, in nanoseconds since 1970. It shows guest time from a configured start,
 * so that two runs of a server see the same dates.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = Device.TYPE + "=goldfish-rtc")
public final class GoldfishRtc implements Device, WordRegisters {
    /** Option: time at power on, ISO-8601 or nanoseconds since 1970. */
    static final String START = "start";

    private static final String DEFAULT_START = "2025-01-01T00:00:00Z";

    private static final int TIME_LOW = 0x00;
    private static final int TIME_HIGH = 0x04;
    private static final int ALARM_LOW = 0x08;
    private static final int ALARM_HIGH = 0x0c;
    private static final int IRQ_ENABLED = 0x10;
    private static final int CLEAR_ALARM = 0x14;
    private static final int ALARM_STATUS = 0x18;
    private static final int CLEAR_INTERRUPT = 0x1c;

    private static final RegisterNames NAMES =
            RegisterNames.words(
                    "TIME_LOW",
                    "TIME_HIGH",
                    "ALARM_LOW",
                    "ALARM_HIGH",
                    "IRQ_ENABLED",
                    "CLEAR_ALARM",
                    "ALARM_STATUS",
                    "CLEAR_INTERRUPT");

    private DeviceContext context;
    private Alarm alarm;
    private long start;

    /** What software has set the clock forward by. */
    private long offset;

    private int timeHigh;
    private long alarmTime;
    private boolean alarmArmed;
    private boolean interruptEnabled;
    private boolean interruptPending;

    @Override
    public void attach(DeviceContext newContext) throws DeviceException {
        context = newContext;
        Options.allow(newContext, START);
        start = parseStart(newContext.options().getOrDefault(START, DEFAULT_START));
        alarm = newContext.clock().alarm(this::alarm);
    }

    private long parseStart(String text) throws DeviceException {
        try {
            if (text.matches("[0-9]+")) {
                return Long.parseLong(text);
            }
            Instant instant = Instant.parse(text);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new DeviceException(
                    "Slot %s: the option start is \"%s\", but must be a time such as %s or a number of nanoseconds since 1970."
                            .formatted(context.slot(), text, DEFAULT_START),
                    e);
        }
    }

    @Override
    public void reset() {
        offset = 0;
        timeHigh = 0;
        alarmTime = 0;
        alarmArmed = false;
        interruptEnabled = false;
        interruptPending = false;
        alarm.cancel();
        drive();
    }

    @Override
    public long read(long at, int size) {
        return readAny(at, size);
    }

    @Override
    public void write(long at, int size, long value) {
        writeAny(at, size, value);
    }

    @Override
    public int readWord(int at) {
        return switch (at) {
            case TIME_LOW -> {
                long now = now();
                timeHigh = (int) (now >>> 32);
                yield (int) now;
            }
            case TIME_HIGH -> timeHigh;
            case ALARM_LOW -> (int) alarmTime;
            case ALARM_HIGH -> (int) (alarmTime >>> 32);
            case IRQ_ENABLED -> interruptEnabled ? 1 : 0;
            case ALARM_STATUS -> alarmArmed ? 1 : 0;
            default -> 0;
        };
    }

    @Override
    public void writeWord(int at, int value) {
        switch (at) {
            case TIME_LOW -> set(Halves.withLow(now(), value));
            case TIME_HIGH -> set(Halves.withHigh(now(), value));
            case ALARM_LOW -> {
                alarmTime = Halves.withLow(alarmTime, value);
                alarmArmed = true;
                arm();
            }
            case ALARM_HIGH -> alarmTime = Halves.withHigh(alarmTime, value);
            case IRQ_ENABLED -> interruptEnabled = (value & 1) != 0;
            case CLEAR_ALARM -> {
                alarmArmed = false;
                alarm.cancel();
            }
            case CLEAR_INTERRUPT -> interruptPending = false;
            default -> {
                return;
            }
        }
        drive();
    }

    @Override
    public String register(long at, boolean write) {
        return NAMES.at(at);
    }

    @Override
    public void state(StateFields fields) {
        fields.version(1);
        offset = fields.number("offset", offset);
        timeHigh = (int) fields.number("time.high", timeHigh);
        alarmTime = fields.number("alarm.time", alarmTime);
        alarmArmed = fields.number("alarm.armed", alarmArmed ? 1 : 0) != 0;
        interruptEnabled = fields.number("interrupt.enabled", interruptEnabled ? 1 : 0) != 0;
        interruptPending = fields.number("interrupt.pending", interruptPending ? 1 : 0) != 0;
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return Optional.of(DeviceNodes.of("rtc", context, "google,goldfish-rtc"));
    }

    private long now() {
        return start + offset + context.clock().nanos();
    }

    private void set(long time) {
        offset += time - now();
        if (alarmArmed) {
            arm();
        }
    }

    private void arm() {
        context.log(
                LogLevel.DEBUG, () -> "the alarm is set for " + alarmTime + " ns, it is " + now());
        if (alarmTime <= now()) {
            alarm.cancel();
            alarm();
        } else {
            alarm.at(alarmTime - start - offset);
        }
    }

    private void alarm() {
        alarmArmed = false;
        interruptPending = true;
        drive();
    }

    private void drive() {
        context.interrupt().level(interruptPending && interruptEnabled);
    }
}
