package ft.io.serial;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Alarm;
import ft.api.device.Device;
import ft.api.device.DeviceContext;
import ft.api.device.HostChannel;
import ft.api.device.StateFields;
import ft.io.support.DeviceNodes;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * 16550A UART. What is written is on the line at once, so the transmitter is always empty; what
 * comes from the host waits until the receiver has room, and enters at instruction boundaries.
 */
@Component(
        service = Device.class,
        scope = ServiceScope.PROTOTYPE,
        property = Device.TYPE + "=ns16550a")
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

    private static final int FCR_ENABLE = 0x01;
    private static final int FCR_CLEAR_RECEIVER = 0x02;
    private static final int[] TRIGGERS = {1, 4, 8, 14};

    private static final int LCR_DLAB = 0x80;
    private static final int LCR_PARITY = 0x08;
    private static final int LCR_STOP = 0x04;
    private static final int LCR_BITS = 0x03;

    private static final int MCR_LOOP = 0x10;
    private static final int MCR_MASK = 0x1F;

    private static final int LSR_DATA_READY = 0x01;
    private static final int LSR_OVERRUN = 0x02;
    private static final int LSR_TRANSMITTER_EMPTY = 0x60;

    private static final int MSR_DELTAS = 0x0F;
    private static final int MSR_TERI = 0x04;
    private static final int MSR_RI = 0x40;

    /** Clear to send, data set ready and carrier: the host is always there. */
    private static final int MSR_CONNECTED = 0xB0;

    private static final int FIFO_SIZE = 16;
    private static final int TIMEOUT_CHARACTERS = 4;

    private final ByteFifo receiver = new ByteFifo();
    private final ByteFifo waiting = new ByteFifo();
    private DeviceContext context;
    private HostChannel channel;
    private Alarm timeout;

    private int divisor;
    private int ier;
    private int fcr;
    private int lcr;
    private int mcr;
    private int msr;
    private int scr;
    private boolean overrun;
    private boolean thrEmptyPending;
    private boolean timedOut;

    @Override
    public void attach(DeviceContext newContext) {
        context = newContext;
        channel = newContext.channel(CHANNEL, this::receive);
        timeout = newContext.clock().alarm(this::timeout);
    }

    @Override
    public void reset() {
        divisor = 0;
        ier = 0;
        fcr = 0;
        lcr = 0;
        mcr = 0;
        msr = MSR_CONNECTED;
        scr = 0;
        overrun = false;
        thrEmptyPending = false;
        clearReceiver();
        waiting.clear();
        drive();
    }

    @Override
    public long read(long offset, int size) {
        int value =
                switch ((int) offset) {
                    case RBR_THR_DLL -> divisorLatch() ? divisor & 0xFF : readReceiver();
                    case IER_DLM -> divisorLatch() ? divisor >>> 8 : ier;
                    case IIR_FCR -> readInterruptIdentity();
                    case LCR -> lcr;
                    case MCR -> mcr;
                    case LSR -> readLineStatus();
                    case MSR -> readModemStatus();
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
                if (divisorLatch()) {
                    divisor = divisor & 0xFF00 | value;
                } else {
                    transmit(value);
                }
            }
            case IER_DLM -> {
                if (divisorLatch()) {
                    divisor = divisor & 0xFF | value << 8;
                } else {
                    enableInterrupts(value & 0x0F);
                }
            }
            case IIR_FCR -> controlFifos(value);
            case LCR -> lcr = value;
            case MCR -> controlModem(value & MCR_MASK);
            case SCR -> scr = value;
            default -> {
                // LSR and MSR are read only, and there is nothing behind SCR.
            }
        }
        drive();
    }

    @Override
    public void work() {
        fillReceiver();
        drive();
    }

    @Override
    public void state(StateFields fields) {
        fields.version(1);
        divisor = (int) fields.number("divisor", divisor);
        ier = (int) fields.number("ier", ier);
        fcr = (int) fields.number("fcr", fcr);
        lcr = (int) fields.number("lcr", lcr);
        mcr = (int) fields.number("mcr", mcr);
        msr = (int) fields.number("msr", msr);
        scr = (int) fields.number("scr", scr);
        overrun = fields.number("overrun", overrun ? 1 : 0) != 0;
        thrEmptyPending = fields.number("thrEmptyPending", thrEmptyPending ? 1 : 0) != 0;
        timedOut = fields.number("timedOut", timedOut ? 1 : 0) != 0;
        state(fields, "receiver", receiver);
        state(fields, "waiting", waiting);
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return Optional.of(
                DeviceNodes.of("serial", context, "ns16550a")
                        .withCells("clock-frequency", CLOCK_HZ));
    }

    private static void state(StateFields fields, String name, ByteFifo fifo) {
        byte[] content = fields.bytes(name, fifo.toBytes());
        fifo.clear();
        fifo.addAll(content);
    }

    private boolean divisorLatch() {
        return (lcr & LCR_DLAB) != 0;
    }

    private boolean loopback() {
        return (mcr & MCR_LOOP) != 0;
    }

    private int capacity() {
        return (fcr & FCR_ENABLE) != 0 ? FIFO_SIZE : 1;
    }

    private int trigger() {
        return (fcr & FCR_ENABLE) != 0 ? TRIGGERS[fcr >>> 6] : 1;
    }

    private void receive(byte[] data) {
        waiting.addAll(data);
        fillReceiver();
        drive();
    }

    /** In loopback the host is cut off; its bytes wait. */
    private void fillReceiver() {
        if (loopback() || waiting.isEmpty() || receiver.size() >= capacity()) {
            return;
        }
        while (!waiting.isEmpty() && receiver.size() < capacity()) {
            receiver.add(waiting.take());
        }
        timedOut = false;
        startTimeout();
    }

    private int readReceiver() {
        if (receiver.isEmpty()) {
            return 0;
        }
        int value = receiver.take();
        timedOut = false;
        startTimeout();
        askForMore();
        return value;
    }

    private void askForMore() {
        if (!waiting.isEmpty()) {
            context.requestWork();
        }
    }

    private void clearReceiver() {
        receiver.clear();
        timedOut = false;
        timeout.cancel();
    }

    /** Characters below the trigger level are reported after four character times of silence. */
    private void startTimeout() {
        if (receiver.isEmpty() || (fcr & FCR_ENABLE) == 0) {
            timeout.cancel();
        } else {
            timeout.at(context.clock().nanos() + TIMEOUT_CHARACTERS * characterNanos());
        }
    }

    private long characterNanos() {
        int bits =
                1 + 5 + (lcr & LCR_BITS) + ((lcr & LCR_PARITY) >> 3) + 1 + ((lcr & LCR_STOP) >> 2);
        return bits * 16L * Math.max(1, divisor) * 1_000_000_000L / CLOCK_HZ;
    }

    private void timeout() {
        timedOut = !receiver.isEmpty();
        drive();
    }

    private void transmit(int value) {
        if (!loopback()) {
            channel.send(value);
        } else if (receiver.size() < capacity()) {
            receiver.add(value);
            timedOut = false;
            startTimeout();
        } else {
            overrun = true;
        }
        thrEmptyPending = true;
    }

    /** Enabling the THRE interrupt raises it even if reading IIR had cleared it before. */
    private void enableInterrupts(int value) {
        int changed = ier ^ value;
        ier = value;
        if ((changed & IER_THR_EMPTY) != 0) {
            thrEmptyPending = (value & IER_THR_EMPTY) != 0;
        }
    }

    private void controlFifos(int value) {
        boolean toggled = ((fcr ^ value) & FCR_ENABLE) != 0;
        if (toggled || (value & FCR_CLEAR_RECEIVER) != 0) {
            clearReceiver();
            askForMore();
        }
        // The other bits can only be programmed together with the enable bit.
        fcr = (value & FCR_ENABLE) != 0 ? value & (IIR_FIFOS | FCR_ENABLE) : 0;
    }

    private void controlModem(int value) {
        boolean wasLooped = loopback();
        mcr = value;
        int inputs = MSR_CONNECTED;
        if (loopback()) {
            // DTR to DSR, RTS to CTS, OUT1 to RI, OUT2 to DCD
            inputs = (value & 0x0C) << 4 | (value & 0x02) << 3 | (value & 0x01) << 5;
        }
        int changed = (msr ^ inputs) & 0xF0;
        int deltas = changed >> 4 & ~MSR_TERI;
        if ((changed & MSR_RI) != 0 && (inputs & MSR_RI) == 0) {
            deltas |= MSR_TERI;
        }
        msr = inputs | msr & MSR_DELTAS | deltas;
        if (wasLooped && !loopback()) {
            askForMore();
        }
    }

    private int readLineStatus() {
        int value = LSR_TRANSMITTER_EMPTY;
        if (!receiver.isEmpty()) {
            value |= LSR_DATA_READY;
        }
        if (overrun) {
            value |= LSR_OVERRUN;
            overrun = false;
        }
        return value;
    }

    private int readModemStatus() {
        int value = msr;
        msr &= ~MSR_DELTAS;
        return value;
    }

    private int readInterruptIdentity() {
        int identity = interruptIdentity();
        if (identity == IIR_THR_EMPTY) {
            thrEmptyPending = false;
        }
        return identity | ((fcr & FCR_ENABLE) != 0 ? IIR_FIFOS : 0);
    }

    /** The pending interrupt of the highest priority. */
    private int interruptIdentity() {
        if ((ier & IER_LINE_STATUS) != 0 && overrun) {
            return IIR_LINE_STATUS;
        }
        if ((ier & IER_RECEIVED) != 0) {
            if (receiver.size() >= trigger()) {
                return IIR_RECEIVED;
            }
            if (timedOut) {
                return IIR_TIMEOUT;
            }
        }
        if ((ier & IER_THR_EMPTY) != 0 && thrEmptyPending) {
            return IIR_THR_EMPTY;
        }
        if ((ier & IER_MODEM_STATUS) != 0 && (msr & MSR_DELTAS) != 0) {
            return IIR_MODEM_STATUS;
        }
        return IIR_NONE;
    }

    private void drive() {
        context.interrupt().level(interruptIdentity() != IIR_NONE);
    }
}
