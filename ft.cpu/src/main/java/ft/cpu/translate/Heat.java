package ft.cpu.translate;

/**
 * When code is hot.
 *
 * @param sample cycles that are interpreted at most until it is looked where the hart is
 * @param cycles that have to be interpreted from a block on before it is translated
 * @param interval cycles that have to be executed for each class that is made
 */
public record Heat(int sample, int cycles, int interval) {
    /**
     * What pays. Translating is cheap; what the JVM's compilers do with a class costs as much as
     * interpreting some million instructions, and those that come late have to wait for them.
     */
    public static final Heat NORMAL = new Heat(1000, 1_000_000, 12_000_000);
}
