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
 * @param delegated {@code medeleg}
 * @param interrupts what may interrupt it
 * @param environment {@code menvcfg}
 * @param protection what is protected
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
        long delegated,
        Interrupts interrupts,
        long environment,
        Protection protection,
        byte[] data,
        Space space) {
    /** ADUE: the only way QEMU 7.2 knows. */
    static final long UPDATED_BY_HART = 1L << 61;

    private static final int MACHINE = 3;
    private static final int MPP = 11;

    private static final int MOST_TRAPS = 300;

    long codeAddress(long physical) {
        return space == null || mode == MACHINE ? physical + codeOffset : space.address(codeOffset);
    }

    long dataAddress(long physical) {
        return space == null || mode == MACHINE ? physical + Slot.DATA : space.address(Slot.DATA);
    }

    /** Whether an entry of a page table that would have to be marked is a page fault. */
    boolean faultsOnMarks() {
        return space != null && (environment & UPDATED_BY_HART) == 0;
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
        slot.putLong(Slot.MEDELEG, delegated);
        slot.putLong(Slot.MENVCFG, environment);
        interrupts.write(slot);
        protection.write(slot, physical);
        slot.put(Slot.DATA, data);
        if (space != null) {
            space.write(slot, physical);
        }
    }
}
