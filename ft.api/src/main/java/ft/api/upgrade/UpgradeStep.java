package ft.api.upgrade;

/**
 * Something that an upgrade has done or seen.
 *
 * @param number position among the steps of this upgrade, from 1
 * @param kind what it is
 * @param server name of the server; {@code ""} if it is about none in particular
 * @param system the system, -1 if it is about none in particular
 * @param guestNanos guest time of the server in nanoseconds; -1 if there is none
 * @param text in words
 */
public record UpgradeStep(
        int number, Kind kind, String server, int system, long guestNanos, String text) {
    /** What a step is. */
    public enum Kind {
        /** A bundle is installed, started, stopped or uninstalled. */
        BUNDLE,
        /** A board is taken out. */
        OUT,
        /** A board of another version is put in. */
        IN,
        /** A system is in Online sync again. */
        IN_STEP,
        /** A server has moved to other parts. */
        MOVED,
        /** Systems run in lock-step to be compared. */
        TRIAL,
        /** Something is wrong: from here on all goes back. */
        TURN
    }
}
