package ft.campaign.judge;

import ft.api.copy.MemoList;
import ft.api.observer.CopyOperation;
import ft.api.server.CopyLists;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * J1, J2 and J8, the order of P17: all first sums before the first copy, a second sum of every page
 * after its copy, the stop after those, the reset after the copy and the context; every page on one
 * of the two lists and none on both; no page's content kept by a strategy.
 */
public final class CopyJudge implements Judge {
    private static final String SUMS = "checksum";

    /** P17's alternative that keeps the old content, which its claim 4 does not cover. */
    private static final String KEEPS = "content";

    private final List<String> wrong = new ArrayList<>();
    private final BitSet summed = new BitSet();
    private final BitSet copied = new BitSet();
    private final BitSet summedAfter = new BitSet();
    private String strategy = "";
    private boolean summing;
    private boolean stopped;
    private boolean copyDone;
    private boolean contextDone;
    private boolean read;

    @Override
    public void event(ServerEvent event) {
        if (event.refused()) {
            return;
        }
        String text = event.text();
        int named = text.indexOf("copy with strategy ");
        if (named >= 0 && text.endsWith(" begins")) {
            begin(text.substring(named).split(" ")[3]);
        } else if (event.event() == StateEvent.SMI) {
            stop();
        } else if (event.event() == StateEvent.COPY_DONE) {
            copyDone = true;
        } else if (event.event() == StateEvent.CTX_DONE) {
            contextDone = true;
        } else if (event.event() == StateEvent.SYNC_RESET) {
            if (!copyDone || !contextDone) {
                wrong.add("J1 the synchronization reset comes before the copy or the context");
            }
        }
    }

    private void begin(String name) {
        strategy = name;
        summing = name.startsWith(SUMS);
        summed.clear();
        copied.clear();
        summedAfter.clear();
        stopped = false;
        copyDone = false;
        contextDone = false;
        read = false;
    }

    private void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        if (summing && !summed.isEmpty()) {
            BitSet unsummed = (BitSet) copied.clone();
            unsummed.andNot(summedAfter);
            if (!unsummed.isEmpty()) {
                wrong.add("J1 the guest stops before the second sum of pages " + unsummed);
            }
        }
    }

    @Override
    public void copying(CopyOperation operation, int page) {
        if (operation == CopyOperation.SUM) {
            summed.set(page);
            if (copied.get(page)) {
                summedAfter.set(page);
            }
        } else if (operation == CopyOperation.COPY && !stopped) {
            if (summing && !summed.isEmpty() && !summed.get(page)) {
                wrong.add("J1 page " + page + " is copied before its first sum");
            }
            if (copied.isEmpty()) {
                firstCopy();
            }
            copied.set(page);
            summedAfter.clear(page);
        } else if (operation == CopyOperation.READ && !strategy.equals(KEEPS) && !read) {
            read = true;
            wrong.add("J8 strategy " + strategy + " takes the content of page " + page);
        }
    }

    private void firstCopy() {
        int first = summed.nextClearBit(0);
        // Which pages there are is seen by the highest one that was ever summed.
        if (summing && !summed.isEmpty() && first < summed.length()) {
            wrong.add("J1 the copy begins before the first sum of page " + first);
        }
    }

    @Override
    public void boundary(Boundary b, Findings findings) {
        for (String each : wrong) {
            findings.add(each.substring(0, 2), b.clock, each.substring(3));
        }
        wrong.clear();
        if (summing && !b.soundness.mayCorruptCopies()) {
            b.lists.ifPresent(lists -> lists(b, lists, findings));
        }
    }

    /** P17 c.4: lists 35 and 36 when both systems begin to run. */
    private static void lists(Boundary b, CopyLists lists, Findings findings) {
        Optional<BitSet> list35 = list(lists, "35");
        Optional<BitSet> list36 = list(lists, "36");
        if (list35.isEmpty() || list36.isEmpty()) {
            return;
        }
        BitSet both = (BitSet) list35.get().clone();
        both.and(list36.get());
        if (!both.isEmpty()) {
            findings.add("J2", b.clock, "pages on both lists: " + both);
        }
        BitSet either = list35.get();
        either.or(list36.get());
        if (either.cardinality() != lists.pages()) {
            findings.add(
                    "J2",
                    b.clock,
                    "of " + lists.pages() + " pages " + either.cardinality() + " are on a list");
        }
    }

    private static Optional<BitSet> list(CopyLists lists, String name) {
        return lists.lists().stream()
                .filter(list -> list.name().equals(name))
                .map(MemoList::pages)
                .findFirst();
    }
}
