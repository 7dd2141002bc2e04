package ft.api.server;

import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.time.Instant;

/**
 * Something that happened to a system, as the event log keeps it.
 *
 * @param sequence position in the log, from 0
 * @param clock guest clock in cycles
 * @param guestNanos guest time in nanoseconds
 * @param wall wall clock time
 * @param system the system it happened to
 * @param label the patent's label, such as {@code T105} or {@code S9}; {@code ""} if it has none
 * @param event the state event, or null for a note that belongs to none
 * @param from state before
 * @param to state after; equal to {@code from} if nothing changed
 * @param mode mode after
 * @param refused whether the table has no such transition, so that nothing was done
 * @param text why, in words
 */
public record ServerEvent(
        long sequence,
        long clock,
        long guestNanos,
        Instant wall,
        int system,
        String label,
        StateEvent event,
        SystemState from,
        SystemState to,
        Mode mode,
        boolean refused,
        String text) {}
