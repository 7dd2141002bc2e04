package ft.cpu.hart;

import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;

/** The software TLB of a hart for loads and stores; an entry covers a granule of tracking. */
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

    void permitReads(long address, Frame frame) {
        entry(address, frame).read = address & granule;
    }

    void permitWrites(long address, Frame frame) {
        entry(address, frame).write = address & granule;
    }

    private TlbEntry entry(long address, Frame frame) {
        TlbEntry entry = entries[(int) (address >>> granuleShift) & ENTRIES - 1];
        if (entry.frame == null) {
            used[usedCount++] = entry;
        } else if (entry.frame != frame) {
            entry.read = TlbEntry.NOTHING;
            entry.write = TlbEntry.NOTHING;
        }
        entry.frame = frame;
        entry.data = frame.data;
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
