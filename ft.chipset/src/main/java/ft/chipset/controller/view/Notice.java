package ft.chipset.controller.view;

import ft.api.state.StateEvent;

/**
 * A state event that a controller has to tell the others.
 *
 * @param event the event
 * @param subject the system it is about
 * @param text why, in words
 */
public record Notice(StateEvent event, int subject, String text) {}
