package ft.cpu.translate;

/**
 * When code is hot.
 *
 * @param sample cycles that are interpreted at most until it is looked where the hart is
 * @param cycles that have to be interpreted from a block on before it is translated
 * @param interval cycles that have to be executed for each class that is made
 * @param optimized cycles that have to be executed by translated code before the JVM's optimizing
 *     compiler gets to see it
 */
public record Heat(int sample, int cycles, int interval, long optimized) {
    /**
     * What pays. What the JVM's fast compiler does with a class costs as much as interpreting half
     * a million instructions, and the optimizing one takes ten times as long; those that come late
     * have to wait for them.
     */
    public static final Heat NORMAL = new Heat(1000, 200_000, 300_000, 30_000_000);

    /** Without a first stage: the optimizing compiler sees all there is from the beginning. */
    public Heat(int sample, int cycles, int interval) {
        this(sample, cycles, interval, 0);
    }
}
