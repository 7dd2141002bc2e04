package ft.copy.checksum;

import ft.api.copy.CopySession.Step;
import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import java.util.Map;

/**
 * S9 and S10, while the guest is stopped: all pages of list 36 in one batch. Where the stop is
 * bounded, what is too much for it is guarded instead, so that nobody uses it before it has come.
 */
final class BatchCopy implements Phase {
    /** Pages whose third sums are compared in one unit of work. */
    private static final int BATCH = 64;

    private final CopyEnvironment environment;
    private final Window window;
    private final Lists lists;
    private final boolean demand;
    private final int most;
    private final BitSet found = new BitSet();

    /** Page of list 35 from which comparing goes on; {@link PageOrder#END} if there is none. */
    private int compareFrom = PageOrder.END;

    /** Page of list 36 from which copying goes on. */
    private int copyFrom;

    private int toCompare;
    private int compared;
    private int toCopy;
    private int copies;

    BatchCopy(CopyEnvironment environment, Settings settings, Window window, Lists lists) {
        this.environment = environment;
        this.window = window;
        this.lists = lists;
        demand = settings.demand();
        most = settings.underStop();
    }

    @Override
    public Step work() {
        if (!lists.areClosed()) {
            stop();
        }
        if (compareFrom != PageOrder.END) {
            compare();
        } else {
            copy();
        }
        // Data that devices had under way may still have come in.
        if (compareFrom == PageOrder.END && lists.pendingPages() == 0 && !move(window.written())) {
            guard();
            return Step.DONE;
        }
        return Step.MORE;
    }

    private void guard() {
        BitSet guarded = (BitSet) lists.postponed().clone();
        if (demand) {
            guarded.or(lists.list35());
        }
        if (!guarded.isEmpty()) {
            environment.guard(guarded);
        }
    }

    /** S9: every page written by now is on list 36, as far as the window knows. */
    private void stop() {
        lists.close();
        toCopy = lists.pendingPages();
        move(window.written());
        lists.count(window.missed());
        environment.step("S9", "the guest stands still: " + lists);
        if (window.comparesUnderStop()) {
            compareFrom = lists.list35().nextSetBit(0);
            toCompare = lists.size35();
        }
    }

    /** Strategy F: pages of list 35, a run of neighbours at a time. */
    private void compare() {
        int end = Math.min(lists.list35().nextClearBit(compareFrom), compareFrom + BATCH);
        window.compareUnderStop(compareFrom, end - compareFrom, found);
        compared += end - compareFrom;
        move(found);
        found.clear();
        compareFrom = lists.list35().nextSetBit(end);
    }

    /** S10. */
    private void copy() {
        if (copies >= most && lists.pendingPages() > 0) {
            postpone();
            return;
        }
        int page = lists.nextPending(copyFrom);
        if (page != PageOrder.END) {
            if (copies == 0) {
                environment.step("S10", "copy of list 36 begins");
            }
            environment.changed().clear(page);
            window.copying(page);
            environment.copy(page);
            lists.copied(page);
            copies++;
            copyFrom = page;
        }
    }

    /** What is written from here on is written on both sides, or is postponed again. */
    private void postpone() {
        environment.changed().andNot(lists.postpone());
        toCopy = copies;
        environment.step(
                "", lists.postponed().cardinality() + " pages of list 36 are left for later");
    }

    private boolean move(BitSet changed) {
        boolean any = lists.move(changed);
        if (any) {
            copyFrom = 0;
            toCopy = copies + lists.pendingPages();
        }
        return any;
    }

    @Override
    public double progress() {
        return Phase.part((long) compared + copies, (long) toCompare + toCopy);
    }

    @Override
    public void addFigures(Map<String, Long> figures) {
        if (window.comparesUnderStop()) {
            figures.put("thirdSums", (long) compared);
        }
    }
}
