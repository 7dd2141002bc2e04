package ft.api.upgrade;

/**
 * How an upgrade has ended.
 *
 * @param outcome in a word
 * @param bundle symbolic name
 * @param from the version before
 * @param to the version that was to come
 * @param text in one sentence; of what was rolled back, why
 */
public record UpgradeResult(Outcome outcome, String bundle, String from, String to, String text) {
    /** How it has ended. */
    public enum Outcome {
        /** The new version is in use everywhere, and the old one is gone. */
        UPGRADED,
        /** All is as it was before. */
        ROLLED_BACK,
        /** It stands between the two, because it could not be rolled back either. */
        UNFINISHED
    }

    /** Whether the new version is in use. */
    public boolean succeeded() {
        return outcome == Outcome.UPGRADED;
    }
}
