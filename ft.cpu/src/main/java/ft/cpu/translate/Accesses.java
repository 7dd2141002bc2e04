package ft.cpu.translate;

import ft.cpu.memory.Signature;

/**
 * What translated code calls for loads and stores.
 *
 * <p>None has more than 35 bytecodes, for what is larger is not compiled in line where it is called
 * seldom; and none calls anything that is not, because a call in a loop, however rare, keeps all
 * variables of the loop in memory. What is rare is decided here as far as it can be, because the
 * profile is that of all regions then: where one region alone had never yet taken a permission up
 * again, the compiler would take it for granted, and begin anew when it did.
 */
public final class Accesses {
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
    static boolean read(int[] tlb, long slot, long tag) {
        return Elements.number(tlb, TlbTable.READS + slot) == tag;
    }

    /** The same for a store. */
    static boolean write(int[] tlb, long slot, long tag) {
        return Elements.number(tlb, TlbTable.WRITES + slot) == tag;
    }

    /** Whether an entry is there for a load, or was suspended and is taken up again. */
    static boolean readAgain(RegionState state, int[] tlb, long slot, long tag) {
        return read(tlb, slot, tag) || resume(state, tlb, TlbTable.READS + slot, tag);
    }

    /** The same for a store. */
    static boolean writeAgain(RegionState state, int[] tlb, long slot, long tag) {
        return write(tlb, slot, tag) || resume(state, tlb, TlbTable.WRITES + slot, tag);
    }

    private static boolean resume(RegionState state, int[] tlb, long permission, long tag) {
        return isSuspended(tlb, permission, tag) && takeUp(state, tlb, permission, tag);
    }

    static boolean isSuspended(int[] tlb, long permission, long tag) {
        return Elements.number(tlb, TlbTable.SUSPENDED + permission) == tag;
    }

    private static boolean takeUp(RegionState state, int[] tlb, long permission, long tag) {
        Elements.setNumber(tlb, permission, tag);
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

    /** The signature after a store by an entry; for the interpreter as well. */
    public static long sign(long hash, int[] tlb, long slot, long at, long value) {
        long physical = at + Elements.number(tlb, TlbTable.TO_PHYSICAL + slot);
        return Signature.store(hash, physical, value);
    }

    static long sb(long hash, byte[][] data, int[] tlb, long slot, long at, long value) {
        Elements.putByte(Elements.page(data, slot), in(at), (byte) value);
        return sign(hash, tlb, slot, at, (byte) value);
    }

    static long sh(long hash, byte[][] data, int[] tlb, long slot, long at, long value) {
        Elements.putShort(Elements.page(data, slot), in(at), (short) value);
        return sign(hash, tlb, slot, at, (short) value);
    }

    static long sw(long hash, byte[][] data, int[] tlb, long slot, long at, long value) {
        Elements.putInt(Elements.page(data, slot), in(at), (int) value);
        return sign(hash, tlb, slot, at, (int) value);
    }

    static long sd(long hash, byte[][] data, int[] tlb, long slot, long at, long value) {
        Elements.putLong(Elements.page(data, slot), in(at), value);
        return sign(hash, tlb, slot, at, value);
    }
}
