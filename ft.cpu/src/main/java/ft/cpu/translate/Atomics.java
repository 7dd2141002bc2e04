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
    static boolean change(int[] tlb, long slot, long tag) {
        return Elements.number(tlb, TlbTable.CHANGES + slot) == tag;
    }

    /** Whether there is one, or both permissions can be taken up again. */
    static boolean changeAgain(RegionState state, int[] tlb, long slot, long tag) {
        return change(tlb, slot, tag) || resume(state, tlb, slot, tag);
    }

    private static boolean resume(RegionState state, int[] tlb, long slot, long tag) {
        return remembers(tlb, slot, tag) && resumeBoth(state, tlb, slot, tag);
    }

    private static boolean remembers(int[] tlb, long slot, long tag) {
        return Accesses.isSuspended(tlb, TlbTable.READS + slot, tag)
                && Accesses.isSuspended(tlb, TlbTable.WRITES + slot, tag);
    }

    private static boolean resumeBoth(RegionState state, int[] tlb, long slot, long tag) {
        Elements.setNumber(tlb, TlbTable.CHANGES + slot, tag);
        return Accesses.readAgain(state, tlb, slot, tag)
                & Accesses.writeAgain(state, tlb, slot, tag);
    }

    /**
     * Whether a place that can be read can be reserved too; ROM cannot. Of others the answer does
     * not matter.
     */
    static boolean isStorage(int[] tlb, long slot, long at) {
        return at + Elements.number(tlb, TlbTable.TO_PHYSICAL + slot) >= BoardMap.DRAM_BASE;
    }

    /** LR has its reservation. */
    static void reserve(RegionState state, int[] tlb, long slot, long at, int size) {
        state.reservation.begin(at + Elements.number(tlb, TlbTable.TO_PHYSICAL + slot), size);
    }

    /** Whether an SC to a place that can be written succeeds; of others it does not matter. */
    static boolean isReserved(RegionState state, int[] tlb, long slot, long at, int size) {
        return state.reservation.isOf(at + Elements.number(tlb, TlbTable.TO_PHYSICAL + slot), size);
    }

    /** SC ends the reservation. */
    static void endReservation(RegionState state) {
        state.reservation.end();
    }
}
