package ft.copy.checksum;

import ft.api.copy.MemoList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The two memo lists of P17, and what of list 36 is still to be copied under stop. */
final class Lists {
    private final int pages;
    private final BitSet list35;
    private final BitSet list36;

    /** What of list 36 has not been copied under stop; null before S9. */
    private BitSet pending;

    /** What of list 36 is not copied under stop. */
    private final BitSet postponed = new BitSet();

    private int undetected;

    Lists(int pages) {
        this.pages = pages;
        list35 = new BitSet(pages);
        list36 = new BitSet(pages);
    }

    /** The checksum coincidence memo list: pages whose sums agree. */
    BitSet list35() {
        return list35;
    }

    /** The checksum incoincidence memo list: pages that have changed. */
    BitSet list36() {
        return list36;
    }

    /** Pages of list 36 that are still to be copied under stop; once {@link #close} was called. */
    BitSet pending() {
        return pending;
    }

    /** Leaves what is still to be copied for the time after the stop. */
    void postpone() {
        postponed.or(pending);
        pending.clear();
    }

    /** Pages of list 36 that are brought over after the stop. */
    BitSet postponed() {
        return postponed;
    }

    /** Whether every page is in one of the lists. */
    boolean areClosed() {
        return pending != null;
    }

    /** S7 and S8: enters a page by what the comparison of its sums gave. */
    void enter(int page, boolean same) {
        (same ? list35 : list36).set(page);
    }

    /** Takes pages out of the lists, because they are copied again. */
    void reopen(BitSet again) {
        list35.andNot(again);
        list36.andNot(again);
    }

    /**
     * S9: from here on every page is in one of the lists (J2). A page without a second sum, should
     * the guest have been stopped early, may have changed.
     */
    void close() {
        list36.set(0, pages);
        list36.andNot(list35);
        pending = (BitSet) list36.clone();
    }

    /** Moves pages that have changed, unseen by their sums, to list 36, to be copied under stop. */
    void move(BitSet changed) {
        count(changed);
        list35.andNot(changed);
        list36.or(changed);
        pending.or(changed);
    }

    /** Counts the pages of list 35 that have changed, and does nothing about it. */
    void count(BitSet changed) {
        BitSet unseen = (BitSet) list35.clone();
        unseen.and(changed);
        undetected += unseen.cardinality();
    }

    void addFigures(Map<String, Long> figures) {
        figures.put("list35", (long) list35.cardinality());
        figures.put("list36", (long) list36.cardinality());
        figures.put("undetectedBySums", (long) undetected);
        if (!postponed.isEmpty()) {
            figures.put("postponed", (long) postponed.cardinality());
        }
    }

    /** Written while the guest stands still, when a formatter would first have to be loaded. */
    @Override
    public String toString() {
        return "list 35 has "
                + grouped(list35.cardinality())
                + " pages, list 36 has "
                + grouped(list36.cardinality());
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
