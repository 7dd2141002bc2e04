package ft.copy.checksum;

import ft.api.copy.CopySession.Step;
import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import java.util.Map;

/** S9 and S10, while the guest is stopped: all pages of list 36 in one batch. */
final class BatchCopy implements Phase {
    /** Pages whose third sums are compared in one unit of work. */
    private static final int BATCH = 64;

    private final CopyEnvironment environment;
    private final Window window;
    private final Lists lists;
    private final boolean demand;
    private final BitSet found = new BitSet();

    /** Page of list 35 from which comparing goes on; {@link PageOrder#END} if there is none. */
    private int compareFrom = PageOrder.END;

    /** Page of list 36 from which copying goes on. */
    private int copyFrom;

    private int toCompare;
    private int compared;
    private int toCopy;
    private int copies;

    BatchCopy(CopyEnvironment environment, Window window, Lists lists, boolean demand) {
        this.environment = environment;
        this.window = window;
        this.lists = lists;
        this.demand = demand;
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
                if (demand) {
                    environment.guard(lists.list35());
                }
                return Step.DONE;
            }
        }
        return Step.MORE;
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
