package ft.io.subsystem;

/**
 * Guest time from the CPU subsystem's clock and back, exactly.
 *
 * @param nanosPerKilocycle nanoseconds in 1000 cycles
 */
record GuestTime(long nanosPerKilocycle) {
    private static final long KILO = 1000;

    GuestTime {
        if (nanosPerKilocycle <= 0) {
            throw new IllegalArgumentException(
                    "1000 cycles must take at least a nanosecond, not " + nanosPerKilocycle + ".");
        }
    }

    /** Whole nanoseconds since power on. */
    long nanos(long clock) {
        return clock / KILO * nanosPerKilocycle + clock % KILO * nanosPerKilocycle / KILO;
    }

    /** The first clock at which {@link #nanos} is not below this; the maximum means never. */
    long clockAt(long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        long whole = nanos / nanosPerKilocycle;
        if (whole >= Long.MAX_VALUE / KILO) {
            return Long.MAX_VALUE;
        }
        long part = nanos % nanosPerKilocycle * KILO;
        return whole * KILO + (part + nanosPerKilocycle - 1) / nanosPerKilocycle;
    }
}
