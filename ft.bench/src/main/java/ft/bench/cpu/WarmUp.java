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

    private final Patience patience;
    private boolean hasBegun;
    private long began;
    private long window;
    private int laps;
    private double best;
    private int stale;

    /**
     * How long it is waited for that.
     *
     * @param windows how many in a row have to be no faster
     * @param mostNanos the time after which it is over in any case
     */
    record Patience(int windows, long mostNanos) {
        /** QEMU translates once and is as fast as it gets. */
        static final Patience QEMU = new Patience(2, 320_000_000L);

        /** One system, beside which there is a processor for Java's compilers. */
        static final Patience SINGLE = new Patience(2, 10_000_000_000L);

        /** Two systems take a processor each; Java compiles in what they leave. */
        static final Patience PAIR = new Patience(4, 16_000_000_000L);

        /** What is in a hurry is measured as it is. */
        static final Patience NONE = new Patience(0, 0);
    }

    WarmUp(Patience patience) {
        this.patience = patience;
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
        return stale >= patience.windows() || nanos - began >= patience.mostNanos();
    }
}
