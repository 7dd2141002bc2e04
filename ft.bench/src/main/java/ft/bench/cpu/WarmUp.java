package ft.bench.cpu;

/**
 * When a machine has become as fast as it gets: what it does in windows of time has not grown for
 * some windows in a row. A virtual machine compiles by and by, and the longer the less processors
 * it has for that.
 */
final class WarmUp {
    static final long WINDOW_NANOS = 800_000_000L;

    /** What counts as faster; what creeps is seen when it has crept that far. */
    private static final double FASTER = 1.03;

    private static final int WINDOWS = 2;

    private final long mostNanos;
    private boolean hasBegun;
    private long began;
    private long window;
    private int laps;
    private double best;
    private int stale;

    /**
     * A new one.
     *
     * @param mostNanos the time after which it is over in any case
     */
    WarmUp(long mostNanos) {
        this.mostNanos = mostNanos;
    }

    /** Whether it is over with the lap that has ended now; the first one begins it. */
    boolean isOver(long nanos) {
        if (!hasBegun) {
            hasBegun = true;
            began = nanos;
            window = nanos;
        } else {
            laps++;
        }
        long time = nanos - window;
        if (time >= WINDOW_NANOS) {
            double rate = (double) laps / time;
            stale = rate > best * FASTER ? 0 : stale + 1;
            best = stale == 0 ? rate : best;
            window = nanos;
            laps = 0;
        }
        return stale >= WINDOWS || nanos - began >= mostNanos;
    }
}
