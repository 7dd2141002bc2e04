package ft.cpu.translate;

import java.util.Arrays;

/**
 * How the software TLB lies in an array for translated code: in sections, each of which has a
 * number for every entry. With one array for all of them translated code has one address to keep at
 * hand, and a section costs nothing to find.
 *
 * <p>The numbers are of 64 bits, each of which takes two elements of the array ({@link #get} and
 * {@link #set}). In an array of {@code long}s they would be, for all that Java's compiler knows,
 * where the registers are: wherever a permission is taken up again all registers would have to be
 * read anew.
 */
public final class TlbTable {
    /** Entries of the software TLB: 16 MiB in pages, 256 KiB in lines. */
    public static final int ENTRIES = 4096;

    /** No granule. */
    public static final long NOTHING = -1;

    // A line of the host's cache more than entries, so that the numbers of one entry do not all
    // compete for the same place in it.
    private static final int SECTION = ENTRIES + 8;

    /** Which granule may be read. */
    public static final int READS = 0;

    /** Which one may be written. */
    public static final int WRITES = SECTION;

    /** From a permission to what it is once it is noted, if it is suspended. */
    public static final int SUSPENDED = 2 * SECTION;

    /** Which granule may be read once that is noted. */
    public static final int SUSPENDED_READS = READS + SUSPENDED;

    /** The same for writing. */
    public static final int SUSPENDED_WRITES = WRITES + SUSPENDED;

    /** What an address has to be added to become a physical one. */
    public static final int TO_PHYSICAL = 4 * SECTION;

    /**
     * Which one was found to have both permissions, for operations that read and write; it loses
     * this with either.
     */
    public static final int CHANGES = 5 * SECTION;

    /** Numbers in all. */
    public static final int SIZE = 6 * SECTION;

    private TlbTable() {}

    /** A table without any permission. */
    public static int[] make() {
        int[] table = new int[2 * SIZE];
        empty(table);
        return table;
    }

    /** Takes all permissions away. */
    public static void empty(int[] table) {
        Arrays.fill(table, (int) NOTHING);
    }

    /** The number at an index. */
    public static long get(int[] table, int index) {
        return Elements.number(table, index);
    }

    /** Sets it. */
    public static void set(int[] table, int index, long number) {
        Elements.setNumber(table, index, number);
    }
}
