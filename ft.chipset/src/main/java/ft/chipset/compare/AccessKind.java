package ft.chipset.compare;

/** Width, direction and hart of a request, packed into an int for queues and frames. */
public final class AccessKind {
    private static final int WRITE = 0x100;
    private static final int HART_SHIFT = 16;

    private AccessKind() {}

    /** Packs. */
    public static int of(int size, boolean write, int hart) {
        return size | (write ? WRITE : 0) | hart << HART_SHIFT;
    }

    /** Width in bytes. */
    public static int size(int kind) {
        return kind & 0xff;
    }

    /** Whether it is a write. */
    public static boolean isWrite(int kind) {
        return (kind & WRITE) != 0;
    }

    /** A request in words. */
    static String text(int kind, long offset, long clock) {
        return String.format(
                "a %s at offset 0x%x, clock %d", isWrite(kind) ? "write" : "read", offset, clock);
    }

    /** The hart. */
    public static int hart(int kind) {
        return kind >>> HART_SHIFT;
    }
}
