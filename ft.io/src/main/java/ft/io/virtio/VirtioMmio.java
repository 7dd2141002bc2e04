package ft.io.virtio;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.DeviceContext;
import ft.device.kit.DeviceNodes;
import ft.io.support.WordRegisters;
import java.util.Optional;
import org.osgi.service.log.LogLevel;

/**
 * The MMIO transport of a virtio device, version 2. A subclass is the device behind it: its
 * features, its configuration and what it does with a request.
 *
 * <p>Requests are served at the instruction boundary after the notification. A queue that cannot be
 * followed makes the device need a reset, as the specification has it, and is counted as an error.
 */
public abstract class VirtioMmio implements Device, WordRegisters {
    static final int MAGIC = 0x74726976;
    static final int VERSION = 2;
    static final int VENDOR = 0x53525446;

    private static final int INTERRUPT_USED = 1;
    private static final int INTERRUPT_CONFIG = 2;

    private static final long F_INDIRECT_DESC = 1L << 28;
    private static final long F_EVENT_IDX = 1L << 29;

    /** What is asked for beyond this waits for the next boundary, so that none lasts too long. */
    private static final long BYTES_AT_A_BOUNDARY = 4 << 20;

    private final int queueSize;
    private final Virtqueue[] queues;
    private DeviceContext context;

    private final Negotiation negotiation = new Negotiation(this::offeredFeatures);
    private int queueSel;
    private int interruptStatus;
    private long notified;

    /** Its board goes, and the driver has been told so. */
    private boolean ejected;

    /** Changes of the configuration since power on. */
    private int generation;

    /** Bytes at this boundary; it begins at 0 for each queue, so it is no state. */
    private long spent;

    /** A transport with queues of at most this size, a power of two. */
    protected VirtioMmio(int queueCount, int queueSize) {
        this.queueSize = queueSize;
        queues = new Virtqueue[queueCount];
    }

    /** Device type, as the virtio specification numbers them. */
    protected abstract int deviceId();

    /** Feature bits of the device type; those of the transport are added. */
    protected abstract long deviceFeatures();

    /** The device's configuration space, little-endian. */
    protected abstract byte[] configuration();

    /** Opens what the device needs on the host. */
    protected abstract void open() throws DeviceException;

    /**
     * Serves a request.
     *
     * @return number of bytes written from the start of {@link Request#out()}
     */
    protected abstract long serve(int queue, Request request) throws BrokenRingException;

    /** The device's own state. */
    protected abstract void deviceState(StateFields fields);

    /**
     * Whether the device can serve a request of this queue now. Buffers to receive into wait until
     * there is something to receive; then the device says so with {@link #look}.
     */
    protected boolean canServe(int queue) {
        return true;
    }

    /** The driver writes to the configuration space, which most devices do not let it. */
    protected void writeConfiguration(long offset, int size, long value) {}

    /** The device forgets what it does for a driver: the driver has reset it, or power came on. */
    protected void driverLeft() {}

    /** Power-on reset, after {@link #driverLeft}. */
    protected void powerOn() {}

    /**
     * Its board goes. What the configuration says of it from now on the driver hears of afterwards;
     * what is open is served as always, which should be with an error from now on.
     */
    protected void leave() {}

    /** Whether its board goes, until the next power-on reset. */
    protected final boolean isEjected() {
        return ejected;
    }

    /** What the device is given. */
    protected final DeviceContext context() {
        return context;
    }

    /** Whether the driver has accepted a feature. */
    protected final boolean isNegotiated(long feature) {
        return negotiation.isAccepted(feature);
    }

    /** Whether a driver uses the device. */
    protected final boolean isRunning() {
        return negotiation.isRunning();
    }

    /** Looks at a queue at the next call of {@link #work}, as if the driver had notified it. */
    protected final void look(int queue) {
        notified |= 1L << queue;
        context.requestWork();
    }

    /** Counts work on a request that the length of its buffers does not tell. */
    protected final void spend(long bytes) {
        spent += bytes;
    }

    @Override
    public final void attach(DeviceContext newContext) throws DeviceException {
        context = newContext;
        GuestMemory memory = new GuestMemory(newContext.dma());
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new Virtqueue(queueSize, memory);
        }
        open();
    }

    @Override
    public final void reset() {
        ejected = false;
        generation = 0;
        resetTransport();
        powerOn();
    }

    @Override
    public final void eject() {
        ejected = true;
        leave();
        generation++;
        if (isRunning()) {
            raise(INTERRUPT_CONFIG);
            // What the driver has told of while nobody reached this board is open, too.
            for (int i = 0; i < queues.length; i++) {
                look(i);
            }
        }
    }

    private void resetTransport() {
        negotiation.reset();
        queueSel = 0;
        interruptStatus = 0;
        notified = 0;
        for (Virtqueue queue : queues) {
            queue.reset();
        }
        driverLeft();
        drive();
    }

    @Override
    public final long read(long offset, int size) {
        return offset < MmioRegister.CONFIG
                ? readAny(offset, size)
                : readConfiguration(offset - MmioRegister.CONFIG, size);
    }

    @Override
    public final void write(long offset, int size, long value) {
        if (offset < MmioRegister.CONFIG) {
            writeAny(offset, size, value);
        } else {
            writeConfiguration(offset - MmioRegister.CONFIG, size, value);
        }
    }

    @Override
    public final String register(long offset, boolean write) {
        return MmioRegister.name(offset);
    }

    @Override
    public final int readWord(int offset) {
        Virtqueue queue = selected();
        return switch (offset) {
            case MmioRegister.MAGIC_VALUE -> MAGIC;
            case MmioRegister.VERSION_NUMBER -> VERSION;
            case MmioRegister.DEVICE_ID -> deviceId();
            case MmioRegister.VENDOR_ID -> VENDOR;
            case MmioRegister.DEVICE_FEATURES -> negotiation.offered();
            case MmioRegister.QUEUE_SIZE_MAX -> queue == null ? 0 : queue.maximum();
            case MmioRegister.QUEUE_READY -> queue != null && queue.isReady() ? 1 : 0;
            case MmioRegister.INTERRUPT_STATUS -> interruptStatus;
            case MmioRegister.STATUS -> negotiation.status();
            case MmioRegister.CONFIG_GENERATION -> generation;
            default ->
                    offset >= MmioRegister.SHM_LEN_LOW && offset <= MmioRegister.SHM_BASE_HIGH
                            ? -1
                            : 0;
        };
    }

    @Override
    public final void writeWord(int offset, int value) {
        switch (offset) {
            case MmioRegister.DEVICE_FEATURES_SEL -> negotiation.selectOffered(value);
            case MmioRegister.DRIVER_FEATURES_SEL -> negotiation.selectAccepted(value);
            case MmioRegister.DRIVER_FEATURES -> negotiation.accept(value);
            case MmioRegister.QUEUE_SEL -> queueSel = value;
            case MmioRegister.QUEUE_NOTIFY -> notify(value);
            case MmioRegister.INTERRUPT_ACK -> {
                interruptStatus &= ~value;
                drive();
            }
            case MmioRegister.STATUS -> setStatus(value);
            default -> {
                Virtqueue queue = selected();
                if (queue != null) {
                    queue.set(offset, value);
                    if (offset == MmioRegister.QUEUE_READY) {
                        context.log(
                                LogLevel.DEBUG, () -> "queue %d: %s".formatted(queueSel, queue));
                    }
                }
            }
        }
    }

    @Override
    public final void work() {
        if (!isRunning()) {
            return;
        }
        long pending = notified;
        notified = 0;
        for (int i = 0; i < queues.length && isRunning(); i++) {
            if ((pending & 1L << i) != 0 && queues[i].isReady() && canServe(i)) {
                process(i);
            }
        }
    }

    @Override
    public final void state(StateFields fields) {
        fields.version(1);
        negotiation.state(fields);
        queueSel = (int) fields.number("queueSel", queueSel);
        interruptStatus = (int) fields.number("interruptStatus", interruptStatus);
        notified = fields.number("notified", notified);
        ejected = fields.number("ejected", ejected ? 1 : 0) != 0;
        generation = (int) fields.number("generation", generation);
        for (int i = 0; i < queues.length; i++) {
            queues[i].state(fields, "queue" + i + ".");
        }
        deviceState(fields);
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return Optional.of(node(context));
    }

    static DeviceTreeNode node(DeviceContext context) {
        return DeviceNodes.of("virtio_mmio", context, "virtio,mmio");
    }

    private void process(int index) {
        Virtqueue queue = queues[index];
        try {
            try {
                queue.look();
                serveAll(index);
            } finally {
                // What was done before a ring broke is done.
                if (queue.publish(isNegotiated(F_EVENT_IDX))) {
                    raise(INTERRUPT_USED);
                }
            }
        } catch (BrokenRingException e) {
            negotiation.needReset();
            raise(INTERRUPT_CONFIG);
            context.error(
                    "the driver broke virtqueue %d: %s; the device needs a reset."
                            .formatted(index, e.getMessage()));
        }
    }

    private void serveAll(int index) throws BrokenRingException {
        Virtqueue queue = queues[index];
        boolean indirect = isNegotiated(F_INDIRECT_DESC);
        spent = 0;
        while (canServe(index)) {
            Request request = queue.next(indirect);
            if (request == null) {
                return;
            }
            long written = serve(index, request);
            queue.complete(request, written);
            context.log(
                    LogLevel.TRACE,
                    () ->
                            "queue %d: a request of %d bytes, and %d of %d to write into"
                                    .formatted(
                                            index,
                                            request.in().length(),
                                            written,
                                            request.out().length()));
            spend(request.in().length() + request.out().length());
            if (spent >= BYTES_AT_A_BOUNDARY) {
                look(index);
                return;
            }
        }
    }

    private long offeredFeatures() {
        return deviceFeatures() | F_INDIRECT_DESC | F_EVENT_IDX | Negotiation.F_VERSION_1;
    }

    private void setStatus(int value) {
        if (value == 0) {
            context.log(LogLevel.DEBUG, () -> "the driver resets the device");
            resetTransport();
            return;
        }
        boolean wasRunning = isRunning();
        negotiation.status(value);
        context.log(LogLevel.DEBUG, negotiation::toString);
        if (!wasRunning && isRunning() && notified != 0) {
            context.requestWork();
        }
    }

    private void notify(int queue) {
        if (queue >= 0 && queue < queues.length) {
            look(queue);
        }
    }

    private void raise(int cause) {
        interruptStatus |= cause;
        drive();
    }

    private void drive() {
        context.interrupt().level(interruptStatus != 0);
    }

    private Virtqueue selected() {
        return queueSel >= 0 && queueSel < queues.length ? queues[queueSel] : null;
    }

    private long readConfiguration(long offset, int size) {
        byte[] configuration = configuration();
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            long at = offset + i;
            value = value << 8 | (at < configuration.length ? configuration[(int) at] & 0xFF : 0);
        }
        return value;
    }
}
