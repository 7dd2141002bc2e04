package ft.cpu.hart;

import ft.cpu.decode.Op;

/** Multiplication and division as the M extension defines them where Java differs. */
final class Multiplier {
    private Multiplier() {}

    /** The result of a multiplication or division that is not done in line. */
    static long apply(int op, long a, long b) {
        return switch (op) {
            case Op.MULH -> mulh(a, b);
            case Op.MULHSU -> mulhsu(a, b);
            case Op.MULHU -> mulhu(a, b);
            case Op.DIV -> div(a, b);
            case Op.DIVU -> divu(a, b);
            case Op.REM -> rem(a, b);
            case Op.REMU -> remu(a, b);
            case Op.DIVW -> divw((int) a, (int) b);
            case Op.DIVUW -> divuw((int) a, (int) b);
            case Op.REMW -> remw((int) a, (int) b);
            default -> remuw((int) a, (int) b);
        };
    }

    private static long mulh(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    private static long mulhsu(long a, long b) {
        return Math.multiplyHigh(a, b) + (b >> 63 & a);
    }

    private static long mulhu(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }

    private static long div(long a, long b) {
        return b == 0 ? -1 : a / b;
    }

    private static long divu(long a, long b) {
        return b == 0 ? -1 : Long.divideUnsigned(a, b);
    }

    private static long rem(long a, long b) {
        return b == 0 ? a : a % b;
    }

    private static long remu(long a, long b) {
        return b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    private static int divw(int a, int b) {
        return b == 0 ? -1 : a / b;
    }

    private static int divuw(int a, int b) {
        return b == 0 ? -1 : Integer.divideUnsigned(a, b);
    }

    private static int remw(int a, int b) {
        return b == 0 ? a : a % b;
    }

    private static int remuw(int a, int b) {
        return b == 0 ? a : Integer.remainderUnsigned(a, b);
    }
}
