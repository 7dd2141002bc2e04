package ft.cpu.translate;

/**
 * When code is hot.
 *
 * @param sample cycles that are interpreted at most until it is looked where the hart is
 * @param cycles that have to be interpreted from a block on before it is translated
 * @param interval cycles that have to be executed for each class that is made
 * @param optimized cycles that have to be executed by translated code before the JVM's optimizing
 *     compiler gets to see it
 * @param rare cycles that a region has to go without being left for a permission that was
 *     suspended; where they are fewer it is replaced by one that takes permissions up again by
 *     itself
 */
public record Heat(int sample, int cycles, int interval, long optimized, int rare) {
    /** For {@link #rare}: all code takes permissions up again by itself, from the beginning. */
    public static final int ALL_RESUME = Integer.MAX_VALUE;

    /**
     * What pays. What the JVM's fast compiler does with a class costs as much as interpreting half
     * a million instructions, and the optimizing one takes ten times as long; those that come late
     * have to wait for them. To be left for a permission costs as much as some hundred cycles, and
     * code that takes them up again is slower by up to a fifth.
     */
    public static final Heat NORMAL = new Heat(1000, 200_000, 300_000, 30_000_000, 2000);

    /** Without a first stage: the optimizing compiler sees all there is from the beginning. */
    public Heat(int sample, int cycles, int interval) {
        this(sample, cycles, interval, 0, NORMAL.rare);
    }

    /** The same with another {@link #rare}. */
    public Heat withRare(int other) {
        return new Heat(sample, cycles, interval, optimized, other);
    }
}
