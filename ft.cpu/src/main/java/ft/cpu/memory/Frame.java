package ft.cpu.memory;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.CodePage;
import java.util.Arrays;

/** A page of physical memory that exists, and what was decoded from it. */
public final class Frame {
    /** Page number of a frame that is not main storage. */
    public static final int NO_PAGE = -1;

    /** Content. */
    public final byte[] data;

    /** Number of the page in main storage, or {@link #NO_PAGE}. */
    public final int page;

    /** What was decoded from this page; null if nothing is. */
    public CodePage code;

    // A bit for each entry of a page table that a translation was made of; null if there never was.
    private long[] walked;
    private boolean table;

    /** A frame of zeros. */
    public Frame(int page) {
        this(page, new byte[MainStorage.PAGE_SIZE]);
    }

    /** A frame with this content. */
    Frame(int page, byte[] data) {
        this.page = page;
        this.data = data;
    }

    /** Whether translations in use were made of entries in this page. */
    public boolean isTable() {
        return table;
    }

    void walk(int offset) {
        if (walked == null) {
            walked = new long[MainStorage.PAGE_SIZE / Long.BYTES / Long.SIZE];
        }
        table = true;
        walked[offset >> 9] |= 1L << (offset >> 3);
    }

    boolean isWalked(int offset, int length) {
        if (table) {
            for (int entry = offset >> 3; entry <= offset + length - 1 >> 3; entry++) {
                if ((walked[entry >> 6] & 1L << entry) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    void forgetWalks() {
        Arrays.fill(walked, 0);
        table = false;
    }
}
