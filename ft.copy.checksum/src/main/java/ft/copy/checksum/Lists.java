package ft.copy.checksum;

import ft.api.copy.MemoList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The two memo lists of P17, and what of list 36 is still to be copied under stop.
 *
 * <p>Nothing that is done under stop goes through all pages, where there are few to copy: neither
 * the size of main storage counts then, nor that a loop over it might still be interpreted. What
 * goes through a set is {@link BitSet#nextSetBit}, which the copy has had compiled by then.
 */
final class Lists {
    private final BitSet list35;
    private final BitSet list36;
    private int size35;
    private int size36;

    /** Pages that are in none of the lists. */
    private final BitSet open;

    /** What of list 36 has not been copied under stop; null before S9. */
    private BitSet pending;

    private int pendingPages;

    /** What of list 36 is not copied under stop. */
    private final BitSet postponed = new BitSet();

    private int undetected;

    Lists(int pages) {
        list35 = new BitSet(pages);
        list36 = new BitSet(pages);
        open = new BitSet(pages);
        open.set(0, pages);
    }

    /** The checksum coincidence memo list: pages whose sums agree. */
    BitSet list35() {
        return list35;
    }

    /** The checksum incoincidence memo list: pages that have changed. */
    BitSet list36() {
        return list36;
    }

    /** Pages in {@link #list35}. */
    int size35() {
        return size35;
    }

    /** Pages in {@link #list36}. */
    int size36() {
        return size36;
    }

    /** How many pages are still to be copied under stop; once {@link #close} was called. */
    int pendingPages() {
        return pendingPages;
    }

    /** The first page from a page on that is still to be copied, or {@link PageOrder#END}. */
    int nextPending(int from) {
        return pending.nextSetBit(from);
    }

    /** A page that was to be copied under stop has been. */
    void copied(int page) {
        pending.clear(page);
        pendingPages--;
    }

    /** Leaves what is still to be copied for the time after the stop; what that is. */
    BitSet postpone() {
        BitSet left = pending;
        postponed.or(left);
        pending = new BitSet();
        pendingPages = 0;
        return left;
    }

    /** Pages of list 36 that are brought over after the stop. */
    BitSet postponed() {
        return postponed;
    }

    /** Whether every page is in one of the lists. */
    boolean areClosed() {
        return pending != null;
    }

    /** S7 and S8: enters a page that is open by what the comparison of its sums gave. */
    void enter(int page, boolean same) {
        open.clear(page);
        if (same) {
            list35.set(page);
            size35++;
        } else {
            list36.set(page);
            size36++;
        }
    }

    /** Takes pages out of the lists, because they are copied again. */
    void reopen(BitSet again) {
        list35.andNot(again);
        list36.andNot(again);
        open.or(again);
        size35 = list35.cardinality();
        size36 = list36.cardinality();
    }

    /**
     * S9: from here on every page is in one of the lists (J2). A page without a second sum, should
     * the guest have been stopped early, may have changed.
     */
    void close() {
        for (int page = open.nextSetBit(0); page >= 0; page = open.nextSetBit(page + 1)) {
            enter(page, false);
        }
        pending = (BitSet) list36.clone();
        pendingPages = size36;
    }

    /**
     * Moves pages that have changed, unseen by their sums, to list 36, to be copied under stop.
     *
     * @return whether there are any
     */
    boolean move(BitSet changed) {
        int page = changed.nextSetBit(0);
        boolean any = page >= 0;
        for (; page >= 0; page = changed.nextSetBit(page + 1)) {
            move(page);
        }
        return any;
    }

    private void move(int page) {
        if (list35.get(page)) {
            list35.clear(page);
            size35--;
            list36.set(page);
            size36++;
            undetected++;
        }
        if (!pending.get(page)) {
            pending.set(page);
            pendingPages++;
        }
    }

    /** Counts the pages of list 35 that have changed, and does nothing about it. */
    void count(BitSet changed) {
        for (int page = changed.nextSetBit(0); page >= 0; page = changed.nextSetBit(page + 1)) {
            undetected += list35.get(page) ? 1 : 0;
        }
    }

    void addFigures(Map<String, Long> figures) {
        figures.put("list35", (long) size35);
        figures.put("list36", (long) size36);
        figures.put("undetectedBySums", (long) undetected);
        if (!postponed.isEmpty()) {
            figures.put("postponed", (long) postponed.cardinality());
        }
    }

    /** Written while the guest stands still, when a formatter would first have to be loaded. */
    @Override
    public String toString() {
        return "list 35 has " + grouped(size35) + " pages, list 36 has " + grouped(size36);
    }

    private static StringBuilder grouped(int number) {
        StringBuilder digits = new StringBuilder().append(number);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            digits.insert(at, ',');
        }
        return digits;
    }

    List<MemoList> memoLists() {
        return List.of(
                new MemoList("35", "content found unchanged", list35),
                new MemoList("36", "content changed", list36));
    }
}
