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
        if (compareFrom == PageOrder.END && lists.pending().isEmpty()) {
            // Data that devices had under way may still have come in.
            moveWritten();
            if (lists.pending().isEmpty()) {
                guard();
                return Step.DONE;
            }
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
        toCopy = lists.pending().cardinality();
        moveWritten();
        window.addMissed(found);
        lists.count(found);
        found.clear();
        environment.step("S9", "the guest stands still: " + lists);
        if (window.comparesUnderStop()) {
            compareFrom = lists.list35().nextSetBit(0);
            toCompare = lists.list35().cardinality();
        }
    }

    /** Strategy F: pages of list 35, a run of neighbours at a time. */
    private void compare() {
        int end = Math.min(lists.list35().nextClearBit(compareFrom), compareFrom + BATCH);
        window.compareUnderStop(compareFrom, end - compareFrom, found);
        compared += end - compareFrom;
        moveFound();
        compareFrom = lists.list35().nextSetBit(end);
    }

    /** S10. */
    private void copy() {
        if (copies >= most && !lists.pending().isEmpty()) {
            postpone();
            return;
        }
        int page = lists.pending().nextSetBit(copyFrom);
        if (page != PageOrder.END) {
            if (copies == 0) {
                environment.step("S10", "copy of list 36 begins");
            }
            environment.changed().clear(page);
            window.copying(page);
            environment.copy(page);
            lists.pending().clear(page);
            copies++;
            copyFrom = page;
        }
    }

    /** What is written from here on is written on both sides, or is postponed again. */
    private void postpone() {
        environment.changed().andNot(lists.pending());
        lists.postpone();
        toCopy = copies;
        environment.step(
                "", lists.postponed().cardinality() + " pages of list 36 are left for later");
    }

    private void moveWritten() {
        window.addWritten(found);
        moveFound();
    }

    private void moveFound() {
        if (!found.isEmpty()) {
            lists.move(found);
            found.clear();
            copyFrom = 0;
            toCopy = copies + lists.pending().cardinality();
        }
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
