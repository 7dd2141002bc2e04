package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.context.ContextFields;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Signature;

/**
 * Address translation by page tables, Sv39 and Sv48. What is found is kept in software TLBs, which
 * {@link ft.cpu.memory.WalkedTables} has emptied when an entry changes that was used; so it is as
 * if every access walked the tables, and no guest can tell when a translation was loaded.
 */
final class PageTables {
    /** In place of a physical address: there is none, and {@link Hart#stop} says why. */
    static final long NOWHERE = -1;

    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int PAGE_SHIFT = 12;
    private static final int INDEX_BITS = 9;

    private static final int MODE_SHIFT = 60;
    private static final int BARE = 0;
    private static final int SV39 = 8;
    private static final int SV48 = 9;

    private static final long VALID = 1;
    private static final long READ = 1 << 1;
    private static final long WRITE = 1 << 2;
    private static final long EXECUTE = 1 << 3;
    private static final long USER = 1 << 4;
    private static final long ACCESSED = 1 << 6;
    private static final long DIRTY = 1 << 7;
    private static final int NUMBER_SHIFT = 10;
    private static final long NUMBER = (1L << 44) - 1;
    // Svnapot, Svpbmt, and what no extension has taken.
    private static final long RESERVED = -1L << 54;

    private final Hart hart;
    private final MemoryController controller;
    private final Pmp protection;

    /** The entries that the last translation was made of; cleared by whoever does without one. */
    final Walk walk = new Walk();

    private final Frame[] walked = new Frame[Walk.MOST_LEVELS];
    private final int[] offsets = new int[Walk.MOST_LEVELS];

    /** /** {@code satp}. */
    private long root;

    PageTables(Hart hart, MemoryController controller, Pmp protection) {
        this.hart = hart;
        this.controller = controller;
        this.protection = protection;
    }

    void reset() {
        root = 0;
    }

    long root() {
        return root;
    }

    /** Writes {@code satp}; one with a mode that is not there changes nothing. */
    void writeRoot(long value) {
        int mode = (int) (value >>> MODE_SHIFT);
        if (mode == BARE || mode == SV39 || mode == SV48) {
            root = value;
        }
    }

    /** Whether addresses of a mode are virtual. */
    boolean translates(Privilege mode) {
        return mode != Privilege.MACHINE && root >>> MODE_SHIFT != BARE;
    }

    /** The physical address of a virtual one, or {@link #NOWHERE}. */
    long translate(long address, Access access, Privilege mode) {
        int levels = root >>> MODE_SHIFT == SV39 ? 3 : 4;
        int unused = 64 - PAGE_SHIFT - INDEX_BITS * levels;
        if (address << unused >> unused != address) {
            return fail(access.pageFault, address);
        }
        walk.clear();
        long table = (root & NUMBER) << PAGE_SHIFT;
        for (int level = levels - 1; level >= 0; level--) {
            int shift = PAGE_SHIFT + INDEX_BITS * level;
            long at = table + ((address >>> shift & (1 << INDEX_BITS) - 1) << 3);
            if (!controller.isMemory(at)
                    || !protection.allows(at, Long.BYTES, Access.LOAD, Privilege.SUPERVISOR)) {
                return fail(access.accessFault, address);
            }
            if (controller.guards.stops(at, Long.BYTES)) {
                hart.stop = Stop.GUARD;
                return NOWHERE;
            }
            Frame frame = controller.frameToRead(at);
            walk.add(at);
            walked[level] = frame;
            offsets[level] = (int) at & PAGE - 1;
            long entry = (long) Bytes.LONG.get(frame.data, offsets[level]);
            if ((entry & VALID) == 0
                    || (entry & RESERVED) != 0
                    || (entry & (READ | WRITE)) == WRITE) {
                return fail(access.pageFault, address);
            }
            table = (entry >>> NUMBER_SHIFT & NUMBER) << PAGE_SHIFT;
            if ((entry & (READ | EXECUTE)) != 0) {
                long inPage = (1L << shift) - 1;
                if (!permits(entry, access, mode) || (table & inPage) != 0) {
                    return fail(access.pageFault, address);
                }
                if (!mark(entry, at, access, address)) {
                    return NOWHERE;
                }
                for (int used = level; used < levels; used++) {
                    controller.tables.use(walked[used], offsets[used]);
                }
                return table | address & inPage;
            }
            if ((entry & (ACCESSED | DIRTY | USER)) != 0) {
                return fail(access.pageFault, address);
            }
        }
        return fail(access.pageFault, address);
    }

    /**
     * The physical address of a virtual one, or {@link #NOWHERE}, as somebody finds it who only
     * looks: no rights are asked for, and nothing is marked, noted or raised.
     */
    long find(long address) {
        int levels = root >>> MODE_SHIFT == SV39 ? 3 : 4;
        int unused = 64 - PAGE_SHIFT - INDEX_BITS * levels;
        if (address << unused >> unused != address) {
            return NOWHERE;
        }
        byte[] bytes = new byte[Long.BYTES];
        long table = (root & NUMBER) << PAGE_SHIFT;
        for (int level = levels - 1; level >= 0; level--) {
            int shift = PAGE_SHIFT + INDEX_BITS * level;
            long at = table + ((address >>> shift & (1 << INDEX_BITS) - 1) << 3);
            if (!controller.peek(at, bytes, 0, bytes.length)) {
                return NOWHERE;
            }
            long entry = (long) Bytes.LONG.get(bytes, 0);
            if ((entry & VALID) == 0 || (entry & (READ | WRITE)) == WRITE) {
                return NOWHERE;
            }
            table = (entry >>> NUMBER_SHIFT & NUMBER) << PAGE_SHIFT;
            if ((entry & (READ | EXECUTE)) != 0) {
                long inPage = (1L << shift) - 1;
                return table & ~inPage | address & inPage;
            }
        }
        return NOWHERE;
    }

    private long fail(Cause cause, long address) {
        hart.raise(cause, address);
        return NOWHERE;
    }

    private boolean permits(long entry, Access access, Privilege mode) {
        boolean usersPage = (entry & USER) != 0;
        boolean reachable =
                mode == Privilege.USER
                        ? usersPage
                        : !usersPage || access != Access.FETCH && hart.status.has(Status.SUM);
        long needed =
                switch (access) {
                    case FETCH -> EXECUTE;
                    case LOAD -> hart.status.has(Status.MXR) ? READ | EXECUTE : READ;
                    case STORE -> WRITE;
                };
        return reachable && (entry & needed) != 0;
    }

    // Marks a page as accessed, and as dirty if it is to be written (Svadu), or fails (Svade).
    private boolean mark(long entry, long at, Access access, long address) {
        long needed = access == Access.STORE ? ACCESSED | DIRTY : ACCESSED;
        if ((entry & needed) == needed) {
            return true;
        }
        if (!hart.environment.updatesPageTables()) {
            fail(access.pageFault, address);
            return false;
        }
        if (!controller.dram().contains(at, Long.BYTES)
                || !protection.allows(at, Long.BYTES, Access.STORE, Privilege.SUPERVISOR)) {
            fail(access.accessFault, address);
            return false;
        }
        Frame frame = controller.frameToWrite(at, Long.BYTES);
        int offset = (int) at & PAGE - 1;
        Bytes.LONG.set(frame.data, offset, entry | needed);
        controller.marked(frame, offset);
        controller.signature = Signature.store(controller.signature, at, entry | needed);
        return true;
    }

    void context(ContextFields fields) {
        root = fields.number(root);
    }
}
