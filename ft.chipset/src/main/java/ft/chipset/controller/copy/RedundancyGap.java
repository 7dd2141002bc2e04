package ft.chipset.controller.copy;

import ft.chipset.controller.view.ServerView;

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

    /** Whether there is one; there is none where a third joins two that are in step. */
    boolean isOpen() {
        return clock >= 0;
    }

    /** Clock at which it began, if it is open. */
    long clock() {
        return clock;
    }

    /** Host time at which it began, if it is open. */
    long wall() {
        return wall;
    }
}
