package ft.cpu.translate;

/**
 * Bits of what translated code, and the fast path of the interpreter, may do with floating-point
 * registers by themselves. All but the last are shifted by a rounding mode.
 */
public final class FloatPermissions {
    /** Computing to nearest. */
    public static final int NEAREST = 1;

    /** Conversions to integers that truncate. */
    public static final int TRUNCATING = 1 << 8;

    /** What is exact. */
    public static final int EXACT = 1 << 16;

    /** Reading and writing the registers. */
    public static final int REACHABLE = 1 << 24;

    private FloatPermissions() {}
}
