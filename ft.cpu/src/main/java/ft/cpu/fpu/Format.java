package ft.cpu.fpu;

/**
 * A binary interchange format of IEEE 754. Numbers of it come as their bits in a {@code long},
 * which is zero above them.
 *
 * <p>A finite number other than zero is also handled as its <i>exponent</i> and <i>significand</i>:
 * the significand has its highest bit set, subnormal or not, and the number is {@code significand /
 * 2^63 * 2^exponent}.
 */
public enum Format {
    /** binary32. */
    SINGLE(24, 8),
    /** binary64. */
    DOUBLE(53, 11);

    /** Bits of a significand, with the one that is not stored. */
    final int precision;

    /** Of the largest finite number; the least normal one has {@code 1 - largestExponent}. */
    final int largestExponent;

    /** The sign. */
    public final long sign;

    /** Plus infinity. */
    final long infinity;

    /** The NaN that results are: positive, quiet, without payload. */
    public final long canonicalNan;

    private final int exponentBits;
    private final long quiet;
    private final long fraction;

    Format(int precision, int exponentBits) {
        this.precision = precision;
        this.exponentBits = exponentBits;
        largestExponent = (1 << exponentBits - 1) - 1;
        sign = 1L << precision + exponentBits - 1;
        fraction = (1L << precision - 1) - 1;
        infinity = sign - 1 & ~fraction;
        quiet = 1L << precision - 2;
        canonicalNan = infinity | quiet;
    }

    boolean isNan(long bits) {
        return magnitude(bits) > infinity;
    }

    boolean isSignalling(long bits) {
        return isNan(bits) && (bits & quiet) == 0;
    }

    boolean isInfinite(long bits) {
        return magnitude(bits) == infinity;
    }

    boolean isZero(long bits) {
        return magnitude(bits) == 0;
    }

    boolean isSubnormal(long bits) {
        return magnitude(bits) <= fraction && !isZero(bits);
    }

    boolean isNegative(long bits) {
        return (bits & sign) != 0;
    }

    /** Without the sign: numbers that are no NaN are ordered as these are. */
    long magnitude(long bits) {
        return bits & sign - 1;
    }

    /** Zero of a sign. */
    long zero(boolean negative) {
        return negative ? sign : 0;
    }

    /** Infinity of a sign. */
    long infinity(boolean negative) {
        return negative ? sign | infinity : infinity;
    }

    /** Exponent of a finite number other than zero. */
    int exponent(long bits) {
        int field = (int) (magnitude(bits) >>> precision - 1);
        int least = 1 - largestExponent;
        return field != 0
                ? field - largestExponent
                : least - Long.numberOfLeadingZeros(bits & fraction) + 64 - precision;
    }

    /** Significand of a finite number other than zero. */
    long significand(long bits) {
        long stored = bits & fraction;
        return magnitude(bits) > fraction
                ? Long.MIN_VALUE | stored << 64 - precision
                : stored << Long.numberOfLeadingZeros(stored);
    }

    /** Bits of the format. */
    int width() {
        return precision + exponentBits;
    }
}
