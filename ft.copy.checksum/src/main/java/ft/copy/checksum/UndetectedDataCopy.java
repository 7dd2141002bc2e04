package ft.copy.checksum;

import ft.api.copy.CopySession.Step;
import ft.api.crosslink.CrosslinkPort;
import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import java.util.Map;

/**
 * S12 to S15, while both systems run the guest: the walk of list 35. A unit of work is some pages
 * in a row, as an exchange over the crosslink takes as long as several pages. They are compared and
 * written back in one unit of work, so at one boundary: no update of the guest falls between (R7),
 * and both sides get it at the same instruction (R13).
 */
final class UndetectedDataCopy implements Phase {
    /** Most bytes of a unit of work: what one frame of the crosslink lends. */
    private static final int MOST_BYTES = CrosslinkPort.MAX_LENT * 4096;

    private final CopyEnvironment environment;
    private final Lists lists;
    private final boolean exact;
    private final boolean demand;

    /** Most pages of a unit of work. */
    private final int most;

    private final BitSet differing = new BitSet();
    private int from;

    /** Pages to compare; -1 before the first one. */
    private int length = -1;

    private int compared;
    private int found;
    private int repaired;

    /** Postponed page from which the walk goes on; {@link PageOrder#END} if there is none. */
    private int postponed;

    UndetectedDataCopy(CopyEnvironment environment, Settings settings, Lists lists) {
        this.environment = environment;
        this.lists = lists;
        exact = settings.method().isExact();
        demand = settings.demand();
        most = Math.max(1, MOST_BYTES / environment.pageSize());
    }

    @Override
    public Step work() {
        if (length < 0) {
            length = lists.size35() + lists.postponed().cardinality();
            postponed = lists.postponed().nextSetBit(0);
            environment.step("S11", "the guest goes on in both systems");
            environment.step("S12", "walk of list 35 begins, both systems run the guest");
            environment.step("S13", "its pages are read from both memories and compared");
            environment.step("S16", "what the two systems send out is compared meanwhile");
        }
        if (postponed != PageOrder.END) {
            bring();
            return postponed == PageOrder.END && lists.list35().isEmpty() ? end() : Step.MORE;
        }
        int page = lists.list35().nextSetBit(from);
        if (page != PageOrder.END) {
            from = Math.min(lists.list35().nextClearBit(page), page + most);
            compared += from - page;
            compare(page, from - page);
        }
        if (demand && exact && lists.postponed().isEmpty() && environment.demandRepaired() > 0) {
            throw fault("A page");
        }
        if (lists.list35().nextSetBit(from) != PageOrder.END) {
            return Step.MORE;
        }
        return end();
    }

    private Step end() {
        long equal = compared - lists.postponed().cardinality() - staleFound();
        environment.step("S14", "end of list 35: " + equal + " pages were equal");
        return Step.DONE;
    }

    /** What was postponed and has not been asked for yet. */
    private void bring() {
        int end = Math.min(lists.postponed().nextClearBit(postponed), postponed + most);
        differing.clear();
        environment.verify(postponed, end - postponed, differing);
        compared += end - postponed;
        postponed = lists.postponed().nextSetBit(end);
    }

    /**
     * With strategy D, a page that is not guarded any more was verified when it was about to be
     * used.
     */
    private void compare(int first, int count) {
        differing.clear();
        if (demand) {
            environment.verify(first, count, differing);
        } else {
            environment.compare(first, count, differing);
        }
        for (int page = differing.nextSetBit(0); page >= 0; page = differing.nextSetBit(page + 1)) {
            differs(page);
            if (!demand) {
                environment.repair(page);
            }
            repaired++;
        }
    }

    private void differs(int page) {
        found++;
        if (exact) {
            throw fault("Page " + page);
        }
        if (found == 1) {
            environment.step(
                    "S15", "page " + page + " differs: its online content into both memories");
        }
    }

    /** With a window that is closed, list 35 has nothing to find. */
    private static IllegalStateException fault(String what) {
        return new IllegalStateException(
                what
                        + " on list 35 differs between the systems, though nothing tells of a write"
                        + " since its copy");
    }

    private long staleFound() {
        return found + (demand ? environment.demandRepaired() : 0);
    }

    @Override
    public double progress() {
        return Phase.part(compared, length);
    }

    @Override
    public void addFigures(Map<String, Long> figures) {
        figures.put("staleFound", staleFound());
        figures.put("repaired", repaired + (demand ? environment.demandRepaired() : 0));
        if (demand || !lists.postponed().isEmpty()) {
            figures.put("demanded", environment.demanded());
        }
    }
}
