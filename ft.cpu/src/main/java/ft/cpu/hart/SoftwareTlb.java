package ft.cpu.hart;

import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;
import ft.cpu.translate.RegionState;
import ft.cpu.translate.TlbTable;
import java.util.Arrays;

/**
 * A software TLB of a hart for loads and stores, by the addresses that the hart uses; an entry
 * covers a granule of tracking.
 */
final class SoftwareTlb implements Permissions {
    static final int ENTRIES = TlbTable.ENTRIES;

    // Beyond this it takes longer to look for those that are in use than to go through all.
    private static final int FEW = ENTRIES / 8;

    /** By granule number. */
    final TlbEntry[] entries = new TlbEntry[ENTRIES];

    // The same for translated code, as RegionState says.
    private final int[] table = TlbTable.make();
    private final byte[][] data = new byte[ENTRIES][];
    private final int[] touched = new int[2 * ENTRIES];

    private final MemoryController controller;
    private final int granuleShift;
    // An address without its place in the granule, which is what an entry covers.
    private final long granule;
    // The entries in use, so that withdrawing costs what is in use.
    private final TlbEntry[] used = new TlbEntry[ENTRIES];
    private int usedCount;
    // Those of them that have a permission that is not suspended.
    private final TlbEntry[] active = new TlbEntry[ENTRIES];
    private int activeCount;

    /** How often {@link #remembers} said that it does. */
    int remembered;

    SoftwareTlb(MemoryController controller) {
        this.controller = controller;
        granuleShift = controller.granuleShift();
        granule = -1L << granuleShift;
        for (int index = 0; index < ENTRIES; index++) {
            entries[index] = new TlbEntry();
            entries[index].slot = index;
        }
        controller.add(this);
    }

    /** Whether an access is known to be permitted. */
    boolean permits(long address, int size, Access access) {
        TlbEntry entry = entry(address);
        long tag = access == Access.STORE ? entry.write : entry.read;
        return tag == (address & granule) && tag == (address + size - 1 & granule);
    }

    /** The physical address of one that is permitted. */
    long physical(long address) {
        return address + entry(address).toPhysical;
    }

    /**
     * Whether the physical address of an access is known, though a permission may be suspended;
     * notes what was looked at to find it. Whether the access takes place is still to be seen.
     */
    boolean remembers(long address, int size, Access access) {
        TlbEntry entry = entry(address);
        long tag = access == Access.STORE ? entry.suspendedWrite : entry.suspendedRead;
        if (tag != (address & granule) || tag != (address + size - 1 & granule)) {
            return false;
        }
        entry.walk.note(controller);
        remembered++;
        return true;
    }

    /** Notes what translated code has taken up again. */
    void settle(RegionState state) {
        for (int index = 0; index < state.touches; index++) {
            int permission = touched[index];
            boolean reads = permission < TlbTable.WRITES;
            TlbEntry entry = entries[permission - (reads ? TlbTable.READS : TlbTable.WRITES)];
            entry.walk.note(controller);
            if (reads) {
                controller.noteRead(entry.suspendedRead + entry.toPhysical);
                entry.read = entry.suspendedRead;
            } else {
                controller.noteWritten(entry.suspendedWrite + entry.toPhysical);
                entry.write = entry.suspendedWrite;
            }
            activate(entry);
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
        TlbEntry entry = entry(address, physical, frame, walk);
        entry.suspendedRead = address & granule;
        set(TlbTable.SUSPENDED_READS, entry, entry.suspendedRead);
        read(entry, entry.suspendedRead);
    }

    void permitWrites(long address, long physical, Frame frame, Walk walk) {
        TlbEntry entry = entry(address, physical, frame, walk);
        entry.suspendedWrite = address & granule;
        set(TlbTable.SUSPENDED_WRITES, entry, entry.suspendedWrite);
        write(entry, entry.suspendedWrite);
    }

    private void read(TlbEntry entry, long tag) {
        entry.read = tag;
        set(TlbTable.READS, entry, tag);
        activate(entry);
    }

    private void write(TlbEntry entry, long tag) {
        entry.write = tag;
        set(TlbTable.WRITES, entry, tag);
        activate(entry);
    }

    private void activate(TlbEntry entry) {
        if (!entry.active) {
            entry.active = true;
            active[activeCount++] = entry;
        }
    }

    private TlbEntry entry(long address) {
        return entries[(int) (address >>> granuleShift) & ENTRIES - 1];
    }

    private TlbEntry entry(long address, long physical, Frame frame, Walk walk) {
        TlbEntry entry = entry(address);
        if (entry.frame == null) {
            used[usedCount++] = entry;
        } else if (entry.isOf(address & granule)
                && entry.frame == frame
                && entry.toPhysical == physical - address) {
            return entry;
        } else {
            forbid(entry);
        }
        entry.frame = frame;
        entry.data = frame.data;
        entry.toPhysical = physical - address;
        entry.walk.set(walk);
        data[entry.slot] = frame.data;
        set(TlbTable.TO_PHYSICAL, entry, entry.toPhysical);
        return entry;
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
            TlbEntry entry = active[index];
            suspendReads(entry);
            suspendWrites(entry);
            entry.active = false;
        }
        activeCount = 0;
    }

    @Override
    public void withdrawWrites(Frame frame) {
        for (int index = 0; index < usedCount; index++) {
            if (used[index].frame == frame) {
                forbidWrites(used[index]);
            }
        }
    }

    @Override
    public void withdrawAll() {
        if (usedCount > FEW) {
            empty();
            return;
        }
        for (int index = 0; index < usedCount; index++) {
            TlbEntry entry = used[index];
            forbid(entry);
            entry.empty();
            data[entry.slot] = null;
        }
        usedCount = 0;
        activeCount = 0;
    }

    private void set(int section, TlbEntry entry, long number) {
        TlbTable.set(table, section + entry.slot, number);
    }

    // All there is, in the order in which it lies in memory.
    private void empty() {
        for (TlbEntry entry : entries) {
            entry.empty();
        }
        TlbTable.empty(table);
        Arrays.fill(data, null);
        usedCount = 0;
        activeCount = 0;
    }

    private void forbid(TlbEntry entry) {
        entry.suspendedRead = TlbEntry.NOTHING;
        set(TlbTable.SUSPENDED_READS, entry, TlbEntry.NOTHING);
        suspendReads(entry);
        forbidWrites(entry);
    }

    private void forbidWrites(TlbEntry entry) {
        entry.suspendedWrite = TlbEntry.NOTHING;
        set(TlbTable.SUSPENDED_WRITES, entry, TlbEntry.NOTHING);
        suspendWrites(entry);
    }

    private void suspendReads(TlbEntry entry) {
        entry.read = TlbEntry.NOTHING;
        set(TlbTable.READS, entry, TlbEntry.NOTHING);
        set(TlbTable.CHANGES, entry, TlbEntry.NOTHING);
    }

    private void suspendWrites(TlbEntry entry) {
        entry.write = TlbEntry.NOTHING;
        set(TlbTable.WRITES, entry, TlbEntry.NOTHING);
        set(TlbTable.CHANGES, entry, TlbEntry.NOTHING);
    }
}
