package ft.cpu.memory;

/**
 * The hash over bus operations that the CPU-bus comparator 114 compares.
 *
 * <p>One step is a bijection of the hash so far, so a difference never gets lost by itself; the
 * rotation keeps a difference in the top bit from being cancelled by the next one there. Only the
 * exclusive-or, the rotation and one multiplication depend on the step before.
 */
public final class Signature {
    /** Value before the first operation. */
    public static final long SEED = 0x6a09e667f3bcc909L;

    /** Tells a load from a store; added to the address. */
    public static final long LOAD = 0;

    /** Tells a store from a load; added to the address. */
    public static final long STORE = 1L << 62;

    private static final long ADDRESS_FACTOR = 0x9e3779b97f4a7c15L;
    private static final long STEP_FACTOR = 0xd6e8feb86659fd93L;

    private Signature() {}

    /** The hash after one more operation. */
    public static long mix(long hash, long kindAndAddress, long data) {
        long operation = kindAndAddress * ADDRESS_FACTOR + data;
        return Long.rotateLeft(hash ^ operation, 27) * STEP_FACTOR;
    }
}
