package ft.io.rtc;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.Alarm;
import ft.device.kit.Access;
import ft.device.kit.Register;
import ft.device.kit.RegisterDevice;
import ft.io.support.Halves;
import java.time.DateTimeException;
import java.time.Instant;
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
        property = {Device.TYPE + "=goldfish-rtc", Device.BAY + "=false"})
public final class GoldfishRtc extends RegisterDevice {
    /** Option: time at power on, ISO-8601 or nanoseconds since 1970. */
    static final String START = "start";

    private static final String DEFAULT_START = "2025-01-01T00:00:00Z";

    private final Register alarmLow =
            register(0x08, "ALARM_LOW", Access.READ_WRITE).onWrite(low -> armAnew());
    private final Register alarmHigh = register(0x0c, "ALARM_HIGH", Access.READ_WRITE);
    private final Register interruptEnabled =
            register(0x10, "IRQ_ENABLED", Access.READ_WRITE).writable(1);
    private final Register alarmArmed = register(0x18, "ALARM_STATUS", Access.READ_ONLY);

    private Alarm alarm;
    private long start;

    /** What software has set the clock forward by. */
    private long offset;

    /** The upper half of the time at the last read of the lower one. */
    private int timeHigh;

    private boolean interruptPending;

    /** Made by Declarative Services. */
    public GoldfishRtc() {
        wholeWrites();
        register(0x00, "TIME_LOW", Access.READ_WRITE)
                .computed(this::latch, low -> set(Halves.withLow(now(), (int) low)));
        register(0x04, "TIME_HIGH", Access.READ_WRITE)
                .computed(() -> timeHigh, high -> set(Halves.withHigh(now(), (int) high)));
        register(0x14, "CLEAR_ALARM", Access.WRITE_ONLY).onWrite(any -> disarm());
        register(0x1c, "CLEAR_INTERRUPT", Access.WRITE_ONLY)
                .onWrite(any -> interruptPending = false);
        options(START);
        node("rtc", "google,goldfish-rtc");
        interruptWhile(() -> interruptPending && interruptEnabled.has(1));
    }

    @Override
    protected void onAttach() throws DeviceException {
        start = parseStart(context().options().getOrDefault(START, DEFAULT_START));
        alarm = context().clock().alarm(this::alarm);
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
                            .formatted(context().slot(), text, DEFAULT_START),
                    e);
        }
    }

    @Override
    protected void onReset() {
        offset = 0;
        timeHigh = 0;
        interruptPending = false;
        alarm.cancel();
    }

    @Override
    protected int stateVersion() {
        return 2;
    }

    @Override
    protected void onState(StateFields fields, int version) {
        offset = fields.number("offset", offset);
        timeHigh = (int) fields.number("time.high", timeHigh);
        interruptPending = fields.flag("interrupt.pending", interruptPending);
    }

    private long now() {
        return start + offset + context().clock().nanos();
    }

    private long latch() {
        long now = now();
        timeHigh = (int) (now >>> 32);
        return now;
    }

    private void set(long time) {
        offset += time - now();
        if (alarmArmed.has(1)) {
            arm();
        }
    }

    private void armAnew() {
        alarmArmed.set(1);
        arm();
    }

    private void disarm() {
        alarmArmed.set(0);
        alarm.cancel();
    }

    private void arm() {
        long time = alarmHigh.get() << 32 | alarmLow.get();
        context().log(LogLevel.DEBUG, () -> "the alarm is set for " + time + " ns, it is " + now());
        if (time <= now()) {
            alarm.cancel();
            alarm();
        } else {
            alarm.at(time - start - offset);
        }
    }

    private void alarm() {
        alarmArmed.set(0);
        interruptPending = true;
        drive();
    }
}
