package ft.cpu.translate;

import ft.api.board.BoardMap;

/**
 * What translated code calls for atomic operations, beside {@link Accesses} and by its rules. A
 * permission is taken up again only where the operation will be done then, so that what is noted is
 * what takes place.
 */
final class Atomics {
    private Atomics() {}

    /** Whether an entry is there for an operation that reads and writes. */
    static boolean change(RegionState state, long[] tlb, long slot, long tag) {
        return tlb[TlbTable.CHANGES + (int) slot] == tag || resume(state, slot, tag);
    }

    private static boolean resume(RegionState state, long slot, long tag) {
        return remembers(state, slot, tag) && resumeBoth(state, slot, tag);
    }

    private static boolean remembers(RegionState state, long slot, long tag) {
        return Accesses.suspendedRead(state, slot) == tag
                && Accesses.suspendedWrite(state, slot) == tag;
    }

    private static boolean resumeBoth(RegionState state, long slot, long tag) {
        state.tlb[TlbTable.CHANGES + (int) slot] = tag;
        return resumeReads(state, slot, tag) & resumeWrites(state, slot, tag);
    }

    private static boolean resumeReads(RegionState state, long slot, long tag) {
        return state.tlb[TlbTable.READS + (int) slot] == tag
                || Accesses.resumeReads(state, slot, tag);
    }

    private static boolean resumeWrites(RegionState state, long slot, long tag) {
        return state.tlb[TlbTable.WRITES + (int) slot] == tag
                || Accesses.resumeWrites(state, slot, tag);
    }

    /**
     * Whether a place that can be read can be reserved too; ROM cannot. Of others the answer does
     * not matter.
     */
    static boolean isStorage(long[] tlb, long slot, long at) {
        return at + tlb[TlbTable.TO_PHYSICAL + (int) slot] >= BoardMap.DRAM_BASE;
    }

    /** LR has its reservation. */
    static void reserve(RegionState state, long[] tlb, long slot, long at, int size) {
        state.reservation.begin(at + tlb[TlbTable.TO_PHYSICAL + (int) slot], size);
    }

    /** Whether an SC to a place that can be written succeeds; of others it does not matter. */
    static boolean isReserved(RegionState state, long[] tlb, long slot, long at, int size) {
        return state.reservation.isOf(at + tlb[TlbTable.TO_PHYSICAL + (int) slot], size);
    }

    /** SC ends the reservation. */
    static void endReservation(RegionState state) {
        state.reservation.end();
    }
}
