package ft.chipset.controller.copy;

import ft.api.resync.CopyScope;
import ft.chipset.trace.Tracking;
import java.util.BitSet;

/**
 * Where the destination may differ, as far as the source knows: what the traces hold, what was not
 * copied yet, and what was written since.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Differences {
    private final Tracking tracking;

    /** Granules that may differ: of the trace, not copied yet, and written since their copy. */
    private final BitSet granules;

    private final BitSet trace;
    private final BitSet changed = new BitSet();
    private final BitSet watched = new BitSet();
    private final BitSet caught = new BitSet();

    /**
     * When a session begins.
     *
     * @param size of main storage, in bytes
     * @param traced entries of the access traces of both sides
     */
    Differences(Tracking tracking, long size, CopyScope scope, BitSet traced) {
        this.tracking = tracking;
        int all = (int) (size >> tracking.granuleShift());
        granules = tracking.granulesOf(traced);
        // A trace memory that is out of order may name what does not exist.
        granules.clear(all, Integer.MAX_VALUE);
        trace = tracking.pagesOf(granules);
        if (scope == CopyScope.FULL) {
            // Nothing is known of the destination.
            granules.set(0, all);
        }
    }

    /** The own side has written. */
    void note(Written written) {
        written.forEachFresh(this::note);
    }

    private void note(int granule) {
        granules.set(granule);
        int unit = tracking.pageOf(granule);
        changed.set(unit);
        if (watched.get(unit)) {
            watched.clear(unit);
            caught.set(unit);
        }
    }

    /** Units that the traces name; a copy. */
    BitSet trace() {
        return (BitSet) trace.clone();
    }

    /** Units written since the session began. */
    BitSet changed() {
        return changed;
    }

    /** Has the next write to a unit noticed. */
    void watch(int unit) {
        watched.set(unit);
    }

    /** Units that were watched and written. */
    BitSet caught() {
        return caught;
    }

    /** A whole unit is copied now. */
    void copied(int unit) {
        granules.clear(first(unit), first(unit + 1));
    }

    /** The first granule of a unit that may differ; -1 if none does. */
    int run(int unit) {
        int granule = granules.nextSetBit(first(unit));
        return granule < first(unit + 1) ? granule : -1;
    }

    /** The granules of a unit that may differ, from the first of them on, are copied now. */
    int takeRun(int unit, int run) {
        int end = Math.min(granules.nextClearBit(run), first(unit + 1));
        granules.clear(run, end);
        return end - run;
    }

    private int first(int unit) {
        return unit << tracking.pageShift() - tracking.granuleShift();
    }
}
