package ft.chipset.controller.copy;

import ft.api.fields.StateFields;
import ft.chipset.controller.view.ServerView;

/** Since when the service has been without redundancy (spec section 5, the measures). */
final class RedundancyGap {
    private final ServerView view;
    private long clock = -1;
    private long wall;

    RedundancyGap(ServerView view) {
        this.view = view;
    }

    /** Since when, for a snapshot; the host's time begins anew. */
    void state(StateFields fields) {
        clock = fields.number("gap", clock);
        if (fields.isLoading()) {
            wall = System.nanoTime();
        }
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
