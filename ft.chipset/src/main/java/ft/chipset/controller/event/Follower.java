package ft.chipset.controller.event;

import ft.api.state.StateEvent;
import ft.chipset.state.Processing;
import ft.chipset.state.ServerStates;

/**
 * A part of a controller that acts on what state events change. All followers of an event act
 * before the next one; in each controller in the same order.
 */
public interface Follower {
    /** An event was applied; what it has changed follows. */
    default void applied(StateEvent event, int subject) {}

    /** What an event means for one system, changed or not. */
    default void follow(StateEvent event, ServerStates.Change change, String text) {}

    /** All changes were followed; now the processing that the table has selected (P6 FIG. 7). */
    default void process(Processing processing, String text) {}
}
