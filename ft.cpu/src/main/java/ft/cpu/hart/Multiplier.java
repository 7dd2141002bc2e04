package ft.cpu.hart;

/** Multiplication and division as the M extension defines them where Java differs. */
final class Multiplier {
    private Multiplier() {}

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
        return b == 0 ? -1 : Long.divideUnsigned(a, b);
    }

    static long rem(long a, long b) {
        return b == 0 ? a : a % b;
    }

    static long remu(long a, long b) {
        return b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    static int divw(int a, int b) {
        return b == 0 ? -1 : a / b;
    }

    static int divuw(int a, int b) {
        return b == 0 ? -1 : Integer.divideUnsigned(a, b);
    }

    static int remw(int a, int b) {
        return b == 0 ? a : a % b;
    }

    static int remuw(int a, int b) {
        return b == 0 ? a : Integer.remainderUnsigned(a, b);
    }
}
