package ft.cpu.hart;

import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;

/**
 * A software TLB of a hart for loads and stores, by the addresses that the hart uses; an entry
 * covers a granule of tracking.
 */
final class SoftwareTlb implements Permissions {
    static final int ENTRIES = 1024;

    /** By granule number. */
    final TlbEntry[] entries = new TlbEntry[ENTRIES];

    private final int granuleShift;
    // An address without its place in the granule, which is what an entry covers.
    private final long granule;
    // The entries in use, so that withdrawing costs what is in use.
    private final TlbEntry[] used = new TlbEntry[ENTRIES];
    private int usedCount;

    SoftwareTlb(MemoryController controller) {
        granuleShift = controller.granuleShift();
        granule = -1L << granuleShift;
        for (int index = 0; index < ENTRIES; index++) {
            entries[index] = new TlbEntry();
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

    void permitReads(long address, long physical, Frame frame) {
        entry(address, physical, frame).read = address & granule;
    }

    void permitWrites(long address, long physical, Frame frame) {
        entry(address, physical, frame).write = address & granule;
    }

    private TlbEntry entry(long address) {
        return entries[(int) (address >>> granuleShift) & ENTRIES - 1];
    }

    private TlbEntry entry(long address, long physical, Frame frame) {
        TlbEntry entry = entry(address);
        if (entry.frame == null) {
            used[usedCount++] = entry;
        } else if (entry.frame != frame || entry.toPhysical != physical - address) {
            entry.read = TlbEntry.NOTHING;
            entry.write = TlbEntry.NOTHING;
        }
        entry.frame = frame;
        entry.data = frame.data;
        entry.toPhysical = physical - address;
        return entry;
    }

    @Override
    public void withdrawWrites() {
        for (int index = 0; index < usedCount; index++) {
            used[index].write = TlbEntry.NOTHING;
        }
    }

    @Override
    public void withdrawWrites(Frame frame) {
        for (int index = 0; index < usedCount; index++) {
            if (used[index].frame == frame) {
                used[index].write = TlbEntry.NOTHING;
            }
        }
    }

    @Override
    public void withdrawAll() {
        for (int index = 0; index < usedCount; index++) {
            TlbEntry entry = used[index];
            entry.read = TlbEntry.NOTHING;
            entry.write = TlbEntry.NOTHING;
            entry.frame = null;
            entry.data = null;
        }
        usedCount = 0;
    }
}
