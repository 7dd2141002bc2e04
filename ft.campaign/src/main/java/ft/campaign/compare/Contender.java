package ft.campaign.compare;

import ft.api.verb.VerbException;

/**
 * A copy strategy as it is measured.
 *
 * @param title as tables show it
 * @param strategy its name
 * @param preparation what has to be configured before
 */
record Contender(String title, String strategy, Preparation preparation) {
    /** Configures a strategy; waits until it has been told. */
    @FunctionalInterface
    interface Preparation {
        /** Does it. */
        void prepare() throws VerbException, InterruptedException;
    }

    /** One that is measured as it is configured. */
    static Contender plain(String strategy) {
        return new Contender(strategy, strategy, () -> {});
    }
}
