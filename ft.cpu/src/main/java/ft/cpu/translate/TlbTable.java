package ft.cpu.translate;

/**
 * How the software TLB lies in an array for translated code: in sections, each of which has a
 * number for every entry. With one array for all of them translated code has one address to keep at
 * hand, and a section costs nothing to find.
 */
public final class TlbTable {
    /** Entries of the software TLB: 16 MiB in pages, 256 KiB in lines. */
    public static final int ENTRIES = 4096;

    // A line of the host's cache more than entries, so that the numbers of one entry do not all
    // compete for the same place in it.
    private static final int SECTION = ENTRIES + 8;

    /** Which granule may be read. */
    public static final int READS = 0;

    /** Which one may be written. */
    public static final int WRITES = SECTION;

    /** What an address has to be added to become a physical one. */
    public static final int TO_PHYSICAL = 2 * SECTION;

    /**
     * Which one was found to have both permissions, for operations that read and write; it loses
     * this with either.
     */
    public static final int CHANGES = 3 * SECTION;

    /** Which one may be read once that is noted. */
    public static final int SUSPENDED_READS = 4 * SECTION;

    /** The same for writing. */
    public static final int SUSPENDED_WRITES = 5 * SECTION;

    /** Numbers in all. */
    public static final int SIZE = 6 * SECTION;

    private TlbTable() {}
}
