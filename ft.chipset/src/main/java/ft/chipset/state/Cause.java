package ft.chipset.state;

import ft.api.state.Mode;
import ft.api.state.StateEvent;

/**
 * Column of the state table: an event as one system sees it.
 *
 * @param event the event
 * @param party whether it is about this system; events about the pair are about every system
 * @param mode mode of this system
 */
public record Cause(StateEvent event, Party party, Mode mode) {}
