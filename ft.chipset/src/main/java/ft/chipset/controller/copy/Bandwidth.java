package ft.chipset.controller.copy;

import ft.chipset.controller.view.GuestTime;
import ft.chipset.controller.view.ServerView;

/**
 * The share of the DMA engine's rate that a resynchronization may use while the guest runs: what it
 * may move at a boundary follows from the guest time since the last one. What was overdrawn has to
 * be saved first; what was not used is not saved.
 */
final class Bandwidth {
    private final GuestTime time;
    private final long bytesPerSecond;
    private final ServerView view;
    private long lastClock;
    private long credit;

    Bandwidth(ServerView view) {
        this.view = view;
        time = new GuestTime(view.description());
        bytesPerSecond = view.description().dmaBytesPerSecond();
        lastClock = view.clock;
    }

    /** A boundary is reached. */
    void advance(long clock) {
        long elapsed = time.nanos(clock) - time.nanos(lastClock);
        lastClock = clock;
        double share = view.description().backgroundShare();
        credit = Math.min(credit, 0) + (long) (elapsed / 1e9 * bytesPerSecond * share);
    }

    /** Whether more may be moved at this boundary. */
    boolean isLeft() {
        return credit > 0;
    }

    /** Bytes were moved. */
    void use(long bytes) {
        credit -= bytes;
    }
}
