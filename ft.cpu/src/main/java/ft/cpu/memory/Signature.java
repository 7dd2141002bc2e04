package ft.cpu.memory;

/**
 * The hash over bus operations that the CPU-bus comparator 114 compares.
 *
 * <p>One step is a bijection of the hash so far and of the operation, so a difference never gets
 * lost by itself. What was before is turned by {@link #TURN} and mixed with itself, shifted by
 * {@link #SHIFT}: that is linear over bits and can be undone, and the operation is added, which is
 * linear over numbers; nothing is linear over both, so differences add up to nothing only by
 * chance. A bit that differs has become several after a few steps, which no single bit, and not the
 * same one, of a later operation takes back; and since the step is not the identity after any
 * number of operations that matters, two operations that changed places are found.
 *
 * <p>Speed matters more than anywhere: steps follow on each other, so every store waits for the one
 * before. A step takes three cycles; what makes an operation of address and data waits for nobody.
 *
 * <p>Stores are signed as they happen, because only they make main storages differ. Loads are not:
 * one that brought something else has changed a register, and from there comes a store that
 * differs, or it is there at the boundary, when registers and CSRs are signed, or it has had no
 * effect.
 */
public final class Signature {
    /** Value before the first operation. */
    public static final long SEED = 0x6a09e667f3bcc909L;

    private static final int TURN = 27;
    private static final int SHIFT = 2;
    private static final long ADDRESS_FACTOR = 0x9e3779b97f4a7c15L;

    private Signature() {}

    /** The hash after a store of some data, with its sign extended. */
    public static long store(long hash, long physical, long data) {
        return word(hash, physical * ADDRESS_FACTOR + data);
    }

    /** The hash after a word of what a hart has in it. */
    public static long word(long hash, long word) {
        return (Long.rotateLeft(hash, TURN) ^ hash << SHIFT) + word;
    }
}
