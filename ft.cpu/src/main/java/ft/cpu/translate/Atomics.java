package ft.cpu.translate;

import ft.api.board.BoardMap;

/**
 * What translated code calls for atomic operations, beside {@link Accesses} and by its rules. A
 * permission is taken up again only where the operation will be done then, so that what is noted is
 * what takes place.
 */
final class Atomics {
    private Atomics() {}

    private static int slot(long at, int granuleShift) {
        return (int) (at >>> granuleShift) & RegionState.TLB_ENTRIES - 1;
    }

    /** Entry of the software TLB for an operation that reads and writes, or -1 likewise. */
    static int change(RegionState state, long at, int granuleShift, long tag) {
        int slot = slot(at, granuleShift);
        return state.changes[slot] == tag ? slot : resume(state, slot, tag);
    }

    private static int resume(RegionState state, int slot, long tag) {
        return remembers(state, slot, tag) ? resumeBoth(state, slot, tag) : -1;
    }

    private static boolean remembers(RegionState state, int slot, long tag) {
        return state.suspendedReads[slot] == tag && state.suspendedWrites[slot] == tag;
    }

    private static int resumeBoth(RegionState state, int slot, long tag) {
        state.changes[slot] = tag;
        return resumeWrites(state, resumeReads(state, slot, tag), tag);
    }

    private static int resumeReads(RegionState state, int slot, long tag) {
        return state.reads[slot] == tag ? slot : Accesses.resumeReads(state, slot, tag);
    }

    private static int resumeWrites(RegionState state, int slot, long tag) {
        return state.writes[slot] == tag ? slot : Accesses.resumeWrites(state, slot, tag);
    }

    /**
     * Whether a place that can be read can be reserved too; ROM cannot. Of others the answer does
     * not matter.
     */
    static boolean isStorage(long[] toPhysical, long at, int granuleShift) {
        return at + toPhysical[slot(at, granuleShift)] >= BoardMap.DRAM_BASE;
    }

    /** LR has its reservation. */
    static void reserve(RegionState state, long[] toPhysical, int slot, long at, int size) {
        state.reservation.begin(at + toPhysical[slot], size);
    }

    /** Whether an SC to a place that can be written succeeds; of others it does not matter. */
    static boolean isReserved(RegionState state, long at, int granuleShift, int size) {
        long physical = at + state.toPhysical[slot(at, granuleShift)];
        return state.reservation.isOf(physical, size);
    }

    /** SC ends the reservation. */
    static void endReservation(RegionState state) {
        state.reservation.end();
    }
}
