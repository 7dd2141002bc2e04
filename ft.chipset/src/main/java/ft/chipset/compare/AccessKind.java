package ft.chipset.compare;

/**
 * Width, direction and hart of a request, and whether its CPU subsystem waits for the completion,
 * packed into an int for queues and frames.
 */
public final class AccessKind {
    private static final int WRITE = 0x100;
    private static final int WAITS = 0x200;
    private static final int HART_SHIFT = 16;

    private AccessKind() {}

    /** A read, or a write that is posted: nobody waits for its completion. */
    public static int of(int size, boolean write, int hart) {
        return size | (write ? WRITE : WAITS) | hart << HART_SHIFT;
    }

    /** A write that its CPU subsystem waits for, as for a read. */
    public static int ofWriteThatWaits(int size, int hart) {
        return size | WRITE | WAITS | hart << HART_SHIFT;
    }

    /** Width in bytes. */
    public static int size(int kind) {
        return kind & 0xff;
    }

    /** Whether it is a write. */
    public static boolean isWrite(int kind) {
        return (kind & WRITE) != 0;
    }

    /** Whether the CPU subsystem that made it waits for its completion. */
    public static boolean waits(int kind) {
        return (kind & WAITS) != 0;
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
