package ft.api.upgrade;

/** How a bundle is replaced. */
public enum UpgradeWay {
    /**
     * One system after the other, each brought back into step with what runs on the version before.
     */
    ROLLING,
    /** The servers move to the new version between two rounds, with the state of the old one. */
    HAND_OVER,
    /** The servers are held and saved, made anew by the new version, and go on from there. */
    SAVE_AND_LOAD,
    /** The new version is started beside the old one, which is stopped then. */
    AT_ONCE,
    /** Not while a server runs. */
    NONE
}
