package ft.cpu.translate;

import ft.cpu.memory.Signature;

/**
 * What translated code calls for loads and stores.
 *
 * <p>None has more than 35 bytecodes, for what is larger is not compiled in line where it is called
 * seldom; and none calls anything that is not, because a call in a loop, however rare, keeps all
 * variables of the loop in memory. What is rare is decided here rather than in the bytecode of a
 * region, because the profile is that of all regions then: where one region alone had never yet
 * missed the software TLB, the compiler would take it for granted, and begin anew at the first
 * miss.
 */
final class Accesses {
    private static final long LOW_32 = 0xffffffffL;
    private static final long IN_PAGE = 0xfff;

    private Accesses() {}

    /** Number of the entry of the software TLB for an address. */
    static long slot(long at, int granuleShift) {
        return at >>> granuleShift & TlbTable.ENTRIES - 1;
    }

    /**
     * Whether an entry is there for a load; if not it has to be done out of line.
     *
     * @param tag the bits of the address that tell the granule, and those that alignment wants to
     *     be 0
     */
    static boolean read(RegionState state, long[] tlb, long slot, long tag) {
        return Elements.number(tlb, TlbTable.READS + slot) == tag || resumeReads(state, slot, tag);
    }

    static boolean resumeReads(RegionState state, long slot, long tag) {
        return suspendedRead(state, slot) == tag
                && resume(state, TlbTable.READS + slot, tag, slot << 1);
    }

    static long suspendedRead(RegionState state, long slot) {
        return state.tlb[TlbTable.SUSPENDED_READS + (int) slot];
    }

    /** The same for a store. */
    static boolean write(RegionState state, long[] tlb, long slot, long tag) {
        return Elements.number(tlb, TlbTable.WRITES + slot) == tag
                || resumeWrites(state, slot, tag);
    }

    static boolean resumeWrites(RegionState state, long slot, long tag) {
        return suspendedWrite(state, slot) == tag
                && resume(state, TlbTable.WRITES + slot, tag, slot << 1 | 1);
    }

    static long suspendedWrite(RegionState state, long slot) {
        return state.tlb[TlbTable.SUSPENDED_WRITES + (int) slot];
    }

    private static boolean resume(RegionState state, long index, long tag, long permission) {
        state.tlb[(int) index] = tag;
        state.touched[state.touches++] = (int) permission;
        return true;
    }

    private static long in(long at) {
        return at & IN_PAGE;
    }

    static long lb(byte[][] data, long slot, long at) {
        return Elements.getByte(Elements.page(data, slot), in(at));
    }

    static long lbu(byte[][] data, long slot, long at) {
        return Elements.getByte(Elements.page(data, slot), in(at)) & 0xff;
    }

    static long lh(byte[][] data, long slot, long at) {
        return Elements.getShort(Elements.page(data, slot), in(at));
    }

    static long lhu(byte[][] data, long slot, long at) {
        return Elements.getShort(Elements.page(data, slot), in(at)) & 0xffff;
    }

    static long lw(byte[][] data, long slot, long at) {
        return Elements.getInt(Elements.page(data, slot), in(at));
    }

    static long lwu(byte[][] data, long slot, long at) {
        return Elements.getInt(Elements.page(data, slot), in(at)) & LOW_32;
    }

    static long flw(byte[][] data, long slot, long at) {
        return Elements.getInt(Elements.page(data, slot), in(at)) | ~LOW_32;
    }

    static long ld(byte[][] data, long slot, long at) {
        return Elements.getLong(Elements.page(data, slot), in(at));
    }

    // Stores give the signature afterwards.

    private static long sign(long hash, long[] tlb, long slot, long at, long value) {
        long physical = at + Elements.number(tlb, TlbTable.TO_PHYSICAL + slot);
        return Signature.store(hash, physical, value);
    }

    static long sb(long hash, byte[][] data, long[] tlb, long slot, long at, long value) {
        Elements.putByte(Elements.page(data, slot), in(at), (byte) value);
        return sign(hash, tlb, slot, at, (byte) value);
    }

    static long sh(long hash, byte[][] data, long[] tlb, long slot, long at, long value) {
        Elements.putShort(Elements.page(data, slot), in(at), (short) value);
        return sign(hash, tlb, slot, at, (short) value);
    }

    static long sw(long hash, byte[][] data, long[] tlb, long slot, long at, long value) {
        Elements.putInt(Elements.page(data, slot), in(at), (int) value);
        return sign(hash, tlb, slot, at, (int) value);
    }

    static long sd(long hash, byte[][] data, long[] tlb, long slot, long at, long value) {
        Elements.putLong(Elements.page(data, slot), in(at), value);
        return sign(hash, tlb, slot, at, value);
    }
}
