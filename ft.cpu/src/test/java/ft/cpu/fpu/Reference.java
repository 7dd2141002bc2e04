package ft.cpu.fpu;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Rounds by the definition: finds the two neighbours of a number in a format by bisection, and
 * compares. Slow, and like nothing in the implementation.
 */
final class Reference {
    /** A positive number, known by what it is less than. */
    @FunctionalInterface
    interface Magnitude {
        /** Compares with a number of finitely many digits. */
        int compareTo(BigDecimal other);
    }

    /** A result with the flags it raises. */
    record Result(long bits, int flags) {}

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Reference() {}

    /** The value of finite bits; one unit above the largest is the next power of two. */
    static BigDecimal value(Format format, long bits) {
        long magnitude = format.magnitude(bits);
        int field = (int) (magnitude >>> format.precision - 1);
        long fraction = magnitude - ((long) field << format.precision - 1);
        long significand = field == 0 ? fraction : fraction + (1L << format.precision - 1);
        int exponent = Math.max(field, 1) - format.largestExponent - format.precision + 1;
        BigDecimal value = BigDecimal.valueOf(significand).multiply(power(exponent));
        return format.isNegative(bits) ? value.negate() : value;
    }

    static Result round(Format format, boolean negative, Magnitude exact, RoundingMode mode) {
        long lower = 0;
        long upper = format.infinity;
        if (exact.compareTo(value(format, upper)) >= 0) {
            return overflow(format, negative, mode);
        }
        while (upper - lower > 1) {
            long middle = lower + upper >>> 1;
            if (exact.compareTo(value(format, middle)) >= 0) {
                lower = middle;
            } else {
                upper = middle;
            }
        }
        BigDecimal below = value(format, lower);
        if (exact.compareTo(below) == 0) {
            return new Result(signed(format, negative, lower), 0);
        }
        boolean away = goesUp(negative, exact, below, value(format, upper), (lower & 1) != 0, mode);
        long magnitude = away ? upper : lower;
        if (magnitude == format.infinity) {
            return overflow(format, negative, mode);
        }
        boolean tiny = isTiny(format, negative, exact, mode);
        return new Result(
                signed(format, negative, magnitude),
                tiny ? Flags.INEXACT | Flags.UNDERFLOW : Flags.INEXACT);
    }

    // With an unbounded exponent, the grid below the least normal number is as fine again.
    private static boolean isTiny(
            Format format, boolean negative, Magnitude exact, RoundingMode mode) {
        BigDecimal least = power(1 - format.largestExponent);
        BigDecimal below = least.subtract(power(1 - format.largestExponent - format.precision));
        if (exact.compareTo(least) >= 0) {
            return false;
        }
        return exact.compareTo(below) <= 0 || !goesUp(negative, exact, below, least, true, mode);
    }

    private static boolean goesUp(
            boolean negative,
            Magnitude exact,
            BigDecimal below,
            BigDecimal above,
            boolean odd,
            RoundingMode mode) {
        int half = exact.compareTo(below.add(above).divide(TWO));
        return switch (mode) {
            case NEAREST_EVEN -> half > 0 || half == 0 && odd;
            case NEAREST_AWAY -> half >= 0;
            case TO_ZERO -> false;
            case DOWN -> negative;
            case UP -> !negative;
        };
    }

    private static Result overflow(Format format, boolean negative, RoundingMode mode) {
        boolean infinite =
                switch (mode) {
                    case NEAREST_EVEN, NEAREST_AWAY -> true;
                    case TO_ZERO -> false;
                    case DOWN -> negative;
                    case UP -> !negative;
                };
        long magnitude = infinite ? format.infinity : format.infinity - 1;
        return new Result(signed(format, negative, magnitude), Flags.OVERFLOW | Flags.INEXACT);
    }

    private static long signed(Format format, boolean negative, long magnitude) {
        return negative ? format.sign | magnitude : magnitude;
    }

    private static BigDecimal power(int exponent) {
        BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
        // 2^-n = 5^n * 10^-n.
        return exponent >= 0
                ? power
                : new BigDecimal(BigInteger.valueOf(5).pow(-exponent), -exponent);
    }
}
