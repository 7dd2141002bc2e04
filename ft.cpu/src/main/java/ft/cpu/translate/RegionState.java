package ft.cpu.translate;

import ft.cpu.memory.Reservation;

/** What translated code reaches of a hart and its memory, beside the registers. */
public final class RegionState {
    /** Registers. */
    public final long[] x;

    /** The reservation of LR and SC. */
    public final Reservation reservation;

    /** The software TLB, laid out as a {@link TlbTable}. */
    public int[] tlb = {};

    /** Content of the pages of its entries. */
    public byte[][] data = {};

    /**
     * What was taken up again of what was suspended, and is still to be noted: where the permission
     * is in the table.
     */
    public int[] touched;

    /** How many. */
    public int touches;

    /** Numbers of the places that computed jumps of the region may go to. */
    public byte[] places;

    /** Virtual address of the page that is executed. */
    public long base;

    /** Signature of bus operations. */
    public long signature;

    /** What may be done with floating-point registers. */
    public int floats;

    /** Where to go on, if the exit does not say. */
    public long pc;

    /** What was executed. */
    public Region region;

    /** Which of its {@link Region#exits} was taken. */
    public int exit;

    /** With the registers of a hart, and its reservation. */
    public RegionState(long[] x, Reservation reservation) {
        this.x = x;
        this.reservation = reservation;
    }
}
