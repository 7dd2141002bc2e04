package ft.cpu.translate;

/**
 * What translated code calls for floating point: Java's arithmetic, with results by which to know
 * that there is more to an operation than that. {@code FloatUnit.permissions} says why it is right.
 */
final class FloatOperations {
    private static final long BOX = -1L << 32;
    private static final long SIGN = 1L << 31;
    private static final long WIDE_SIGN = Long.MIN_VALUE;

    private FloatOperations() {}

    private static double wide(long bits) {
        return Double.longBitsToDouble(bits);
    }

    private static float single(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long bits(double number) {
        return Double.doubleToRawLongBits(number);
    }

    private static long bits(float number) {
        return Float.floatToRawIntBits(number) | BOX;
    }

    /** Whether a result is one that says nothing about flags; 0 stands for no result. */
    static boolean isSpecialWide(long bits) {
        long field = bits >>> 52 & 0x7ff;
        return field <= 1 || field == 0x7ff;
    }

    /** The same of single precision. */
    static boolean isSpecial(long bits) {
        long field = bits >>> 23 & 0xff;
        return field <= 1 || field == 0xff;
    }

    /** Whether both are numbers of single precision in their boxes. */
    static boolean areBoxed(long a, long b) {
        return (a & b) >> 32 == -1;
    }

    static long addWide(long a, long b) {
        return bits(wide(a) + wide(b));
    }

    static long subtractWide(long a, long b) {
        return bits(wide(a) - wide(b));
    }

    static long multiplyWide(long a, long b) {
        return bits(wide(a) * wide(b));
    }

    static long divideWide(long a, long b) {
        return bits(wide(a) / wide(b));
    }

    static long rootWide(long a) {
        return bits(Math.sqrt(wide(a)));
    }

    static long fuseWide(long a, long b, long c) {
        return bits(Math.fma(wide(a), wide(b), wide(c)));
    }

    static long add(long a, long b) {
        return areBoxed(a, b) ? bits(single(a) + single(b)) : 0;
    }

    static long subtract(long a, long b) {
        return areBoxed(a, b) ? bits(single(a) - single(b)) : 0;
    }

    static long multiply(long a, long b) {
        return areBoxed(a, b) ? bits(single(a) * single(b)) : 0;
    }

    static long divide(long a, long b) {
        return areBoxed(a, b) ? bits(single(a) / single(b)) : 0;
    }

    static long root(long a) {
        return areBoxed(a, a) ? bits((float) Math.sqrt(single(a))) : 0;
    }

    /** The signs of a and c change where the masks have the sign's bit. */
    static long fuse(long a, long b, long c) {
        return areBoxed(a & b, c) ? bits(Math.fma(single(a), single(b), single(c))) : 0;
    }

    /** With the other sign; its box as it was. */
    static long negate(long a) {
        return a ^ SIGN;
    }

    static long negateWide(long a) {
        return a ^ WIDE_SIGN;
    }

    static long sign(long a, long b) {
        return a & ~SIGN | b & SIGN;
    }

    static long signNegated(long a, long b) {
        return a & ~SIGN | ~b & SIGN;
    }

    static long signExclusive(long a, long b) {
        return a ^ b & SIGN;
    }

    static long signWide(long a, long b) {
        return a & ~WIDE_SIGN | b & WIDE_SIGN;
    }

    static long signNegatedWide(long a, long b) {
        return a & ~WIDE_SIGN | ~b & WIDE_SIGN;
    }

    static long signExclusiveWide(long a, long b) {
        return a ^ b & WIDE_SIGN;
    }

    private static long unlessUnordered(double one, double other) {
        return one != one || other != other ? -1 : 0;
    }

    /** 1 or 0; -1 if the operands are not simply compared. */
    static long lessOrEqualWide(long a, long b) {
        return wide(a) <= wide(b) ? 1 : unlessUnordered(wide(a), wide(b));
    }

    static long lessWide(long a, long b) {
        return wide(a) < wide(b) ? 1 : unlessUnordered(wide(a), wide(b));
    }

    static long equalWide(long a, long b) {
        return wide(a) == wide(b) ? 1 : unlessUnordered(wide(a), wide(b));
    }

    static long lessOrEqual(long a, long b) {
        return areBoxed(a, b) ? lessOrEqualWide(widen(a), widen(b)) : -1;
    }

    static long less(long a, long b) {
        return areBoxed(a, b) ? lessWide(widen(a), widen(b)) : -1;
    }

    static long equal(long a, long b) {
        return areBoxed(a, b) ? equalWide(widen(a), widen(b)) : -1;
    }

    static long fromIntWide(long a) {
        return bits((double) (int) a);
    }

    static long fromLongWide(long a) {
        return bits((double) a);
    }

    static long fromInt(long a) {
        return bits((float) (int) a);
    }

    static long fromLong(long a) {
        return bits((float) a);
    }

    /** Whether a single can simply be widened. */
    static boolean isNumber(long a) {
        float one = single(a);
        return areBoxed(a, a) && one == one;
    }

    static long widen(long a) {
        return bits((double) single(a));
    }

    static long narrow(long a) {
        return bits((float) wide(a));
    }

    static boolean fitsIntWide(long a) {
        double one = wide(a);
        return one >= -0x1p31 && one < 0x1p31;
    }

    static boolean fitsLongWide(long a) {
        double one = wide(a);
        return one >= -0x1p63 && one < 0x1p63;
    }

    static boolean fitsInt(long a) {
        float one = single(a);
        return areBoxed(a, a) && one >= -0x1p31f && one < 0x1p31f;
    }

    static boolean fitsLong(long a) {
        float one = single(a);
        return areBoxed(a, a) && one >= -0x1p63f && one < 0x1p63f;
    }

    static long toIntWide(long a) {
        return (int) wide(a);
    }

    static long toLongWide(long a) {
        return (long) wide(a);
    }

    static long toInt(long a) {
        return (int) single(a);
    }

    static long toLong(long a) {
        return (long) single(a);
    }
}
