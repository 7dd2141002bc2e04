package ft.crosslink.local;

import ft.api.crosslink.CrosslinkPort;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One direction of a link: a ring buffer of bytes for one writer and one reader.
 *
 * <p>A frame lies in one piece, so that the reader can hand it out where it is: length, path,
 * epoch, sequence number, payload, CRC32C of all before it; 32 bit each, little endian, the whole
 * rounded up to 8 bytes. Where a frame would cross the end of the buffer the rest is marked as
 * padding and the frame begins at its start.
 *
 * <p><b>Threading:</b> {@link #write} by one thread, {@link #corrupt} by that same thread, all else
 * by one other (or the same) thread. The writer publishes whole frames by a release store of the
 * tail; the reader gives room back by a release store of the head. Both may change hands if the
 * hand-over orders memory.
 */
final class Ring {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int PATH = 4;
    private static final int EPOCH = 8;
    private static final int SEQUENCE = 12;
    private static final int HEADER = 16;
    private static final int TRAILER = 4;
    private static final int PADDING = -1;

    // What a frame lends lies in one of some slots, whose number is in the path's upper byte.
    private static final int LENT_SHIFT = 24;
    private static final int SLOTS = 16;

    // Positions count bytes since the beginning and never wrap. The writer's and the reader's lie
    // 128 bytes apart, and as far from whatever the heap puts beside them: two cache lines, since
    // processors fetch lines in pairs.
    private static final int TAIL = 16;
    private static final int HEAD_SEEN = 17;
    private static final int HEAD = 32;
    private static final int TAIL_SEEN = 33;
    private static final int CURSOR = 34;
    private static final int POSITIONS = 48;

    /** Smallest capacity: whatever the positions, a largest frame fits into an empty ring. */
    static final int MIN_CAPACITY = 4 * CrosslinkPort.MAX_FRAME;

    /** What is next for the reader. */
    enum Next {
        /** Nothing. */
        EMPTY,
        /** A frame, whole and undamaged. */
        FRAME,
        /** Bytes that are no frame. */
        DAMAGE
    }

    private final byte[] bytes;
    private final int mask;
    private final long[] positions = new long[POSITIONS];
    private final byte[][][] lent = new byte[SLOTS][][];

    /** The writer's: up to where the reader has to be until a slot is free. */
    private final long[] lentUntil = new long[SLOTS];

    private int nextSlot;
    private final CRC32C writerSum = new CRC32C();
    private final CRC32C readerSum = new CRC32C();

    /** With a capacity that is a power of two, {@link #MIN_CAPACITY} at least. */
    Ring(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < MIN_CAPACITY) {
            throw new IllegalArgumentException(
                    "A ring of %d bytes is no power of two from %d on"
                            .formatted(capacity, MIN_CAPACITY));
        }
        bytes = new byte[capacity];
        mask = capacity - 1;
    }

    /** Appends a frame, or gives false if there is no room. */
    boolean write(int path, int epoch, int sequence, byte[] frame, int offset, int length) {
        int size = size(length);
        long tail = positions[TAIL];
        int at = (int) tail & mask;
        int toEnd = bytes.length - at;
        int needed = size <= toEnd ? size : toEnd + size;
        if (tail + needed - positions[HEAD_SEEN] > bytes.length) {
            positions[HEAD_SEEN] = (long) LONGS.getAcquire(positions, HEAD);
            if (tail + needed - positions[HEAD_SEEN] > bytes.length) {
                return false;
            }
        }
        if (size > toEnd) {
            INTS.set(bytes, at, PADDING);
            at = 0;
        }
        INTS.set(bytes, at, length);
        INTS.set(bytes, at + PATH, path);
        INTS.set(bytes, at + EPOCH, epoch);
        INTS.set(bytes, at + SEQUENCE, sequence);
        System.arraycopy(frame, offset, bytes, at + HEADER, length);
        INTS.set(bytes, at + HEADER + length, sum(writerSum, at, length));
        LONGS.setRelease(positions, TAIL, tail + needed);
        return true;
    }

    /** Appends a frame that lends pages, or gives false if there is no room. */
    boolean lend(
            int path,
            int epoch,
            int sequence,
            byte[] frame,
            int offset,
            int length,
            byte[][] pages,
            int count) {
        long head = (long) LONGS.getAcquire(positions, HEAD);
        if (lentUntil[nextSlot] > head) {
            return false;
        }
        if (lent[nextSlot] == null) {
            lent[nextSlot] = new byte[CrosslinkPort.MAX_LENT][];
        }
        System.arraycopy(pages, 0, lent[nextSlot], 0, count);
        int marked = path | nextSlot + 1 << LENT_SHIFT;
        if (!write(marked, epoch, sequence, frame, offset, length)) {
            return false;
        }
        lentUntil[nextSlot] = positions[TAIL];
        nextSlot = (nextSlot + 1) % SLOTS;
        return true;
    }

    /** Whether the reader has given all room back; if so, nothing is lent any more. Writer only. */
    boolean isTaken() {
        if (!isPassed()) {
            return false;
        }
        for (int slot = 0; slot < SLOTS && lentUntil[slot] > 0; slot++) {
            Arrays.fill(lent[slot], null);
        }
        Arrays.fill(lentUntil, 0);
        nextSlot = 0;
        return true;
    }

    /** Whether the reader has given all room back. For the writer, or who was it until just now. */
    boolean isPassed() {
        return (long) LONGS.getAcquire(positions, HEAD) == positions[TAIL];
    }

    /** Whether the reader has not passed all that was written. */
    boolean hasNext() {
        return positions[CURSOR] != (long) LONGS.getAcquire(positions, TAIL);
    }

    /** Looks at what is next without passing it. */
    Next peek() {
        if (positions[CURSOR] == positions[TAIL_SEEN]) {
            positions[TAIL_SEEN] = (long) LONGS.getAcquire(positions, TAIL);
            if (positions[CURSOR] == positions[TAIL_SEEN]) {
                return Next.EMPTY;
            }
        }
        if (length() == PADDING) {
            positions[CURSOR] += bytes.length - at();
        }
        int length = length();
        long available = positions[TAIL_SEEN] - positions[CURSOR];
        // A damaged length must not lead out of what was written.
        if (length < 0
                || length > CrosslinkPort.MAX_FRAME
                || size(length) > available
                || size(length) > bytes.length - at()
                || (int) INTS.get(bytes, at() + HEADER + length) != sum(readerSum, at(), length)) {
            return Next.DAMAGE;
        }
        return Next.FRAME;
    }

    /** The bytes that {@link #offset()} points into. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the payload of the frame that was peeked at begins. */
    int offset() {
        return at() + HEADER;
    }

    /** Length of its payload. */
    int length() {
        return (int) INTS.get(bytes, at());
    }

    /**
     * Lets the frame that was peeked at come over the way again with one bit flipped.
     *
     * @return whether its check value told
     */
    boolean tellsDamage(int bit) {
        int length = length();
        byte[] arrived = Arrays.copyOfRange(bytes, at(), at() + HEADER + length + TRAILER);
        arrived[bit / 8 % arrived.length] ^= (byte) (1 << bit % 8);
        readerSum.reset();
        readerSum.update(arrived, 0, HEADER + length);
        return (int) readerSum.getValue() != (int) INTS.get(arrived, HEADER + length);
    }

    /** Its path, and in the upper bytes what is to happen to it on its way. */
    int path() {
        return (int) INTS.get(bytes, at() + PATH) & (1 << LENT_SHIFT) - 1;
    }

    /** The pages that it lends, or null. */
    byte[][] lent() {
        int slot = (int) INTS.get(bytes, at() + PATH) >>> LENT_SHIFT;
        return slot == 0 ? null : lent[slot - 1];
    }

    /** Its epoch. */
    int epoch() {
        return (int) INTS.get(bytes, at() + EPOCH);
    }

    /** Its sequence number. */
    int sequence() {
        return (int) INTS.get(bytes, at() + SEQUENCE);
    }

    /** Passes the frame that was peeked at; its bytes stay until {@link #release}. */
    void pass() {
        positions[CURSOR] += size(length());
    }

    /** Passes all that was written: what follows damage has no known beginning. */
    void passAll() {
        positions[TAIL_SEEN] = (long) LONGS.getAcquire(positions, TAIL);
        positions[CURSOR] = positions[TAIL_SEEN];
    }

    /** Gives the room of all that was passed back to the writer. */
    void release() {
        LONGS.setRelease(positions, HEAD, positions[CURSOR]);
    }

    /** Flips a bit of what lies ahead of the reader, counted in bytes from there; for tests. */
    void corrupt(int distance, int bit) {
        bytes[(int) (positions[CURSOR] + distance) & mask] ^= (byte) (1 << bit);
    }

    /** Bytes a frame takes. */
    static int size(int length) {
        return (HEADER + length + TRAILER + 7) & ~7;
    }

    private int at() {
        return (int) positions[CURSOR] & mask;
    }

    private int sum(CRC32C sum, int at, int length) {
        sum.reset();
        sum.update(bytes, at, HEADER + length);
        return (int) sum.getValue();
    }
}
