package ft.cpu.hart;

import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;
import ft.cpu.translate.RegionState;
import java.util.Arrays;

/**
 * A software TLB of a hart for loads and stores, by the addresses that the hart uses; an entry
 * covers a granule of tracking.
 */
final class SoftwareTlb implements Permissions {
    static final int ENTRIES = 1024;

    /** By granule number. */
    final TlbEntry[] entries = new TlbEntry[ENTRIES];

    /** The same for translated code; see {@link RegionState#tags}. */
    final long[] tags = new long[ENTRIES << RegionState.STRIDE];

    /** See {@link RegionState#data}. */
    final byte[][] data = new byte[ENTRIES][];

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
            entries[index].slot = index;
        }
        Arrays.fill(tags, TlbEntry.NOTHING);
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
        TlbEntry entry = entry(address, physical, frame);
        entry.read = address & granule;
        tags[entry.slot << RegionState.STRIDE | RegionState.READ] = entry.read;
    }

    void permitWrites(long address, long physical, Frame frame) {
        TlbEntry entry = entry(address, physical, frame);
        entry.write = address & granule;
        tags[entry.slot << RegionState.STRIDE | RegionState.WRITE] = entry.write;
    }

    private TlbEntry entry(long address) {
        return entries[(int) (address >>> granuleShift) & ENTRIES - 1];
    }

    private TlbEntry entry(long address, long physical, Frame frame) {
        TlbEntry entry = entry(address);
        if (entry.frame == null) {
            used[usedCount++] = entry;
        } else if (entry.frame != frame || entry.toPhysical != physical - address) {
            forbid(entry);
        }
        entry.frame = frame;
        entry.data = frame.data;
        entry.toPhysical = physical - address;
        data[entry.slot] = frame.data;
        tags[entry.slot << RegionState.STRIDE | RegionState.TO_PHYSICAL] = entry.toPhysical;
        return entry;
    }

    @Override
    public void withdrawWrites() {
        for (int index = 0; index < usedCount; index++) {
            forbidWrites(used[index]);
        }
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
        for (int index = 0; index < usedCount; index++) {
            TlbEntry entry = used[index];
            forbid(entry);
            entry.frame = null;
            entry.data = null;
            data[entry.slot] = null;
        }
        usedCount = 0;
    }

    private void forbid(TlbEntry entry) {
        entry.read = TlbEntry.NOTHING;
        tags[entry.slot << RegionState.STRIDE | RegionState.READ] = TlbEntry.NOTHING;
        forbidWrites(entry);
    }

    private void forbidWrites(TlbEntry entry) {
        entry.write = TlbEntry.NOTHING;
        tags[entry.slot << RegionState.STRIDE | RegionState.WRITE] = TlbEntry.NOTHING;
    }
}
