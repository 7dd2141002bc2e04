package ft.cpu.memory;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.CodePage;

/** A page of physical memory that exists, and what was decoded from it. */
public final class Frame {
    /** Page number of a frame that is not main storage. */
    public static final int NO_PAGE = -1;

    /** Content. */
    public final byte[] data = new byte[MainStorage.PAGE_SIZE];

    /** Number of the page in main storage, or {@link #NO_PAGE}. */
    public final int page;

    /** What was decoded from this page; null if nothing is. */
    public CodePage code;

    /** A frame of zeros. */
    public Frame(int page) {
        this.page = page;
    }
}
