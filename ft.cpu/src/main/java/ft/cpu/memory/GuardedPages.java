package ft.cpu.memory;

import java.util.BitSet;

/**
 * Pages of main storage that no hart may touch yet. A guarded page is in no TLB, so that the first
 * access to it comes by here and waits.
 */
public final class GuardedPages {
    private static final int NO_PAGE = -1;

    private final MemoryController controller;
    private final BitSet pages = new BitSet();
    private boolean up;
    private int touched = NO_PAGE;

    GuardedPages(MemoryController controller) {
        this.controller = controller;
    }

    /** See {@link ft.api.cpu.CpuSubsystem#guard}. */
    public void guard(BitSet more) {
        pages.or(more);
        up = !pages.isEmpty();
        controller.withdrawAll();
    }

    /** See {@link ft.api.cpu.CpuSubsystem#unguard}. */
    public void unguard(int page) {
        pages.clear(page);
        up = !pages.isEmpty();
    }

    /** See {@link ft.api.cpu.CpuSubsystem#unguardAll}. */
    public void unguardAll() {
        pages.clear();
        up = false;
        touched = NO_PAGE;
    }

    /** Whether an access has to wait because it touches a guarded page; notes which. */
    public boolean stops(long address, int size) {
        return up && (touches(address) || touches(address + size - 1));
    }

    private boolean touches(long address) {
        Dram dram = controller.dram();
        if (!dram.contains(address, 1) || !pages.get(dram.pageOf(address))) {
            return false;
        }
        touched = dram.pageOf(address);
        return true;
    }

    /** Whether a hart waits because of a guarded page. */
    public boolean isTouched() {
        return touched != NO_PAGE;
    }

    /** The guarded page that a hart waits for. */
    public int touched() {
        return touched;
    }

    /** What waits tries again. */
    public void forgetTouched() {
        touched = NO_PAGE;
    }
}
