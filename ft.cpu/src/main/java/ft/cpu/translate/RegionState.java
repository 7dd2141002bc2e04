package ft.cpu.translate;

/** What translated code reaches of a hart and its memory, beside the registers. */
public abstract class RegionState {
    /** Entries in {@link #tags}: granule that may be read. */
    public static final int READ = 0;

    /** Granule that may be written. */
    public static final int WRITE = 1;

    /** What an address has to be added to become a physical one. */
    public static final int TO_PHYSICAL = 2;

    /** Logarithm of the longs that an entry of the software TLB has in {@link #tags}. */
    public static final int STRIDE = 2;

    /** Registers. */
    public final long[] x;

    /** The software TLB. */
    public long[] tags;

    /** Content of the pages of its entries. */
    public byte[][] data;

    /** Virtual address of the page that is executed. */
    public long base;

    /** Signature of bus operations. */
    public long signature;

    /** What may be done with floating-point registers. */
    public int floats;

    /** Where to go on, if the exit does not say. */
    public long pc;

    /** Which of {@link Region#exits} was taken. */
    public int exit;

    /** With the registers of a hart. */
    protected RegionState(long[] x) {
        this.x = x;
    }

    /**
     * Tries to get the permission for an access into the software TLB.
     *
     * @return false if the access has to be done out of line
     */
    public abstract boolean permits(long address, int size, boolean store);
}
