package ft.chipset.controller.copy;

import ft.chipset.controller.view.GuestTime;
import ft.chipset.controller.view.ServerView;

/**
 * The share of the DMA engine's rate that a resynchronization may use while the guest runs: what it
 * may move at a boundary follows from the guest time since the last one. What was overdrawn has to
 * be saved first; what was not used is not saved.
 *
 * <p>Where a quantum brings little, it is moved every so many quanta: both systems have to meet for
 * it, which takes longer than to copy some pages. At which clocks depends on the description alone,
 * so a resynchronization ends when it would have ended, whoever watches each boundary.
 */
final class Bandwidth {
    /** Most that waits to be moved at once, which takes some 0.1 ms in which the guest stands. */
    private static final long LARGEST_SHARE = 5 << 18;

    /** Shares that main storage is worth at least. */
    private static final long LEAST_SHARES = 256;

    /** Quanta at most between two shares, as in a round of two systems. */
    private static final long LONGEST = 32;

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

    /** A boundary is reached at which something may be moved. */
    void advance(long clock) {
        long elapsed = time.nanos(clock) - time.nanos(lastClock);
        lastClock = clock;
        credit = Math.min(credit, 0) + (long) (elapsed / 1e9 * bytesPerSecond * share());
    }

    /** Cycles from one share to the next. */
    private long stride() {
        int quantum = view.description().quantum();
        double bytes = time.nanos(quantum) / 1e9 * bytesPerSecond * share();
        long largest = Math.min(LARGEST_SHARE, view.description().memoryBytes() / LEAST_SHARES);
        long quanta = Math.max(1, Math.min(LONGEST, (long) (largest / bytes)));
        return quantum * Long.highestOneBit(quanta);
    }

    private double share() {
        return view.description().backgroundShare();
    }

    /** Whether there is a share at this clock. */
    boolean isDue(long clock) {
        return clock % stride() == 0;
    }

    /** Clock of the next share. */
    long next(long clock) {
        long stride = stride();
        return (clock / stride + 1) * stride;
    }

    /** Whether more may be moved at this boundary. */
    boolean isLeft() {
        return credit > 0;
    }

    /** Bytes that may be moved at this boundary, without overdrawing. */
    long left() {
        return credit;
    }

    /** Bytes were moved. */
    void use(long bytes) {
        credit -= bytes;
    }
}
