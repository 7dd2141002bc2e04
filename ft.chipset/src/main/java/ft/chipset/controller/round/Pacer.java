package ft.chipset.controller.round;

import ft.api.board.BoardMap;
import ft.chipset.controller.view.GuestTime;
import ft.chipset.controller.view.ServerView;
import java.util.concurrent.locks.LockSupport;

/** Holds guest time back to the wall clock, if the server is described so. */
final class Pacer {
    /** Guest time that an idle paced guest may skip at once: bounds the delay of host input. */
    private static final long LONGEST_PACED_SKIP_NANOS = 10_000_000;

    /** A guest that fell behind by more than this does not race to catch up. */
    private static final long FORGIVEN_NANOS = 200_000_000;

    private final ServerView view;
    private final GuestTime time;
    private long startWall;
    private long startGuest;
    private boolean running;

    Pacer(ServerView view) {
        this.view = view;
        time = new GuestTime(view.description());
    }

    /** Cycles an idle guest may skip at once. */
    long longestSkip(long quantum) {
        return view.description().paced()
                ? Math.max(quantum, time.cycles(LONGEST_PACED_SKIP_NANOS))
                : BoardMap.TIMEBASE_HZ * 1000;
    }

    /**
     * Waits until the wall clock has reached guest time.
     *
     * @param runs whether guest time goes on after this boundary
     */
    void pace(long clock, boolean runs) {
        if (!view.description().paced() || !runs) {
            running = false;
            return;
        }
        long guest = time.nanos(clock);
        long wall = System.nanoTime();
        long behind = wall - startWall - (guest - startGuest);
        if (!running || behind > FORGIVEN_NANOS) {
            running = true;
            startWall = wall;
            startGuest = guest;
            return;
        }
        for (long left = guest - startGuest - (wall - startWall); left > 0; ) {
            // Not on the crosslink: a frame of the next round must not be served in this one.
            LockSupport.parkNanos(left);
            left = guest - startGuest - (System.nanoTime() - startWall);
        }
    }
}
