package ft.cpu.oracle;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The virtual memory of a stream: a table of its own for a window of 2 MiB, in which the pages of
 * its code and data lie side by side, and after them the same pages once more with other
 * permissions. The harness is where it is, for S mode alone.
 *
 * @param base first address of the window
 * @param levels 3 for Sv39, 4 for Sv48
 * @param entries the window's last level: flags, and the page of the slot above them
 */
record Space(long base, int levels, long[] entries) {
    static final int VALID = 1;
    static final int READ = 2;
    static final int WRITE = 4;
    static final int EXECUTE = 8;
    static final int USER = 16;
    static final int ACCESSED = 64;
    static final int DIRTY = 128;

    private static final int ENTRIES = 512;
    private static final int FIRST_PAGE = Slot.CODE / Slot.PAGE;
    private static final int OWN_PAGES = 4;
    private static final int ALIASES = 12;
    private static final int SV39 = 8;
    private static final long HARNESS = 0x8000_0000L;

    /** A window for a mode, with wrong permissions here and there. */
    static Space random(Random random, int mode, boolean everyFlag) {
        int levels = 3 + random.nextInt(2);
        int bits = 12 + 9 * levels;
        // Any window of 2 MiB that does not meet the harness, in the lower or the upper half.
        long base;
        do {
            base = random.nextLong() << Long.SIZE - bits >> Long.SIZE - bits & -(2L << 20);
        } while (index(base, 2) == index(HARNESS, 2));
        long[] entries = new long[ENTRIES];
        int user = mode == 0 ? USER : 0;
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
        return new Space(base, levels, entries);
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
        for (int page = 0; page < ENTRIES; page++) {
            long entry = entries[page];
            if (entry != 0) {
                long frame = (physical >>> 12) + FIRST_PAGE + (entry >>> 10 & OWN_PAGES - 1);
                slot.putLong(window() + 8 * page, entry & 0xffc0_0000_0000_03ffL | frame << 10);
            }
        }
    }

    private static int window() {
        return Slot.TABLES + 3 * Slot.PAGE;
    }

    private static long pointer(long physical, int offset) {
        return physical + offset >>> 12 << 10 | VALID;
    }

    private static int index(long address, int level) {
        return (int) (address >>> 12 + 9 * level) & ENTRIES - 1;
    }
}
