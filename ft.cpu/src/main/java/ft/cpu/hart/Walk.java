package ft.cpu.hart;

import ft.cpu.memory.MemoryController;

/**
 * The entries of page tables that a translation was made of. Whoever keeps the translation keeps
 * them too, since they count as read whenever it is used.
 */
final class Walk {
    static final int MOST_LEVELS = 4;

    private final long[] addresses = new long[MOST_LEVELS];
    private int count;

    /** None: an address that was not translated, or is about to be. */
    void clear() {
        count = 0;
    }

    /** One more, by its physical address. */
    void add(long address) {
        addresses[count++] = address;
    }

    /** Those of another one. */
    void set(Walk other) {
        count = other.count;
        for (int index = 0; index < count; index++) {
            addresses[index] = other.addresses[index];
        }
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return count == 0;
    }

    /** Copies them to a place in an array. */
    void copyTo(long[] target, int from) {
        System.arraycopy(addresses, 0, target, from, count);
    }

    /** Notes that they were read. */
    void note(MemoryController controller) {
        for (int index = 0; index < count; index++) {
            controller.noteRead(addresses[index]);
        }
    }
}
