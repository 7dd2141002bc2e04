package ft.debug.target;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A piece of the past that is gone through once more to find out where to stop in it: the last
 * place before a clock at which a hart was about to execute, or at which there is a point. Given to
 * a target that runs from somewhere before that clock; the target stops there without a word.
 */
public final class Search {
    /** Stops nowhere: what runs is on its way to where a search begins. */
    static final Search NOWHERE = new Search(Long.MAX_VALUE, Motion.NO_HART, false);

    private final long until;
    private final int hart;
    private final boolean looks;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private Stop found;

    private Search(long until, int hart, boolean looks) {
        this.until = until;
        this.hart = hart;
        this.looks = looks;
    }

    /** For the last instruction of a hart before a clock. */
    public static Search forStep(long until, int hart) {
        return new Search(until, hart, true);
    }

    /** For the last breakpoint or watched access before a clock. */
    public static Search forPoint(long until) {
        return new Search(until, Motion.NO_HART, true);
    }

    boolean looks() {
        return looks;
    }

    boolean isForPoint() {
        return looks && hart == Motion.NO_HART;
    }

    boolean endsAt(long clock) {
        return clock >= until;
    }

    void instruction(long clock, int byHart, long pc, Points points) {
        if (byHart == hart) {
            found = new Stop(Stop.Reason.STEP, hart, clock, 0);
        } else if (isForPoint() && points.breaksAt(pc)) {
            found = new Stop(Stop.Reason.BREAKPOINT, byHart, clock, 0);
        }
    }

    void access(long clock, int byHart, Watchpoint watchpoint) {
        if (isForPoint() && !endsAt(clock)) {
            found = new Stop(watchpoint.kind().reason, byHart, clock, watchpoint.address());
        }
    }

    void ended(boolean well) {
        end.complete(well);
    }

    /** Waits until the search has come to its end; false if nobody wants to know any more. */
    public boolean await() {
        return end.join();
    }

    /** What was found. */
    public Optional<Stop> found() {
        return Optional.ofNullable(found);
    }
}
