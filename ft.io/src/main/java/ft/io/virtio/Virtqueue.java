package ft.io.virtio;

import ft.api.fields.StateFields;
import ft.io.support.Halves;

/**
 * A split virtqueue, the device's side. Everything in the rings comes from a guest and may be
 * wrong: whatever cannot be followed is a {@link BrokenRingException}, and every loop is bounded by
 * the size of the queue or of an indirect table.
 */
public final class Virtqueue {
    private static final int DESCRIPTOR_SIZE = 16;
    private static final int DESC_F_NEXT = 1;
    private static final int DESC_F_WRITE = 2;
    private static final int DESC_F_INDIRECT = 4;
    private static final int AVAIL_F_NO_INTERRUPT = 1;
    private static final int RING_OFFSET = 4;
    private static final int AVAIL_ENTRY_SIZE = 2;
    private static final int USED_ENTRY_SIZE = 8;
    private static final int INDEX_MASK = 0xFFFF;

    private final int maximum;
    private final GuestMemory memory;
    private final byte[] descriptor = new byte[DESCRIPTOR_SIZE];
    private final byte[] ring;

    private int size;
    private boolean ready;
    private long descriptors;
    private long avail;
    private long used;
    private int nextAvail;
    private int nextUsed;

    /** Differs from the index only while requests are served, so it is no state of its own. */
    private int publishedUsed;

    Virtqueue(int maximum, GuestMemory memory) {
        this.maximum = maximum;
        this.memory = memory;
        ring = new byte[RING_OFFSET + AVAIL_ENTRY_SIZE * maximum + AVAIL_ENTRY_SIZE];
        reset();
    }

    void reset() {
        size = maximum;
        ready = false;
        descriptors = 0;
        avail = 0;
        used = 0;
        nextAvail = 0;
        nextUsed = 0;
        publishedUsed = 0;
    }

    int maximum() {
        return maximum;
    }

    boolean isReady() {
        return ready;
    }

    @Override
    public String toString() {
        return "%s, %d entries, descriptors at 0x%x, available ring at 0x%x, used ring at 0x%x"
                .formatted(ready ? "ready" : "not ready", size, descriptors, avail, used);
    }

    /** Writes a register of the queue; one in use keeps its layout until it is reset. */
    void set(int register, int value) {
        if (register == MmioRegister.QUEUE_READY) {
            ready = (value & 1) != 0;
        } else if (!ready) {
            layOut(register, value);
        }
    }

    private void layOut(int register, int value) {
        switch (register) {
            case MmioRegister.QUEUE_SIZE -> size = value;
            case MmioRegister.QUEUE_DESC_LOW -> descriptors = Halves.withLow(descriptors, value);
            case MmioRegister.QUEUE_DESC_HIGH -> descriptors = Halves.withHigh(descriptors, value);
            case MmioRegister.QUEUE_DRIVER_LOW -> avail = Halves.withLow(avail, value);
            case MmioRegister.QUEUE_DRIVER_HIGH -> avail = Halves.withHigh(avail, value);
            case MmioRegister.QUEUE_DEVICE_LOW -> used = Halves.withLow(used, value);
            case MmioRegister.QUEUE_DEVICE_HIGH -> used = Halves.withHigh(used, value);
            default -> {
                // The other registers are read only.
            }
        }
    }

    /**
     * Looks at the available ring, once for all requests of a boundary: the driver is halted until
     * {@link #publish}, and every look crosses the server.
     */
    void look() throws BrokenRingException {
        if (size == 0 || size > maximum || Integer.bitCount(size) != 1) {
            throw new BrokenRingException(
                    "the size %d is not a power of two up to %d".formatted(size, maximum));
        }
        memory.read(avail, ring, 0, RING_OFFSET + AVAIL_ENTRY_SIZE * size + AVAIL_ENTRY_SIZE);
        if (waiting() > size) {
            throw new BrokenRingException(
                    "%d requests are available in a queue of %d".formatted(waiting(), size));
        }
    }

    private int waiting() {
        return inRing(2) - nextAvail & INDEX_MASK;
    }

    private int inRing(int offset) {
        return (int) GuestMemory.number(ring, offset, 2);
    }

    /** The next request of those that were there at the last {@link #look}, or null. */
    Request next(boolean indirectAllowed) throws BrokenRingException {
        if (waiting() == 0) {
            return null;
        }
        int head = inRing(RING_OFFSET + AVAIL_ENTRY_SIZE * (nextAvail % size));
        nextAvail = nextAvail + 1 & INDEX_MASK;
        return follow(head, indirectAllowed);
    }

    private Request follow(int head, boolean indirectAllowed) throws BrokenRingException {
        Request request = new Request(head, new Buffers(memory), new Buffers(memory));
        long table = descriptors;
        long entries = size;
        long index = head;
        boolean indirect = false;
        // No chain may be longer than the queue, so this is a loop or might as well be one.
        for (int count = 0; count < maximum; count++) {
            if (index >= entries) {
                throw new BrokenRingException(
                        "descriptor %d is outside a table of %d".formatted(index, entries));
            }
            memory.read(table + index * DESCRIPTOR_SIZE, descriptor, 0, DESCRIPTOR_SIZE);
            long address = GuestMemory.number(descriptor, 0, 8);
            long length = GuestMemory.number(descriptor, 8, 4);
            int flags = (int) GuestMemory.number(descriptor, 12, 2);
            if ((flags & DESC_F_INDIRECT) != 0) {
                if (indirect || !indirectAllowed || (flags & DESC_F_NEXT) != 0) {
                    throw new BrokenRingException(
                            "descriptor %d must not be indirect".formatted(index));
                }
                entries = length / DESCRIPTOR_SIZE;
                if (length % DESCRIPTOR_SIZE != 0 || entries == 0) {
                    throw new BrokenRingException(
                            "an indirect table has %d bytes".formatted(length));
                }
                table = address;
                index = 0;
                count = -1;
                indirect = true;
                continue;
            }
            add(request, address, length, (flags & DESC_F_WRITE) != 0);
            if ((flags & DESC_F_NEXT) == 0) {
                return request;
            }
            index = GuestMemory.number(descriptor, 14, 2);
        }
        throw new BrokenRingException(
                "a chain has more descriptors than the %d of the queue".formatted(maximum));
    }

    private static void add(Request request, long address, long length, boolean write)
            throws BrokenRingException {
        if (write) {
            request.out().add(address, length);
        } else if (request.out().length() == 0) {
            request.in().add(address, length);
        } else {
            throw new BrokenRingException("a buffer to read comes after one to write");
        }
    }

    /** Gives a request back; the driver sees it after {@link #publish}. */
    void complete(Request request, long written) throws BrokenRingException {
        long entry = used + RING_OFFSET + (long) USED_ENTRY_SIZE * (nextUsed % size);
        memory.writeNumber(entry, 8, request.head() | written << 32);
        nextUsed = nextUsed + 1 & INDEX_MASK;
    }

    /**
     * Lets the driver see what was completed since the last call.
     *
     * @return whether it wants an interrupt for that
     */
    boolean publish(boolean eventIndex) throws BrokenRingException {
        int completed = nextUsed - publishedUsed & INDEX_MASK;
        publishedUsed = nextUsed;
        if (completed == 0) {
            return false;
        }
        memory.writeShort(used + 2, nextUsed);
        if (eventIndex) {
            memory.writeShort(used + RING_OFFSET + (long) USED_ENTRY_SIZE * size, nextAvail);
            int event = inRing(RING_OFFSET + AVAIL_ENTRY_SIZE * size);
            return (nextUsed - event - 1 & INDEX_MASK) < completed;
        }
        return (inRing(0) & AVAIL_F_NO_INTERRUPT) == 0;
    }

    void state(StateFields fields, String prefix) {
        size = (int) fields.number(prefix + "size", size);
        ready = fields.number(prefix + "ready", ready ? 1 : 0) != 0;
        descriptors = fields.number(prefix + "descriptors", descriptors);
        avail = fields.number(prefix + "avail", avail);
        used = fields.number(prefix + "used", used);
        nextAvail = (int) fields.number(prefix + "nextAvail", nextAvail);
        nextUsed = (int) fields.number(prefix + "nextUsed", nextUsed);
        publishedUsed = nextUsed;
    }
}
