package ft.cpu.translate;

import ft.api.board.BoardMap;

/**
 * What translated code calls for atomic operations, beside {@link Accesses} and by its rules.
 *
 * <p>A permission is taken up again only where the operation will be done then, so that what is
 * noted is what takes place: hence these questions, which come first. Where the entry of the
 * software TLB is one for something else the answer does not matter, for then there is none for the
 * access either.
 */
final class Atomics {
    private Atomics() {}

    private static int slot(long at, int granuleShift) {
        return (int) (at >>> granuleShift) & RegionState.TLB_ENTRIES - 1;
    }

    /** Whether what may be written may be read too, as soon as that is noted. */
    static boolean isReadable(RegionState state, long at, int granuleShift, long tag) {
        return state.suspendedReads[slot(at, granuleShift)] == tag;
    }

    /** Whether it can be reserved: ROM can only be read. */
    static boolean isStorage(long[] toPhysical, long at, int granuleShift) {
        return at + toPhysical[slot(at, granuleShift)] >= BoardMap.DRAM_BASE;
    }

    /** LR has its reservation. */
    static void reserve(RegionState state, long[] toPhysical, int slot, long at, int size) {
        state.reservation.begin(at + toPhysical[slot], size);
    }

    /** Whether an SC succeeds. */
    static boolean isReserved(RegionState state, long at, int granuleShift, int size) {
        long physical = at + state.toPhysical[slot(at, granuleShift)];
        return state.reservation.isOf(physical, size);
    }

    /** SC ends the reservation. */
    static void endReservation(RegionState state) {
        state.reservation.end();
    }
}
