package ft.cpu.translate;

/**
 * When code is hot.
 *
 * @param sample cycles that are interpreted between two looks at where the hart is
 * @param looks looks that have to find a block before it is translated
 * @param arrivals times that translated code has to be left for it to be translated
 */
public record Heat(int sample, int looks, int arrivals) {
    /** What pays: translating costs as much as interpreting some thousand instructions. */
    public static final Heat NORMAL = new Heat(1000, 8, 100);
}
