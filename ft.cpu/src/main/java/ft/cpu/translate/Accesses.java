package ft.cpu.translate;

import ft.cpu.memory.Signature;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_32 = 0xffffffffL;
    private static final int IN_PAGE = 0xfff;
    private static final int SLOTS = RegionState.TLB_ENTRIES - 1;

    private Accesses() {}

    /**
     * Entry of the software TLB for a load, or -1 if it has to be done out of line.
     *
     * @param tag the bits of the address that tell the granule, and those that alignment wants to
     *     be 0
     */
    static int read(RegionState state, long[] reads, long at, int granuleShift, long tag) {
        int slot = (int) (at >>> granuleShift) & SLOTS;
        if (reads[slot] == tag) {
            return slot;
        }
        return resumeReads(state, slot, tag);
    }

    static int resumeReads(RegionState state, int slot, long tag) {
        if (state.suspendedReads[slot] != tag) {
            return -1;
        }
        state.reads[slot] = tag;
        return touch(state, slot, slot << 1);
    }

    /** The same for a store. */
    static int write(RegionState state, long[] writes, long at, int granuleShift, long tag) {
        int slot = (int) (at >>> granuleShift) & SLOTS;
        if (writes[slot] == tag) {
            return slot;
        }
        return resumeWrites(state, slot, tag);
    }

    static int resumeWrites(RegionState state, int slot, long tag) {
        if (state.suspendedWrites[slot] != tag) {
            return -1;
        }
        state.writes[slot] = tag;
        return touch(state, slot, slot << 1 | 1);
    }

    private static int touch(RegionState state, int slot, int permission) {
        state.touched[state.touches++] = permission;
        return slot;
    }

    static long lb(byte[][] data, int slot, long at) {
        return data[slot][(int) at & IN_PAGE];
    }

    static long lbu(byte[][] data, int slot, long at) {
        return data[slot][(int) at & IN_PAGE] & 0xff;
    }

    static long lh(byte[][] data, int slot, long at) {
        return (short) SHORT.get(data[slot], (int) at & IN_PAGE);
    }

    static long lhu(byte[][] data, int slot, long at) {
        return (short) SHORT.get(data[slot], (int) at & IN_PAGE) & 0xffff;
    }

    static long lw(byte[][] data, int slot, long at) {
        return (int) INT.get(data[slot], (int) at & IN_PAGE);
    }

    static long lwu(byte[][] data, int slot, long at) {
        return (int) INT.get(data[slot], (int) at & IN_PAGE) & LOW_32;
    }

    static long flw(byte[][] data, int slot, long at) {
        return (int) INT.get(data[slot], (int) at & IN_PAGE) | ~LOW_32;
    }

    static long ld(byte[][] data, int slot, long at) {
        return (long) LONG.get(data[slot], (int) at & IN_PAGE);
    }

    // Stores give the signature afterwards.

    private static long sign(long hash, long[] toPhysical, int slot, long at, long value) {
        return Signature.store(hash, at + toPhysical[slot], value);
    }

    private static void put(byte[] page, long at, byte value) {
        page[(int) at & IN_PAGE] = value;
    }

    private static void put(byte[] page, long at, short value) {
        SHORT.set(page, (int) at & IN_PAGE, value);
    }

    private static void put(byte[] page, long at, int value) {
        INT.set(page, (int) at & IN_PAGE, value);
    }

    static long sb(long hash, byte[][] data, long[] toPhysical, int slot, long at, long value) {
        put(data[slot], at, (byte) value);
        return sign(hash, toPhysical, slot, at, (byte) value);
    }

    static long sh(long hash, byte[][] data, long[] toPhysical, int slot, long at, long value) {
        put(data[slot], at, (short) value);
        return sign(hash, toPhysical, slot, at, (short) value);
    }

    static long sw(long hash, byte[][] data, long[] toPhysical, int slot, long at, long value) {
        put(data[slot], at, (int) value);
        return sign(hash, toPhysical, slot, at, (int) value);
    }

    static long sd(long hash, byte[][] data, long[] toPhysical, int slot, long at, long value) {
        LONG.set(data[slot], (int) at & IN_PAGE, value);
        return sign(hash, toPhysical, slot, at, value);
    }
}
