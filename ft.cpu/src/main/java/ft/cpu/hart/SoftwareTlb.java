package ft.cpu.hart;

import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;
import ft.cpu.translate.RegionState;
import ft.cpu.translate.TlbTable;
import java.util.Arrays;

/**
 * A software TLB of a hart for loads and stores, by the addresses that the hart uses; an entry
 * covers a granule of tracking: a page or a line. A tag is the address of a granule, or {@link
 * TlbTable#NOTHING}; an address of which the bits that must be 0 for alignment are kept, and the
 * other offset bits cleared, equals it only if the access may simply go ahead.
 *
 * <p>What there is of an entry lies beside the same of its neighbours, not with it: at a boundary
 * permissions are taken from all entries, and then noted again one by one, and both take the longer
 * the more lines of the host's cache they go through.
 */
final class SoftwareTlb implements Permissions {
    private static final int ENTRIES = TlbTable.ENTRIES;

    // Beyond this it takes longer to look for those that are in use than to go through all.
    private static final int FEW = ENTRIES / 8;

    /** Permissions, and the ways to physical addresses. */
    final int[] table = TlbTable.make();

    /** Content of the pages that entries are in. */
    final byte[][] data = new byte[ENTRIES][];

    // Of those pages; null where an entry is not in use.
    private final Frame[] frames = new Frame[ENTRIES];
    private final Walks walks = new Walks();
    private final int[] touched = new int[2 * ENTRIES];

    private final MemoryController controller;
    private final int granuleShift;
    // An address without its place in the granule, which is what an entry covers.
    private final long granule;
    // The entries in use, so that withdrawing costs what is in use.
    private final int[] used = new int[ENTRIES];
    private int usedCount;
    // Those of them that have a permission that is not suspended.
    private final int[] active = new int[ENTRIES];
    private final boolean[] isActive = new boolean[ENTRIES];
    private int activeCount;

    /** How often {@link #remembers} said that it does. */
    int remembered;

    SoftwareTlb(MemoryController controller) {
        this.controller = controller;
        granuleShift = controller.granuleShift();
        granule = -1L << granuleShift;
        controller.add(this);
    }

    /** Whether an access is known to be permitted. */
    boolean permits(long address, int size, Access access) {
        int section = access == Access.STORE ? TlbTable.WRITES : TlbTable.READS;
        return covers(get(section, slot(address)), address, size);
    }

    private boolean covers(long tag, long address, int size) {
        return tag == (address & granule) && tag == (address + size - 1 & granule);
    }

    /** The physical address of one that is permitted. */
    long physical(long address) {
        return address + get(TlbTable.TO_PHYSICAL, slot(address));
    }

    /**
     * Whether the physical address of an access is known, though a permission may be suspended;
     * notes what was looked at to find it. Whether the access takes place is still to be seen.
     */
    boolean remembers(long address, int size, Access access) {
        int slot = slot(address);
        int section = access == Access.STORE ? TlbTable.SUSPENDED_WRITES : TlbTable.SUSPENDED_READS;
        if (!covers(get(section, slot), address, size)) {
            return false;
        }
        walks.note(slot, controller);
        remembered++;
        return true;
    }

    /** Notes what translated code has taken up again. */
    void settle(RegionState state) {
        for (int index = 0; index < state.touches; index++) {
            int permission = touched[index];
            boolean reads = permission < TlbTable.WRITES;
            int section = reads ? TlbTable.READS : TlbTable.WRITES;
            int slot = permission - section;
            walks.note(slot, controller);
            long physical = get(section, slot) + get(TlbTable.TO_PHYSICAL, slot);
            if (reads) {
                controller.noteRead(physical);
            } else {
                controller.noteWritten(physical);
            }
            activate(slot);
        }
        state.touches = 0;
    }

    /** Shows itself to translated code. */
    void show(RegionState state) {
        state.tlb = table;
        state.data = data;
        state.touched = touched;
    }

    void permitReads(long address, long physical, Frame frame, Walk walk) {
        int slot = enter(address, physical, frame, walk);
        set(TlbTable.SUSPENDED_READS, slot, address & granule);
        set(TlbTable.READS, slot, address & granule);
        activate(slot);
    }

    void permitWrites(long address, long physical, Frame frame, Walk walk) {
        int slot = enter(address, physical, frame, walk);
        set(TlbTable.SUSPENDED_WRITES, slot, address & granule);
        set(TlbTable.WRITES, slot, address & granule);
        activate(slot);
    }

    private void activate(int slot) {
        if (!isActive[slot]) {
            isActive[slot] = true;
            active[activeCount++] = slot;
        }
    }

    private int slot(long address) {
        return (int) (address >>> granuleShift) & ENTRIES - 1;
    }

    private long get(int section, int slot) {
        return TlbTable.get(table, section + slot);
    }

    private void set(int section, int slot, long number) {
        TlbTable.set(table, section + slot, number);
    }

    // The entry of an address, with the permissions it has if it was of the same before.
    private int enter(long address, long physical, Frame frame, Walk walk) {
        int slot = slot(address);
        if (frames[slot] == null) {
            used[usedCount++] = slot;
        } else if (frames[slot] == frame && isOf(slot, address & granule)) {
            return slot;
        } else {
            forbid(slot);
        }
        frames[slot] = frame;
        data[slot] = frame.data;
        walks.set(slot, walk);
        set(TlbTable.TO_PHYSICAL, slot, physical - address);
        return slot;
    }

    private boolean isOf(int slot, long tag) {
        return get(TlbTable.SUSPENDED_READS, slot) == tag
                || get(TlbTable.SUSPENDED_WRITES, slot) == tag;
    }

    @Override
    public void suspendWrites() {
        for (int index = 0; index < activeCount; index++) {
            suspendWrites(active[index]);
        }
    }

    @Override
    public void suspend() {
        for (int index = 0; index < activeCount; index++) {
            int slot = active[index];
            suspendReads(slot);
            suspendWrites(slot);
            isActive[slot] = false;
        }
        activeCount = 0;
    }

    @Override
    public void withdrawWrites(Frame frame) {
        for (int index = 0; index < usedCount; index++) {
            if (frames[used[index]] == frame) {
                forbidWrites(used[index]);
            }
        }
    }

    @Override
    public void withdrawAll() {
        if (usedCount > FEW) {
            TlbTable.empty(table);
            Arrays.fill(frames, null);
            Arrays.fill(data, null);
            Arrays.fill(isActive, false);
        } else {
            for (int index = 0; index < usedCount; index++) {
                int slot = used[index];
                forbid(slot);
                frames[slot] = null;
                data[slot] = null;
                isActive[slot] = false;
            }
        }
        usedCount = 0;
        activeCount = 0;
    }

    private void forbid(int slot) {
        set(TlbTable.SUSPENDED_READS, slot, TlbTable.NOTHING);
        suspendReads(slot);
        forbidWrites(slot);
    }

    private void forbidWrites(int slot) {
        set(TlbTable.SUSPENDED_WRITES, slot, TlbTable.NOTHING);
        suspendWrites(slot);
    }

    private void suspendReads(int slot) {
        set(TlbTable.READS, slot, TlbTable.NOTHING);
        set(TlbTable.CHANGES, slot, TlbTable.NOTHING);
    }

    private void suspendWrites(int slot) {
        set(TlbTable.WRITES, slot, TlbTable.NOTHING);
        set(TlbTable.CHANGES, slot, TlbTable.NOTHING);
    }
}
