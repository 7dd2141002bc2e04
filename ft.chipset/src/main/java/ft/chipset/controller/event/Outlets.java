package ft.chipset.controller.event;

import ft.chipset.controller.side.ControllerHost;

/**
 * Where a part of a controller tells what happens.
 *
 * @param events to the state table and all that follows it
 * @param journal into the event log
 * @param host to the outside
 */
public record Outlets(EventDesk events, Journal journal, ControllerHost host) {}
