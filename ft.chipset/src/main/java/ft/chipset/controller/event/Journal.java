package ft.chipset.controller.event;

import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.GuestTime;
import ft.chipset.controller.view.ServerView;
import ft.chipset.state.ServerStates;
import java.time.Instant;

/**
 * What this controller writes into the event log. What all controllers know alike, one of them
 * writes, so that the log tells each event once and in an order that does not depend on threads.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Journal {
    private final boolean first;
    private final ControllerHost host;
    private final ServerView view;
    private final GuestTime time;

    public Journal(Side side, ControllerHost host) {
        this.host = host;
        first = side.id() == 0;
        view = side.view();
        time = new GuestTime(side.description());
    }

    /** Whether this controller writes what all know. */
    boolean isFirst() {
        return first;
    }

    /** A note on a system, written by the first controller. */
    public void note(int system, String text) {
        note("", system, text);
    }

    /** A step of a system that all controllers know of, written by the first one. */
    public void note(String label, int system, String text) {
        if (first) {
            step(label, system, text);
        }
    }

    /** A step of the own resynchronization, or of what else only this controller does. */
    public void step(String label, int system, String text) {
        SystemState state = view.states.state(system);
        record(label, null, system, state, state, false, text);
    }

    /** An event that was refused. */
    void refused(StateEvent event, int system, String text) {
        SystemState state = view.states.state(system);
        record("", event, system, state, state, true, text);
    }

    /** What an event has changed. */
    void changed(String label, StateEvent event, ServerStates.Change change, String text) {
        record(label, event, change.system(), change.from(), change.to(), false, text);
    }

    private void record(
            String label,
            StateEvent event,
            int system,
            SystemState from,
            SystemState to,
            boolean refused,
            String text) {
        host.event(
                new ServerEvent(
                        0,
                        view.clock,
                        time.nanos(view.clock),
                        Instant.now(),
                        system,
                        label,
                        event,
                        from,
                        to,
                        view.states.mode(system),
                        refused,
                        text));
    }
}
