package ft.cpu.fpu;

/** Makes a number of a format of what an operation gives exactly, and raises the flags. */
final class Rounder {
    private final Flags flags;

    /** Raises flags there. */
    Rounder(Flags flags) {
        this.flags = flags;
    }

    /**
     * Rounds a number other than zero.
     *
     * @param exponent such that the number is {@code significand / 2^63 * 2^exponent}
     * @param significand with its highest bit set; its lowest bit is also set if there is anything
     *     below it. That is enough, for no format keeps more than 53 bits, so the lowest bit is
     *     never a bit that is kept, nor the half that decides.
     */
    long round(Format format, boolean negative, int exponent, long significand, RoundingMode mode) {
        int least = 1 - format.largestExponent;
        int dropped = 64 - format.precision;
        if (exponent > format.largestExponent) {
            return overflow(format, negative, mode);
        }
        boolean tiny = exponent < least && isTiny(format, negative, exponent, significand, mode);
        if (exponent < least) {
            dropped += least - exponent;
        }
        long kept = dropped < 64 ? significand >>> dropped : 0;
        long rest = rest(significand, dropped);
        if (mode.increments(negative, (kept & 1) != 0, rest)) {
            kept++;
        }
        // The bit that is not stored adds one to the field of the exponent, and so does a carry
        // into it; a subnormal number that is rounded to the least normal one gets it likewise.
        long field = exponent < least ? 0 : (long) exponent + format.largestExponent - 1;
        long magnitude = (field << format.precision - 1) + kept;
        if (magnitude >= format.infinity) {
            return overflow(format, negative, mode);
        }
        if (rest != 0) {
            flags.raise(tiny ? Flags.INEXACT | Flags.UNDERFLOW : Flags.INEXACT);
        }
        return negative ? format.sign | magnitude : magnitude;
    }

    /** What is dropped, in units of what is kept: the highest bit stands for a half. */
    static long rest(long significand, int dropped) {
        if (dropped <= 0) {
            return 0;
        }
        return dropped <= 64 ? significand << 64 - dropped : 1;
    }

    // Detected after rounding: whether it would be less than the least normal number also if it
    // were rounded as if the exponent had no bounds. Only the next lower exponent can be saved.
    private static boolean isTiny(
            Format format, boolean negative, int exponent, long significand, RoundingMode mode) {
        int dropped = 64 - format.precision;
        long kept = significand >>> dropped;
        boolean carries =
                kept + 1 == 1L << format.precision
                        && mode.increments(negative, true, rest(significand, dropped));
        return exponent < -format.largestExponent || !carries;
    }

    private long overflow(Format format, boolean negative, RoundingMode mode) {
        flags.raise(Flags.OVERFLOW | Flags.INEXACT);
        boolean toInfinity =
                switch (mode) {
                    case NEAREST_EVEN, NEAREST_AWAY -> true;
                    case TO_ZERO -> false;
                    case DOWN -> negative;
                    case UP -> !negative;
                };
        long magnitude = toInfinity ? format.infinity : format.infinity - 1;
        return negative ? format.sign | magnitude : magnitude;
    }
}
