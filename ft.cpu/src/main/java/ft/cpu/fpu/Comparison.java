package ft.cpu.fpu;

/** Comparing, least and greatest, and classes of numbers. */
public final class Comparison {
    private final Flags flags;

    /** Raises flags there. */
    public Comparison(Flags flags) {
        this.flags = flags;
    }

    /** Whether a = b; a quiet NaN is not invalid. */
    public boolean equal(Format format, long a, long b) {
        if (isUnordered(format, a, b)) {
            raiseIfSignalling(format, a, b);
            return false;
        }
        return order(format, a) == order(format, b);
    }

    /** Whether a &lt; b; any NaN is invalid. */
    public boolean less(Format format, long a, long b) {
        if (isUnordered(format, a, b)) {
            flags.raise(Flags.INVALID);
            return false;
        }
        return order(format, a) < order(format, b);
    }

    /** Whether a &lt;= b; any NaN is invalid. */
    public boolean lessOrEqual(Format format, long a, long b) {
        if (isUnordered(format, a, b)) {
            flags.raise(Flags.INVALID);
            return false;
        }
        return order(format, a) <= order(format, b);
    }

    /** minimumNumber of IEEE 754-2019: the other one of a NaN, and -0 is less than +0. */
    public long least(Format format, long a, long b) {
        return choose(format, a, b, true);
    }

    /** maximumNumber of IEEE 754-2019. */
    public long greatest(Format format, long a, long b) {
        return choose(format, a, b, false);
    }

    /** One bit of ten, as {@code fclass} gives it. */
    public static int classify(Format format, long bits) {
        if (format.isNan(bits)) {
            return format.isSignalling(bits) ? 1 << 8 : 1 << 9;
        }
        int distance;
        if (format.isInfinite(bits)) {
            distance = 3;
        } else if (format.isZero(bits)) {
            distance = 0;
        } else {
            distance = format.isSubnormal(bits) ? 1 : 2;
        }
        return format.isNegative(bits) ? 1 << 3 - distance : 1 << 4 + distance;
    }

    private long choose(Format format, long a, long b, boolean least) {
        raiseIfSignalling(format, a, b);
        if (format.isNan(a)) {
            return format.isNan(b) ? format.canonicalNan : b;
        }
        if (format.isNan(b)) {
            return a;
        }
        if (format.isZero(a) && format.isZero(b)) {
            return least ? a | b : a & b;
        }
        return order(format, a) < order(format, b) == least ? a : b;
    }

    private void raiseIfSignalling(Format format, long a, long b) {
        if (format.isSignalling(a) || format.isSignalling(b)) {
            flags.raise(Flags.INVALID);
        }
    }

    private static boolean isUnordered(Format format, long a, long b) {
        return format.isNan(a) || format.isNan(b);
    }

    // A whole number that is ordered as the numbers are; both zeros are 0.
    private static long order(Format format, long bits) {
        long magnitude = format.magnitude(bits);
        return format.isNegative(bits) ? -magnitude : magnitude;
    }
}
