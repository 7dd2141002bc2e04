package ft.observe.metrics;

import java.util.Arrays;

/** Spans of time, sorted into the buckets of a histogram: decades from a microsecond to 100 s. */
final class Spans {
    /** As OpenMetrics wants floating-point numbers to be written. */
    private static final String[] LIMITS = {
        "1e-06", "1e-05", "0.0001", "0.001", "0.01", "0.1", "1.0", "10.0", "100.0", "+Inf"
    };

    private static final long FIRST_NANOS = 1000;

    private final long[] counts = new long[LIMITS.length];
    private long sum;

    /** Hears of each bucket. */
    interface Buckets {
        /** How many are not above a limit. */
        void bucket(String limit, long count);
    }

    void add(long nanos) {
        int bucket = 0;
        for (long limit = FIRST_NANOS; bucket < LIMITS.length - 1 && nanos > limit; limit *= 10) {
            bucket++;
        }
        counts[bucket]++;
        sum += nanos;
    }

    long count() {
        return Arrays.stream(counts).sum();
    }

    long sum() {
        return sum;
    }

    void forEachBucket(Buckets buckets) {
        long below = 0;
        for (int i = 0; i < LIMITS.length; i++) {
            below += counts[i];
            buckets.bucket(LIMITS[i], below);
        }
    }
}
