package ft.cpu.fpu;

/**
 * Addition, multiplication, division, square root and the fused operations: exact in whole numbers
 * of up to 128 bits, then rounded once.
 */
public final class Arithmetic {
    private final Flags flags;
    private final Rounder rounder;

    // A product, and what a sum is made of: 128 bits of which the highest is set.
    private long high;
    private long low;
    private int exponent;

    /** Raises flags there. */
    public Arithmetic(Flags flags) {
        this.flags = flags;
        rounder = new Rounder(flags);
    }

    /** a + b. */
    public long add(Format format, long a, long b, RoundingMode mode) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, format.isSignalling(a) || format.isSignalling(b));
        }
        if (format.isInfinite(a)) {
            return format.isInfinite(b) && a != b ? invalid(format) : a;
        }
        if (format.isInfinite(b)) {
            return b;
        }
        if (format.isZero(a)) {
            return format.isZero(b) ? sumOfZeros(format, a, b, mode) : b;
        }
        if (format.isZero(b)) {
            return a;
        }
        high = format.significand(a);
        low = 0;
        exponent = format.exponent(a);
        return addTo(format, format.isNegative(a), b, mode);
    }

    /** a * b. */
    public long multiply(Format format, long a, long b, RoundingMode mode) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, format.isSignalling(a) || format.isSignalling(b));
        }
        boolean negative = format.isNegative(a ^ b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return format.isZero(a) || format.isZero(b)
                    ? invalid(format)
                    : format.infinity(negative);
        }
        if (format.isZero(a) || format.isZero(b)) {
            return format.zero(negative);
        }
        multiply(format, a, b);
        return rounder.round(format, negative, exponent, jam(high, low != 0), mode);
    }

    /** a * b + c, rounded once. */
    public long fuse(Format format, long a, long b, long c, RoundingMode mode) {
        if (format.isInfinite(a) && format.isZero(b) || format.isZero(a) && format.isInfinite(b)) {
            // Even if c is a quiet NaN, as the manual demands.
            return invalid(format);
        }
        if (format.isNan(a) || format.isNan(b) || format.isNan(c)) {
            return nan(
                    format,
                    format.isSignalling(a) || format.isSignalling(b) || format.isSignalling(c));
        }
        boolean negative = format.isNegative(a ^ b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            long product = format.infinity(negative);
            return format.isInfinite(c) && c != product ? invalid(format) : product;
        }
        if (format.isInfinite(c)) {
            return c;
        }
        if (format.isZero(a) || format.isZero(b)) {
            return format.isZero(c) ? sumOfZeros(format, format.zero(negative), c, mode) : c;
        }
        multiply(format, a, b);
        return format.isZero(c)
                ? rounder.round(format, negative, exponent, jam(high, low != 0), mode)
                : addTo(format, negative, c, mode);
    }

    /** a / b. */
    public long divide(Format format, long a, long b, RoundingMode mode) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, format.isSignalling(a) || format.isSignalling(b));
        }
        boolean negative = format.isNegative(a ^ b);
        if (format.isInfinite(a)) {
            return format.isInfinite(b) ? invalid(format) : format.infinity(negative);
        }
        if (format.isInfinite(b)) {
            return format.zero(negative);
        }
        if (format.isZero(b)) {
            if (format.isZero(a)) {
                return invalid(format);
            }
            flags.raise(Flags.DIVIDE_BY_ZERO);
            return format.infinity(negative);
        }
        if (format.isZero(a)) {
            return format.zero(negative);
        }
        long remainder = format.significand(a) >>> 11;
        long divisor = format.significand(b) >>> 11;
        int quotientExponent = format.exponent(a) - format.exponent(b);
        if (remainder < divisor) {
            remainder <<= 1;
            quotientExponent--;
        }
        // The first bit, then 10 at a time, so that the remainder has room in 63 bits.
        remainder -= divisor;
        long quotient = 1;
        for (int digits = 0; digits < 6; digits++) {
            long dividend = remainder << 10;
            long digit = dividend / divisor;
            remainder = dividend - digit * divisor;
            quotient = quotient << 10 | digit;
        }
        long significand = jam(quotient << 3, remainder != 0);
        return rounder.round(format, negative, quotientExponent, significand, mode);
    }

    /** The square root of a. */
    public long squareRoot(Format format, long a, RoundingMode mode) {
        if (format.isNan(a)) {
            return nan(format, format.isSignalling(a));
        }
        if (format.isZero(a)) {
            return a;
        }
        if (format.isNegative(a)) {
            return invalid(format);
        }
        if (format.isInfinite(a)) {
            return a;
        }
        int halved = format.exponent(a);
        long square = format.significand(a) >>> 11;
        if ((halved & 1) != 0) {
            square <<= 1;
            halved--;
        }
        // Java's root is the nearest double, here a whole number of 53 bits, since the argument is
        // at least 2^104. It is off by less than a half; on which side, the remainder tells, which
        // is small enough to be right in 64 bits although its terms are not.
        long root = (long) Math.sqrt(square * 0x1p52);
        long remainder = (square << 52) - root * root;
        long significand = remainder < 0 ? (root << 11) - 1 : jam(root << 11, remainder != 0);
        return rounder.round(format, false, halved >> 1, significand, mode);
    }

    private void multiply(Format format, long a, long b) {
        // Half the significands, so that their product is below 2^126 and not negative. The lowest
        // 22 bits of a product stay zero: significands have 53 bits at most.
        long x = format.significand(a) >>> 1;
        long y = format.significand(b) >>> 1;
        exponent = format.exponent(a) + format.exponent(b) + 1;
        high = Math.multiplyHigh(x, y);
        low = x * y;
        int shift = Long.numberOfLeadingZeros(high);
        high = high << shift | low >>> 64 - shift;
        low <<= shift;
        exponent -= shift - 2;
    }

    // Adds a number other than zero to the one in high, low and exponent.
    private long addTo(Format format, boolean negative, long addend, RoundingMode mode) {
        // Halved, to have room for a carry: no bit is lost, for the lowest are zero.
        long largeHigh = high >>> 1;
        long largeLow = low >>> 1 | high << 63;
        int largeExponent = exponent;
        boolean largeNegative = negative;
        long smallHigh = format.significand(addend) >>> 1;
        long smallLow = 0;
        int smallExponent = format.exponent(addend);
        boolean smallNegative = format.isNegative(addend);
        if (smallExponent > largeExponent
                || smallExponent == largeExponent && smallHigh > largeHigh) {
            smallHigh = largeHigh;
            smallLow = largeLow;
            smallExponent = largeExponent;
            smallNegative = largeNegative;
            largeHigh = format.significand(addend) >>> 1;
            largeLow = 0;
            largeExponent = format.exponent(addend);
            largeNegative = format.isNegative(addend);
        }
        int shift = largeExponent - smallExponent;
        // A bit is lost by a shift of more than 20 only, and then at most one bit is cancelled
        // below, so what was lost is still far beneath what is kept: one bit stands for it.
        boolean lost = false;
        if (shift >= 128) {
            lost = true;
            smallHigh = 0;
            smallLow = 0;
        } else if (shift >= 64) {
            lost = smallLow != 0 || shift > 64 && smallHigh << 128 - shift != 0;
            smallLow = smallHigh >>> shift - 64;
            smallHigh = 0;
        } else if (shift > 0) {
            lost = smallLow << 64 - shift != 0;
            smallLow = smallLow >>> shift | smallHigh << 64 - shift;
            smallHigh >>>= shift;
        }
        smallLow = jam(smallLow, lost);
        if (largeNegative == smallNegative) {
            low = largeLow + smallLow;
            high = largeHigh + smallHigh + (Long.compareUnsigned(low, largeLow) < 0 ? 1 : 0);
        } else {
            low = largeLow - smallLow;
            high = largeHigh - smallHigh - (Long.compareUnsigned(largeLow, smallLow) < 0 ? 1 : 0);
            if ((high | low) == 0) {
                return format.zero(mode == RoundingMode.DOWN);
            }
            if (high < 0) {
                // Equal exponents and high halves: the other one was the larger.
                high = ~high + (low == 0 ? 1 : 0);
                low = -low;
                largeNegative = !largeNegative;
            }
        }
        exponent = largeExponent + 1;
        if (high == 0) {
            high = low;
            low = 0;
            exponent -= 64;
        }
        int zeros = Long.numberOfLeadingZeros(high);
        if (zeros > 0) {
            high = high << zeros | low >>> 64 - zeros;
            low <<= zeros;
            exponent -= zeros;
        }
        return rounder.round(format, largeNegative, exponent, jam(high, low != 0), mode);
    }

    private static long jam(long bits, boolean more) {
        return more ? bits | 1 : bits;
    }

    private static long sumOfZeros(Format format, long a, long b, RoundingMode mode) {
        return a == b ? a : format.zero(mode == RoundingMode.DOWN);
    }

    private long nan(Format format, boolean signalling) {
        return signalling ? invalid(format) : format.canonicalNan;
    }

    private long invalid(Format format) {
        flags.raise(Flags.INVALID);
        return format.canonicalNan;
    }
}
