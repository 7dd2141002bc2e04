package ft.chipset.controller.copy;

import ft.chipset.controller.ServerView;

/** Since when the service has been without redundancy (spec section 5, the measures). */
final class RedundancyGap {
    private final ServerView view;
    private long clock = -1;
    private long wall;

    RedundancyGap(ServerView view) {
        this.view = view;
    }

    /** States have changed. */
    void statesChanged() {
        if (view.states.active() < 0) {
            clock = -1;
        } else if (!view.duplicated() && clock < 0) {
            clock = view.clock;
            wall = System.nanoTime();
        }
    }

    /** What follows a change of states has been done. */
    void followed() {
        if (view.duplicated()) {
            clock = -1;
        }
    }

    /** Clock at which it began; now if there is none. */
    long clock() {
        return clock < 0 ? view.clock : clock;
    }

    /** Host time at which it began; now if there is none. */
    long wall() {
        return clock < 0 ? System.nanoTime() : wall;
    }
}
