package ft.copy.checksum;

import java.util.BitSet;

/** Takes pages in ascending order, first those that are not busy, then those that are. */
final class PageOrder {
    /** No further page; what {@link BitSet#nextSetBit} gives then. */
    static final int END = -1;

    private final BitSet quiet;
    private final BitSet busy;

    private PageOrder(BitSet quiet, BitSet busy) {
        this.quiet = quiet;
        this.busy = busy;
    }

    /** These pages, in ascending order; the order keeps the set. */
    static PageOrder ascending(BitSet pages) {
        return new PageOrder(pages, new BitSet());
    }

    /** All pages, those that are busy last; the order keeps the set. */
    static PageOrder quietFirst(int pages, BitSet busy) {
        BitSet quiet = new BitSet(pages);
        quiet.set(0, pages);
        quiet.andNot(busy);
        return new PageOrder(quiet, busy);
    }

    /** The first page, or {@link #END}. */
    int first() {
        int page = quiet.nextSetBit(0);
        return page == END ? busy.nextSetBit(0) : page;
    }

    /** The page that follows, or {@link #END}. */
    int after(int page) {
        if (busy.get(page)) {
            return busy.nextSetBit(page + 1);
        }
        int next = quiet.nextSetBit(page + 1);
        return next == END ? busy.nextSetBit(0) : next;
    }
}
