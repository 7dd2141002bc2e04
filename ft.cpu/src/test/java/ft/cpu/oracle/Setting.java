package ft.cpu.oracle;

import java.nio.ByteBuffer;

/**
 * What a stream starts from and where it runs.
 *
 * @param mode 0 U, 1 S, 3 M
 * @param codeOffset where its code begins in its slot
 * @param x registers; those of {@link #pointers} are offsets in the data
 * @param pointers mask of registers that point into the data
 * @param f registers
 * @param fcsr rounding mode and flags
 * @param status further bits of {@code mstatus}
 * @param counters {@code mcounteren} and {@code scounteren}
 * @param data content of its data
 * @param space its virtual memory, or null without
 */
record Setting(
        int mode,
        int codeOffset,
        long[] x,
        int pointers,
        long[] f,
        long fcsr,
        long status,
        long counters,
        byte[] data,
        Space space) {
    private static final int MPP = 11;

    /** All that is allowed. */
    private static final long PMP_ALL = 0x1f;

    /** Bits 55 to 2; QEMU 7.2 keeps those above, which are not there. */
    private static final long EVERYWHERE = (1L << 54) - 1;

    private static final int MOST_TRAPS = 300;

    long codeAddress(long physical) {
        return space == null ? physical + codeOffset : space.address(codeOffset);
    }

    long dataAddress(long physical) {
        return space == null ? physical + Slot.DATA : space.address(Slot.DATA);
    }

    /** Writes all but the code. */
    void write(ByteBuffer slot, long physical) {
        for (int register = 0; register < 32; register++) {
            boolean pointer = (pointers >>> register & 1) != 0;
            slot.putLong(
                    Slot.X + 8 * register, x[register] + (pointer ? dataAddress(physical) : 0));
            slot.putLong(Slot.F + 8 * register, f[register]);
        }
        slot.putLong(Slot.FCSR, fcsr);
        slot.putLong(Slot.MSTATUS, status | (long) mode << MPP);
        slot.putLong(Slot.TRAPS, MOST_TRAPS);
        slot.putLong(Slot.MCOUNTEREN, counters & 7);
        slot.putLong(Slot.SCOUNTEREN, counters >>> 3 & 7);
        slot.putLong(Slot.PMPCFG, PMP_ALL);
        slot.putLong(Slot.PMPADDR, EVERYWHERE);
        slot.put(Slot.DATA, data);
        if (space != null) {
            space.write(slot, physical);
        }
    }
}
