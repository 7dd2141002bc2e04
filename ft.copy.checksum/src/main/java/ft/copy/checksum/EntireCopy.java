package ft.copy.checksum;

import ft.api.copy.CopySession.Step;
import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import java.util.Map;

/**
 * S3 to S8, while the online guest runs: first sums, copy, second sums; with strategy I copy and
 * second sums again, in rounds, of what has changed.
 */
final class EntireCopy implements Phase {
    private enum Work {
        FIRST_SUM,
        COPY,
        SECOND_SUM,
        NOTHING
    }

    private final CopyEnvironment environment;
    private final Settings settings;
    private final Detection detection;
    private final Window window;
    private final Lists lists;
    private final int pages;

    private Work work = Work.FIRST_SUM;
    private int page;
    private PageOrder order;

    /** Rounds after the first one. */
    private int round;

    private int pagesInRound;

    /** Units of work of all rounds that were begun. */
    private long expected;

    private int firstSums;
    private int copies;
    private int secondSums;

    EntireCopy(
            CopyEnvironment environment,
            Settings settings,
            Detection detection,
            Window window,
            Lists lists) {
        this.environment = environment;
        this.settings = settings;
        this.detection = detection;
        this.window = window;
        this.lists = lists;
        pages = environment.pages();
        expected = 3L * pages;
    }

    @Override
    public Step work() {
        switch (work) {
            case FIRST_SUM -> firstSum();
            case COPY -> copy();
            case SECOND_SUM -> secondSum();
            case NOTHING -> {}
        }
        return work == Work.NOTHING ? Step.DONE : Step.MORE;
    }

    /** S3. Every page has its first sum before the first page is copied (claim 5). */
    private void firstSum() {
        if (page == 0) {
            environment.step("S3", "first sums begin, the guest runs");
        }
        detection.remember(page);
        firstSums++;
        page++;
        if (page == pages) {
            BitSet busy =
                    settings.quietFirst()
                            ? (BitSet) environment.changed().clone()
                            : new BitSet(pages);
            environment.step("S4", "copy of all pages begins, the guest runs");
            begin(PageOrder.quietFirst(pages, busy), pages);
        }
    }

    private void begin(PageOrder pagesInOrder, int number) {
        order = pagesInOrder;
        pagesInRound = number;
        page = order.first();
        work = Work.COPY;
    }

    /** S4. The mark goes first: what is written from here on is not in the copy. */
    private void copy() {
        environment.changed().clear(page);
        window.copying(page);
        if (settings.sumOfCopy() || round > 0) {
            // The guest stands still, so this is the sum of the bytes that are copied.
            detection.remember(page);
        }
        environment.copy(page);
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
        if (secondSums == 0) {
            environment.step("S5", "second sums begin, the guest runs");
        }
        window.summing(page);
        lists.enter(page, detection.isSame(page));
        secondSums++;
        page = order.after(page);
        if (page == PageOrder.END) {
            endRound();
        } else if (settings.interleaved()) {
            work = Work.COPY;
        }
    }

    /** A further round is worth its while if there is less to copy than in this one (I). */
    private void endRound() {
        if (round == 0) {
            environment.step("S6", "all second sums are compared with the first");
            environment.step("S7", lists.size36() + " pages differ: list 36");
            environment.step("S8", lists.size35() + " pages are the same: list 35");
        }
        if (round < settings.rounds()) {
            BitSet changed = (BitSet) lists.list36().clone();
            changed.or(window.written());
            int number = changed.cardinality();
            if (number > settings.enough() && number < pagesInRound) {
                round++;
                expected += 2L * number;
                lists.reopen(changed);
                environment.step("", "round " + round + ": " + number + " pages are copied again");
                begin(PageOrder.ascending(changed), number);
                return;
            }
        }
        work = Work.NOTHING;
    }

    @Override
    public double progress() {
        return Phase.part((long) firstSums + copies + secondSums, expected);
    }

    @Override
    public void addFigures(Map<String, Long> figures) {
        figures.put("firstSums", (long) firstSums);
        figures.put("secondSums", (long) secondSums);
        if (settings.rounds() > 0) {
            figures.put("rounds", (long) round);
        }
    }
}
