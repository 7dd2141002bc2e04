package ft.copy.checksum;

import ft.api.copy.CopyEnvironment;
import ft.api.copy.CopySession;
import ft.api.copy.MemoList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One resynchronization by P17, S3 to S15; S16 to S20 are the FT controller's. A unit of work is
 * one page.
 *
 * <p>The copy always covers all pages, whatever the scope: P17 knows no access trace. Pages that
 * the online guest never wrote are copied as well, since nothing is known of the destination; only
 * their sums are had for nothing.
 *
 * <p>What is kept of a page is its first sum and its place in a list, never its content (claim 4).
 */
final class ChecksumSession implements CopySession {
    /** What {@link #online} does next. */
    private enum Work {
        FIRST_SUM,
        COPY,
        SECOND_SUM,
        NOTHING
    }

    private final CopyEnvironment environment;
    private final Settings settings;
    private final boolean exact;
    private final int pages;
    private final Summary summary;

    /** First sums, by page. */
    private long[] first;

    /** The checksum coincidence memo list: pages whose sums agree. */
    private final BitSet list35;

    /** The checksum incoincidence memo list: pages whose sums differ. */
    private final BitSet list36;

    private Work work = Work.FIRST_SUM;
    private int page;
    private PageOrder order;

    /** What of list 36 is still to be copied; null before S9. */
    private BitSet pending;

    /** Page from which copying of what is pending goes on. */
    private int copyFrom;

    /** Pages to copy under stop, as far as known. */
    private int batch;

    /** Page from which the walk of list 35 goes on. */
    private int walked;

    /** Pages to compare. */
    private int walkLength;

    private int firstSums;
    private int copies;
    private int secondSums;
    private int undetected;
    private int batchCopies;
    private int compared;
    private int staleFound;
    private int repaired;

    /**
     * Begins.
     *
     * @param exact whether the change set tells, at S9, of writes that the sums missed
     */
    ChecksumSession(CopyEnvironment environment, Settings settings, boolean exact) {
        this.environment = environment;
        this.settings = settings;
        this.exact = exact;
        pages = environment.pages();
        summary = settings.summary().open(environment);
        first = new long[pages];
        list35 = new BitSet(pages);
        list36 = new BitSet(pages);
    }

    /** S3 to S8. */
    @Override
    public Step online() {
        switch (work) {
            case FIRST_SUM -> firstSum();
            case COPY -> backgroundCopy();
            case SECOND_SUM -> secondSum();
            case NOTHING -> {}
        }
        return work == Work.NOTHING ? Step.DONE : Step.MORE;
    }

    /** S3. Every page has its first sum before the first page is copied (claim 5). */
    private void firstSum() {
        first[page] = sum(page);
        firstSums++;
        page++;
        if (page == pages) {
            BitSet busy =
                    settings.quietFirst()
                            ? (BitSet) environment.changed().clone()
                            : new BitSet(pages);
            order = new PageOrder(pages, busy);
            page = order.first();
            work = Work.COPY;
        }
    }

    /** S4. */
    private void backgroundCopy() {
        copy(page);
        copies++;
        if (settings.interleaved()) {
            work = Work.SECOND_SUM;
            return;
        }
        page = order.after(page);
        if (page == PageOrder.END) {
            page = order.first();
            work = Work.SECOND_SUM;
        }
    }

    /** S5 to S8. */
    private void secondSum() {
        BitSet list = sum(page) == first[page] ? list35 : list36;
        list.set(page);
        secondSums++;
        page = order.after(page);
        if (page == PageOrder.END) {
            work = Work.NOTHING;
        } else if (settings.interleaved()) {
            work = Work.COPY;
        }
    }

    /** S9 and S10. */
    @Override
    public Step stopped() {
        if (pending == null) {
            closeLists();
        }
        int next = pending.nextSetBit(copyFrom);
        if (next != PageOrder.END) {
            copy(next);
            batchCopies++;
            pending.clear(next);
            copyFrom = next;
        }
        if (pending.isEmpty() && exact) {
            // Data that devices had under way may still have come in.
            moveChanged();
        }
        return pending.isEmpty() ? Step.DONE : Step.MORE;
    }

    /** S9: from here on every page is in one of the lists. */
    private void closeLists() {
        pending = new BitSet(pages);
        if (exact) {
            moveChanged();
        }
        // A page without a second sum, should the guest have been stopped early, may differ.
        list36.set(0, pages);
        list36.andNot(list35);
        pending.or(list36);
        batch = pending.cardinality();
    }

    /** Moves what was written since its copy, unseen by the sums, from list 35 to list 36. */
    private void moveChanged() {
        BitSet changed = environment.changed();
        pending.or(changed);
        copyFrom = 0;
        batch = batchCopies + pending.cardinality();
        int before = list35.cardinality();
        list35.andNot(changed);
        undetected += before - list35.cardinality();
        list36.or(changed);
    }

    /**
     * S12 to S15: a page of list 35. Comparing and writing back at one boundary loses no update.
     */
    @Override
    public Step duplicated() {
        int next = list35.nextSetBit(walked);
        if (next == PageOrder.END) {
            return Step.DONE;
        }
        if (compared == 0) {
            walkLength = list35.cardinality();
        }
        compared++;
        if (!environment.equal(next)) {
            staleFound++;
            repair(next);
        }
        walked = next + 1;
        return list35.nextSetBit(walked) == PageOrder.END ? Step.DONE : Step.MORE;
    }

    private void repair(int stale) {
        if (exact) {
            throw new IllegalStateException(
                    ("Page %d differs between the systems, though neither its sums nor the change"
                                    + " set tell of a write since its copy")
                            .formatted(stale));
        }
        environment.repair(stale);
        repaired++;
    }

    /** The mark goes first: what is written from here on is not in the copy. */
    private void copy(int number) {
        environment.changed().clear(number);
        environment.copy(number);
    }

    private long sum(int number) {
        return environment.isUntouched(number) ? summary.ofZeros() : summary.of(number);
    }

    @Override
    public double progress() {
        if (compared > 0) {
            return part(compared, walkLength);
        }
        if (pending != null) {
            return part(batchCopies, batch);
        }
        return part((long) firstSums + copies + secondSums, 3L * pages);
    }

    private static double part(long done, long all) {
        return all == 0 ? 1 : (double) done / all;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("firstSums", (long) firstSums);
        figures.put("secondSums", (long) secondSums);
        figures.put("list35", (long) list35.cardinality());
        figures.put("list36", (long) list36.cardinality());
        if (exact) {
            figures.put("undetectedBySums", (long) undetected);
        }
        figures.put("staleFound", (long) staleFound);
        figures.put("repaired", (long) repaired);
        return figures;
    }

    @Override
    public List<MemoList> lists() {
        return List.of(
                new MemoList("35", "pages whose sums agree", list35),
                new MemoList("36", "pages that may have changed", list36));
    }

    @Override
    public void close() {
        first = null;
    }

    /** The coincidence list; for tests. */
    BitSet list35() {
        return list35;
    }

    /** The incoincidence list; for tests. */
    BitSet list36() {
        return list36;
    }
}
