package ft.chipset.compare;

import java.util.Arrays;

/**
 * Queue 131 or 132 (P6 [0042]): outbound requests of one CPU subsystem that wait for comparison.
 * Fields in parallel primitive arrays that grow when needed; nothing is allocated per access.
 */
final class AccessQueue {
    private long[] clock;
    private long[] offset;
    private long[] value;
    private int[] kind;
    private long[] check;
    private int head;
    private int tail;

    AccessQueue(int depth) {
        clock = new long[depth];
        offset = new long[depth];
        value = new long[depth];
        kind = new int[depth];
        check = new long[depth];
    }

    int size() {
        return tail - head;
    }

    void add(long atClock, long toOffset, long data, int ofKind) {
        if (tail == clock.length) {
            makeRoom();
        }
        clock[tail] = atClock;
        offset[tail] = toOffset;
        value[tail] = data;
        kind[tail] = ofKind;
        check[tail] = check(atClock, toOffset, data, ofKind);
        tail++;
    }

    private void makeRoom() {
        int size = size();
        int length = size > clock.length / 2 ? clock.length * 2 : clock.length;
        clock = Arrays.copyOf(Arrays.copyOfRange(clock, head, tail), length);
        offset = Arrays.copyOf(Arrays.copyOfRange(offset, head, tail), length);
        value = Arrays.copyOf(Arrays.copyOfRange(value, head, tail), length);
        kind = Arrays.copyOf(Arrays.copyOfRange(kind, head, tail), length);
        check = Arrays.copyOf(Arrays.copyOfRange(check, head, tail), length);
        head = 0;
        tail = size;
    }

    private static long check(long clock, long offset, long value, int kind) {
        return ((clock * 31 + offset) * 31 + value) * 31 + kind;
    }

    /** Flips bits of the data in the entry that was added last. */
    void damage(long mask) {
        value[tail - 1] ^= mask;
    }

    /** Whether the head is what was entered: an entry carries a check of its own. */
    boolean isSound() {
        return check[head] == check(clock(), offset(), value(), kind());
    }

    /** Replaces the head, which is damaged, by what another system sent in its place. */
    void mend(long rightClock, long rightOffset, long rightValue, int rightKind) {
        clock[head] = rightClock;
        offset[head] = rightOffset;
        value[head] = rightValue;
        kind[head] = rightKind;
        check[head] = check(rightClock, rightOffset, rightValue, rightKind);
    }

    void remove() {
        head++;
        if (head == tail) {
            clear();
        }
    }

    void clear() {
        head = 0;
        tail = 0;
    }

    long clock() {
        return clock[head];
    }

    long offset() {
        return offset[head];
    }

    long value() {
        return value[head];
    }

    int kind() {
        return kind[head];
    }

    /** The head in words. */
    String text() {
        return AccessKind.text(kind(), offset(), clock());
    }

    /** Whether both heads are the same request at the same instruction. */
    boolean agrees(AccessQueue other) {
        return clock() == other.clock()
                && offset() == other.offset()
                && value() == other.value()
                && kind() == other.kind();
    }
}
