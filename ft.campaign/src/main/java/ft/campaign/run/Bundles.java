package ft.campaign.run;

import ft.campaign.scenario.Action;

/** Stops bundles at a boundary and starts them again some boundaries later. */
interface Bundles {
    /** Stops one. */
    void restart(Action.Restart restart);

    /** A boundary has come; starts what is due. */
    void boundary();

    /** Whether all bundles are there again. */
    boolean areAll();

    /** Starts whatever was stopped; the run has ended. */
    void startAll();

    /** For scenarios that touch no bundle. */
    Bundles NONE =
            new Bundles() {
                @Override
                public void restart(Action.Restart restart) {
                    throw new IllegalStateException("Nobody said that bundles are restarted");
                }

                @Override
                public void boundary() {
                    // nothing is away
                }

                @Override
                public boolean areAll() {
                    return true;
                }

                @Override
                public void startAll() {
                    // nothing is away
                }
            };
}
