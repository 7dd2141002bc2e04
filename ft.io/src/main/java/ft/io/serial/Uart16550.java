package ft.io.serial;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.DeviceContext;
import ft.api.slot.HostChannel;
import ft.device.kit.DeviceNodes;
import ft.device.kit.Options;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.log.LogLevel;

/**
 * 16550A UART. What is written is on the line at once, so the transmitter is always empty; what
 * comes from the host waits until the receiver has room, and enters at instruction boundaries.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = {Device.TYPE + "=ns16550a", Device.BAY + "=false"})
public final class Uart16550 implements Device {
    /** Name of the channel to the host. */
    static final String CHANNEL = "serial";

    /** Input clock in Hz, what the device tree says. */
    static final int CLOCK_HZ = 3_686_400;

    private static final int RBR_THR_DLL = 0;
    private static final int IER_DLM = 1;
    private static final int IIR_FCR = 2;
    private static final int LCR = 3;
    private static final int MCR = 4;
    private static final int LSR = 5;
    private static final int MSR = 6;
    private static final int SCR = 7;

    private static final int IER_MASK = 0x0F;
    private static final int IER_RECEIVED = 0x01;
    private static final int IER_THR_EMPTY = 0x02;
    private static final int IER_LINE_STATUS = 0x04;
    private static final int IER_MODEM_STATUS = 0x08;

    private static final int IIR_NONE = 0x01;
    private static final int IIR_LINE_STATUS = 0x06;
    private static final int IIR_RECEIVED = 0x04;
    private static final int IIR_TIMEOUT = 0x0C;
    private static final int IIR_THR_EMPTY = 0x02;
    private static final int IIR_MODEM_STATUS = 0x00;
    private static final int IIR_FIFOS = 0xC0;

    private static final int LCR_DLAB = 0x80;
    private static final int LCR_PARITY = 0x08;
    private static final int LCR_STOP = 0x04;
    private static final int LCR_BITS = 0x03;

    private static final int LSR_DATA_READY = 0x01;
    private static final int LSR_OVERRUN = 0x02;
    private static final int LSR_TRANSMITTER_EMPTY = 0x60;

    private static final int SHORTEST_CHARACTER = 5;
    private static final long CLOCKS_PER_BIT = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ModemLines modem = new ModemLines();
    private DeviceContext context;
    private HostChannel channel;
    private Receiver receiver;

    private int divisor;
    private int ier;
    private int lcr;
    private int scr;
    private boolean thrEmptyPending;

    @Override
    public void attach(DeviceContext newContext) throws DeviceException {
        Options.allow(newContext);
        context = newContext;
        channel = newContext.channel(CHANNEL, this::receive);
        receiver = new Receiver(newContext.clock(), this::characterNanos, this::drive);
    }

    @Override
    public void reset() {
        divisor = 0;
        ier = 0;
        lcr = 0;
        scr = 0;
        thrEmptyPending = false;
        modem.reset();
        receiver.reset();
        drive();
    }

    @Override
    public long read(long offset, int size) {
        int value =
                switch ((int) offset) {
                    case RBR_THR_DLL -> hasDivisorAccess() ? divisor & 0xFF : readReceiver();
                    case IER_DLM -> hasDivisorAccess() ? divisor >>> 8 : ier;
                    case IIR_FCR -> readInterruptIdentity();
                    case LCR -> lcr;
                    case MCR -> modem.control();
                    case LSR -> readLineStatus();
                    case MSR -> modem.readStatus();
                    case SCR -> scr;
                    default -> 0;
                };
        drive();
        return value;
    }

    @Override
    public void write(long offset, int size, long wide) {
        int value = (int) wide & 0xFF;
        switch ((int) offset) {
            case RBR_THR_DLL -> {
                if (hasDivisorAccess()) {
                    divisor = divisor & 0xFF00 | value;
                } else {
                    transmit(value);
                }
            }
            case IER_DLM -> {
                if (hasDivisorAccess()) {
                    divisor = divisor & 0xFF | value << 8;
                } else {
                    enableInterrupts(value & IER_MASK);
                }
            }
            case IIR_FCR -> {
                if (receiver.control(value)) {
                    askForMore();
                }
            }
            case LCR -> {
                lcr = value;
                context.log(LogLevel.DEBUG, this::line);
            }
            case MCR -> {
                modem.control(value);
                askForMore();
            }
            case SCR -> scr = value;
            default -> {
                // LSR and MSR are read only, and there is nothing behind SCR.
            }
        }
        drive();
    }

    @Override
    public String register(long offset, boolean write) {
        boolean divisorAccess = hasDivisorAccess();
        return switch ((int) offset) {
            case RBR_THR_DLL -> divisorAccess ? "DLL" : write ? "THR" : "RBR";
            case IER_DLM -> divisorAccess ? "DLM" : "IER";
            case IIR_FCR -> write ? "FCR" : "IIR";
            case LCR -> "LCR";
            case MCR -> "MCR";
            case LSR -> "LSR";
            case MSR -> "MSR";
            case SCR -> "SCR";
            default -> "";
        };
    }

    @Override
    public void work() {
        if (!modem.isLooped()) {
            receiver.fill();
        }
        drive();
    }

    /** A carrier that is lost is what ends the session of a getty, and begins another. */
    @Override
    public void eject() {
        modem.disconnect();
        drive();
    }

    @Override
    public void state(StateFields fields) {
        fields.version(1);
        divisor = (int) fields.number("divisor", divisor);
        ier = (int) fields.number("ier", ier);
        lcr = (int) fields.number("lcr", lcr);
        scr = (int) fields.number("scr", scr);
        thrEmptyPending = fields.number("thrEmptyPending", thrEmptyPending ? 1 : 0) != 0;
        modem.state(fields);
        receiver.state(fields);
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return Optional.of(
                DeviceNodes.of("serial", context, "ns16550a")
                        .withCells("clock-frequency", CLOCK_HZ));
    }

    private boolean hasDivisorAccess() {
        return (lcr & LCR_DLAB) != 0;
    }

    private void receive(byte[] data) {
        receiver.queue(data);
        work();
    }

    private int readReceiver() {
        int value = receiver.take();
        askForMore();
        return value;
    }

    private void askForMore() {
        if (receiver.hasWaiting() && !modem.isLooped()) {
            context.requestWork();
        }
    }

    private long characterNanos() {
        int start = 1;
        int stop = 1 + ((lcr & LCR_STOP) != 0 ? 1 : 0);
        int parity = (lcr & LCR_PARITY) != 0 ? 1 : 0;
        int bits = start + SHORTEST_CHARACTER + (lcr & LCR_BITS) + parity + stop;
        return bits * CLOCKS_PER_BIT * Math.max(1, divisor) * NANOS_PER_SECOND / CLOCK_HZ;
    }

    /** The format of the line, as people write it. */
    private String line() {
        String speed =
                divisor == 0 ? "no divisor" : CLOCK_HZ / (CLOCKS_PER_BIT * divisor) + " baud";
        return "%s, %d%s%d%s"
                .formatted(
                        speed,
                        SHORTEST_CHARACTER + (lcr & LCR_BITS),
                        (lcr & LCR_PARITY) != 0 ? "P" : "N",
                        (lcr & LCR_STOP) != 0 ? 2 : 1,
                        hasDivisorAccess() ? ", the divisor can be set" : "");
    }

    private void transmit(int value) {
        if (modem.isLooped()) {
            receiver.receive(value);
        } else {
            channel.send(value);
        }
        thrEmptyPending = true;
    }

    /** Enabling the THRE interrupt raises it even if reading IIR had cleared it before. */
    private void enableInterrupts(int value) {
        int changed = ier ^ value;
        ier = value;
        context.log(LogLevel.DEBUG, () -> "interrupts enabled: 0x%x".formatted(value));
        if ((changed & IER_THR_EMPTY) != 0) {
            thrEmptyPending = (value & IER_THR_EMPTY) != 0;
        }
    }

    private int readLineStatus() {
        int value = LSR_TRANSMITTER_EMPTY;
        if (receiver.hasData()) {
            value |= LSR_DATA_READY;
        }
        if (receiver.isOverrun()) {
            value |= LSR_OVERRUN;
            receiver.clearOverrun();
        }
        return value;
    }

    private int readInterruptIdentity() {
        int identity = interruptIdentity();
        if (identity == IIR_THR_EMPTY) {
            thrEmptyPending = false;
        }
        return identity | (receiver.hasFifo() ? IIR_FIFOS : 0);
    }

    /** The pending interrupt of the highest priority. */
    private int interruptIdentity() {
        if (isEnabled(IER_LINE_STATUS) && receiver.isOverrun()) {
            return IIR_LINE_STATUS;
        }
        if (isEnabled(IER_RECEIVED) && receiver.isTriggered()) {
            return IIR_RECEIVED;
        }
        if (isEnabled(IER_RECEIVED) && receiver.isTimedOut()) {
            return IIR_TIMEOUT;
        }
        if (isEnabled(IER_THR_EMPTY) && thrEmptyPending) {
            return IIR_THR_EMPTY;
        }
        if (isEnabled(IER_MODEM_STATUS) && modem.hasChanged()) {
            return IIR_MODEM_STATUS;
        }
        return IIR_NONE;
    }

    private boolean isEnabled(int interrupt) {
        return (ier & interrupt) != 0;
    }

    private void drive() {
        context.interrupt().level(interruptIdentity() != IIR_NONE);
    }
}
