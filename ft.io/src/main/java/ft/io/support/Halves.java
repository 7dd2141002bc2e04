package ft.io.support;

/** A 64 bit value in two registers of 32. */
public final class Halves {
    private Halves() {}

    /** The value with another lower half. */
    public static long withLow(long value, int low) {
        return value & ~0xFFFF_FFFFL | Integer.toUnsignedLong(low);
    }

    /** The value with another upper half. */
    public static long withHigh(long value, int high) {
        return value & 0xFFFF_FFFFL | (long) high << 32;
    }
}
