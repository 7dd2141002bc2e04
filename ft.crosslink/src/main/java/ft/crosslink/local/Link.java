package ft.crosslink.local;

/**
 * Whether two systems are connected, as a number that only grows: odd while the link is up. Each
 * connection is an epoch of its own, so that what was under way when a link was cut is known from
 * what was sent after it was connected again.
 *
 * <p><b>Threading:</b> any thread.
 */
final class Link {
    private volatile int epoch;

    /** The present epoch. */
    int epoch() {
        return epoch;
    }

    /** Whether the link is up in an epoch. */
    static boolean isUp(int epoch) {
        return (epoch & 1) != 0;
    }

    /** Connects or cuts; gives whether that is a change. */
    synchronized boolean set(boolean up) {
        if (isUp(epoch) == up) {
            return false;
        }
        epoch = epoch + 1;
        return true;
    }

    /** Cuts the link if it still is in the epoch in which something went wrong. */
    synchronized boolean fail(int failed) {
        return failed == epoch && isUp(failed) && set(false);
    }
}
