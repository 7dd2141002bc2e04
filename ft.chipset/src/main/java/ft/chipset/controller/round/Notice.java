package ft.chipset.controller.round;

import ft.api.state.StateEvent;

/**
 * A state event that a controller has to tell the others.
 *
 * @param event the event
 * @param subject the system it is about
 * @param text why, in words
 */
record Notice(StateEvent event, int subject, String text) {}
