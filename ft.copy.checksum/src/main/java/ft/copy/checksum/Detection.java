package ft.copy.checksum;

import ft.api.resync.CopyEnvironment;

/**
 * The data detection part 32 of P17: tells whether the content of an online page is what it was
 * when it was looked at before (S3, S5, S6).
 */
interface Detection {
    /** Takes the page's content as the one to compare with, in the place of an earlier one. */
    void remember(int page);

    /** Whether the page's content is, as far as can be told, the one that was remembered. */
    boolean isSame(int page);

    /** Pages of which the content itself is held at this moment (J8, claim 4). */
    int held();

    /** Lets go of all that was remembered. */
    void close();

    /** A way to detect changes. */
    @FunctionalInterface
    interface Kind {
        /** For one session. */
        Detection open(CopyEnvironment environment);
    }
}
