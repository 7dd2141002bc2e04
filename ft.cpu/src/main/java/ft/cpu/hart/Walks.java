package ft.cpu.hart;

import ft.cpu.memory.MemoryController;
import ft.cpu.translate.TlbTable;
import java.util.Arrays;

/**
 * The {@linkplain Walk walks} of all entries of a TLB. They lie side by side in one array, because
 * they are noted again at every boundary, and memory is what that waits for.
 */
final class Walks {
    private static final long NONE = -1;

    // None until there is one: without paging nobody walks.
    private long[] addresses = {};

    /** Keeps the walk of an entry. */
    void set(int slot, Walk walk) {
        if (addresses.length == 0) {
            if (walk.isEmpty()) {
                return;
            }
            addresses = new long[TlbTable.ENTRIES * Walk.MOST_LEVELS];
            Arrays.fill(addresses, NONE);
        }
        int from = slot * Walk.MOST_LEVELS;
        Arrays.fill(addresses, from, from + Walk.MOST_LEVELS, NONE);
        walk.copyTo(addresses, from);
    }

    /** Notes what was read for an entry. */
    void note(int slot, MemoryController controller) {
        if (addresses.length == 0) {
            return;
        }
        int from = slot * Walk.MOST_LEVELS;
        for (int at = from; at < from + Walk.MOST_LEVELS && addresses[at] != NONE; at++) {
            controller.noteRead(addresses[at]);
        }
    }
}
