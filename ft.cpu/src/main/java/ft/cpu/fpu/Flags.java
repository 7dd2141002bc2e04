package ft.cpu.fpu;

/** The exception flags that operations raise, as the bits of the register {@code fflags}. */
public final class Flags {
    public static final int INEXACT = 1;
    public static final int UNDERFLOW = 2;
    public static final int OVERFLOW = 4;
    public static final int DIVIDE_BY_ZERO = 8;
    public static final int INVALID = 16;

    /** All of them. */
    public static final int ALL = 31;

    private int raised;

    void raise(int flags) {
        raised |= flags;
    }

    /** What was raised since this was last asked. */
    public int take() {
        int taken = raised;
        raised = 0;
        return taken;
    }
}
