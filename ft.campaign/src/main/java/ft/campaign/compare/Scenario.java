package ft.campaign.compare;

import java.util.Locale;

/** Why a pair is out of step. */
enum Scenario {
    /** A system was isolated and comes back: nothing is known of its memory. */
    RETURN,
    /** The standby system went astray: the access trace tells where the two differ. */
    DISAGREEMENT;

    /** As tables and files show it. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
