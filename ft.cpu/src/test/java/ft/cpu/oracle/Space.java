package ft.cpu.oracle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The virtual memory of a stream: a table of its own for a window of 2 MiB, in which the pages of
 * its code and data lie side by side, and after them the same pages once more with other
 * permissions. The harness is where it is, for S mode alone.
 *
 * @param base first address of the window
 * @param levels 3 for Sv39, 4 for Sv48
 *     <p>Behind the window are {@link #LARGE_PAGES} pages of 2 MiB, which show all that is around
 *     the slot.
 * @param entries the window's last level: flags, and the page of the slot above them
 * @param large flags of the large pages, and what is added to their place, which has to be a
 *     multiple of their size
 */
record Space(long base, int levels, long[] entries, long[] large) {
    static final int LARGE_PAGES = 4;

    static final int VALID = 1;
    static final int READ = 2;
    static final int WRITE = 4;
    static final int EXECUTE = 8;
    static final int USER = 16;
    static final int ACCESSED = 64;
    static final int DIRTY = 128;

    static final int LARGE_SHIFT = 21;

    private static final long IN_LARGE = (1L << LARGE_SHIFT) - 1;
    private static final int ENTRIES = 512;
    private static final int FIRST_PAGE = Slot.CODE / Slot.PAGE;
    private static final int OWN_PAGES = 4;
    private static final int ALIASES = 12;
    private static final int SV39 = 8;
    private static final int MACHINE = 3;
    private static final long HARNESS = 0x8000_0000L;

    /** A window for a mode, with wrong permissions here and there. */
    static Space random(Random random, int mode, boolean everyFlag) {
        int levels = 3 + random.nextInt(2);
        // In machine mode the code is where it is, and the data has to be in reach.
        int bits = mode == MACHINE ? 33 : 12 + 9 * levels;
        // Any window of 2 MiB that does not meet the harness, in the lower or the upper half.
        long base;
        do {
            base = random.nextLong() << Long.SIZE - bits >> Long.SIZE - bits & ~IN_LARGE;
            base &= mode == MACHINE ? 0xffff_ffffL : -1;
        } while (index(base, 2) == index(HARNESS, 2)
                || mode == MACHINE && base < HARNESS >> 1
                || index(base, 1) + LARGE_PAGES >= ENTRIES);
        long[] entries = new long[ENTRIES];
        // Machine mode looks at it as either of the others.
        int user = mode == 0 || mode == MACHINE && random.nextBoolean() ? USER : 0;
        int all = VALID | ACCESSED | DIRTY | user;
        for (int page = 0; page < OWN_PAGES; page++) {
            boolean code = page < 2;
            int flags = all | READ | (code ? EXECUTE : 0) | WRITE;
            entries[page] = flags | (long) page << 10;
        }
        for (int alias = 0; alias < ALIASES; alias++) {
            int flags = random.nextInt(256) | VALID | ACCESSED | DIRTY;
            if (random.nextInt(3) > 0) {
                flags = all | READ | WRITE | EXECUTE;
                flags ^= 1 << random.nextInt(everyFlag ? 8 : 5);
            }
            // Code is not changed from elsewhere: without FENCE.I anything may be executed.
            int page = OWN_PAGES / 2 + random.nextInt(OWN_PAGES / 2);
            page -= (flags & WRITE) == 0 ? random.nextInt(2) * (OWN_PAGES / 2) : 0;
            // Reserved bits, or the wrong half of a page table.
            long high = random.nextInt(10) == 0 ? 1L << 54 + random.nextInt(10) : 0;
            entries[OWN_PAGES + alias] = flags | (long) page << 10 | high;
        }
        long[] large = new long[LARGE_PAGES];
        for (int page = 0; page < LARGE_PAGES; page++) {
            large[page] = all | READ | WRITE;
            if (page > 0) {
                large[page] ^= 1L << random.nextInt(8);
            }
            if (random.nextInt(4) == 0) {
                large[page] |= 1L << 10 + random.nextInt(9);
            }
        }
        return new Space(base, levels, entries, large);
    }

    /**
     * The same where a hart that marks entries cannot be told from one that faults: what it would
     * have to mark is forbidden.
     */
    static long withoutMarks(long entry) {
        if ((entry & VALID) != 0 && (entry & ACCESSED) == 0) {
            return entry & ~VALID;
        }
        boolean writable = (entry & (READ | WRITE)) == (READ | WRITE);
        return writable && (entry & DIRTY) == 0 ? entry & ~WRITE : entry;
    }

    /** Virtual address of the slot's data by the first of the large pages, if it is in one. */
    long large(long physical) {
        return base + IN_LARGE + 1 + (physical + Slot.DATA & IN_LARGE);
    }

    /** Virtual address of a byte of the slot. */
    long address(int offset) {
        return base + offset - Slot.CODE;
    }

    /** Distance from a page of the slot to its copies with other permissions. */
    static int aliasOffset(Random random) {
        return Slot.PAGE * (OWN_PAGES + random.nextInt(ALIASES + 1));
    }

    long satp(long physical) {
        long mode = SV39 + levels - 3;
        return mode << 60 | physical + Slot.TABLES >>> 12;
    }

    /** Writes the tables. */
    void write(ByteBuffer slot, long physical) {
        slot.putLong(Slot.SATP, satp(physical));
        // Levels from the root on; Sv39 needs one page less, and its root has the harness.
        int table = Slot.TABLES;
        for (int level = levels - 1; level > 0; level--) {
            boolean last = level == 1;
            int next = table + Slot.PAGE;
            if (level == 2) {
                long harness = HARNESS >>> 2 | VALID | READ | EXECUTE | ACCESSED | DIRTY;
                slot.putLong(table + 8 * index(HARNESS, 2), harness);
            }
            if (level == 3) {
                // The lower half of the harness has to be reached from the root as well.
                slot.putLong(table + 8 * index(HARNESS, 3), pointer(physical, next));
            }
            slot.putLong(table + 8 * index(base, level), pointer(physical, last ? window() : next));
            table = next;
        }
        for (int page = 0; page < LARGE_PAGES; page++) {
            long place = physical + Slot.DATA & ~IN_LARGE;
            boolean whole = (physical + Slot.TABLES - 1 & ~IN_LARGE) == place;
            long entry = whole ? large[page] + (place >>> 2) : 0;
            slot.putLong(middle() + 8 * (index(base, 1) + 1 + page), entry);
        }
        for (int page = 0; page < ENTRIES; page++) {
            long entry = entries[page];
            if (entry != 0) {
                long frame = (physical >>> 12) + FIRST_PAGE + (entry >>> 10 & OWN_PAGES - 1);
                slot.putLong(window() + 8 * page, entry & 0xffc0_0000_0000_03ffL | frame << 10);
            }
        }
    }

    /** Offset of the window's last level in the slot. */
    static int window() {
        return Slot.TABLES + 3 * Slot.PAGE;
    }

    /** Offset of the level above it. */
    int middle() {
        return Slot.TABLES + (levels - 2) * Slot.PAGE;
    }

    /** Offsets of the entries of all pages that a stream may use. */
    List<Integer> leaves() {
        List<Integer> leaves = new ArrayList<>();
        for (int page = 0; page < ENTRIES; page++) {
            leaves.add(window() + 8 * page);
        }
        for (int page = 0; page < LARGE_PAGES; page++) {
            leaves.add(middle() + 8 * (index(base, 1) + 1 + page));
        }
        return leaves;
    }

    private static long pointer(long physical, int offset) {
        return physical + offset >>> 12 << 10 | VALID;
    }

    private static int index(long address, int level) {
        return (int) (address >>> 12 + 9 * level) & ENTRIES - 1;
    }
}
