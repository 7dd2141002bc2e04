package ft.copy.checksum;

import java.util.BitSet;

/** Takes all pages in ascending order, first those that are not busy, then those that are. */
final class PageOrder {
    /** No further page; what {@link BitSet#nextSetBit} gives then. */
    static final int END = -1;

    private final int pages;
    private final BitSet busy;

    /** With the busy pages; the order keeps the set. */
    PageOrder(int pages, BitSet busy) {
        this.pages = pages;
        this.busy = busy;
    }

    /** The first page. */
    int first() {
        return quietFrom(0);
    }

    /** The page that follows, or {@link #END}. */
    int after(int page) {
        return busy.get(page) ? busy.nextSetBit(page + 1) : quietFrom(page + 1);
    }

    private int quietFrom(int page) {
        int quiet = busy.nextClearBit(page);
        return quiet < pages ? quiet : busy.nextSetBit(0);
    }
}
