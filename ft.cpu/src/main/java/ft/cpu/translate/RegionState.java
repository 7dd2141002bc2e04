package ft.cpu.translate;

/** What translated code reaches of a hart and its memory, beside the registers. */
public abstract class RegionState {
    /** Registers. */
    public final long[] x;

    /** The software TLB, by granule: which one may be read; its length is a power of 2. */
    public long[] reads;

    /** Which one may be written. */
    public long[] writes;

    /** What an address has to be added to become a physical one. */
    public long[] toPhysical;

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
     * Tries to get the permission for an access into the software TLB. Nothing is signed.
     *
     * @return false if the access has to be done out of line
     */
    public abstract boolean permits(long address, int size, boolean store);
}
