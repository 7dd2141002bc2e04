package ft.cpu.translate;

/** What translated code calls; small enough to be always compiled in line. */
final class Operations {
    private static final long LOW_7_OF_8 = 0x7f7f7f7f7f7f7f7fL;
    private static final long LOW_32 = 0xffffffffL;

    private Operations() {}

    static long slt(long a, long b) {
        return a < b ? 1 : 0;
    }

    static long sltu(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE ? 1 : 0;
    }

    static long mulh(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    static long mulhsu(long a, long b) {
        return Math.multiplyHigh(a, b) + (b >> 63 & a);
    }

    static long mulhu(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }

    static long div(long a, long b) {
        return b == 0 ? -1 : a / b;
    }

    static long divu(long a, long b) {
        return b == 0 ? -1 : (a | b) >= 0 ? a / b : Long.divideUnsigned(a, b);
    }

    static long rem(long a, long b) {
        return b == 0 ? a : a % b;
    }

    static long remu(long a, long b) {
        return b > 0 && a >= 0 ? a % b : b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    static long divw(long a, long b) {
        return (int) b == 0 ? -1 : (int) a / (int) b;
    }

    static long divuw(long a, long b) {
        return (int) b == 0 ? -1 : (int) ((a & LOW_32) / (b & LOW_32));
    }

    static long remw(long a, long b) {
        return (int) b == 0 ? (int) a : (int) a % (int) b;
    }

    static long remuw(long a, long b) {
        return (int) b == 0 ? (int) a : (int) ((a & LOW_32) % (b & LOW_32));
    }

    static long clz(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    static long ctz(long a) {
        return Long.numberOfTrailingZeros(a);
    }

    static long cpop(long a) {
        return Long.bitCount(a);
    }

    static long clzw(long a) {
        return Integer.numberOfLeadingZeros((int) a);
    }

    static long ctzw(long a) {
        return Integer.numberOfTrailingZeros((int) a);
    }

    static long cpopw(long a) {
        return Integer.bitCount((int) a);
    }

    static long max(long a, long b) {
        return a < b ? b : a;
    }

    static long min(long a, long b) {
        return a < b ? a : b;
    }

    static long maxu(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE ? b : a;
    }

    static long minu(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE ? a : b;
    }

    static long rol(long a, long b) {
        return Long.rotateLeft(a, (int) b);
    }

    static long ror(long a, long b) {
        return Long.rotateRight(a, (int) b);
    }

    static long rolw(long a, long b) {
        return Integer.rotateLeft((int) a, (int) b);
    }

    static long rorw(long a, long b) {
        return Integer.rotateRight((int) a, (int) b);
    }

    static long orcb(long a) {
        return (((a & LOW_7_OF_8) + LOW_7_OF_8 | a) >>> 7 & ~LOW_7_OF_8 >>> 7) * 0xff;
    }

    static long rev8(long a) {
        return Long.reverseBytes(a);
    }

    static long bset(long a, long b) {
        return a | 1L << b;
    }

    static long bclr(long a, long b) {
        return a & ~(1L << b);
    }

    static long binv(long a, long b) {
        return a ^ 1L << b;
    }

    static long bext(long a, long b) {
        return a >>> b & 1;
    }
}
