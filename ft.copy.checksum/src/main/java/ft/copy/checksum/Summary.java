package ft.copy.checksum;

import ft.api.resync.CopyEnvironment;

/** Makes the summaries (P17: checksums) of online pages for one session. */
@FunctionalInterface
interface Summary {
    /** Summary of an online page's content now. */
    long of(int page);

    /** A way to make summaries. */
    @FunctionalInterface
    interface Function {
        /** For one session. */
        Summary open(CopyEnvironment environment);
    }
}
