package ft.observe.log;

import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.EnumSet;
import java.util.Set;
import org.osgi.service.log.LogLevel;

/** How much an entry of the event log matters. */
final class EventLevels {
    /** What only happens when something is wrong. */
    private static final Set<StateEvent> TROUBLE =
            EnumSet.of(
                    StateEvent.XLINK_DOWN,
                    StateEvent.COPY_ERROR,
                    StateEvent.ACK_TIMEOUT,
                    StateEvent.CHECK_NG,
                    StateEvent.BUS_MISMATCH,
                    StateEvent.IO_MISMATCH,
                    StateEvent.IOQ_FULL,
                    StateEvent.TRACE_FULL,
                    StateEvent.OUTPUT_MISMATCH,
                    StateEvent.FAIL,
                    StateEvent.OUTVOTED);

    private EventLevels() {}

    static LogLevel of(ServerEvent event) {
        if (event.refused()) {
            return LogLevel.DEBUG;
        }
        if (TROUBLE.contains(event.event())
                || event.to() == SystemState.FAULT && event.from() != SystemState.FAULT) {
            return LogLevel.WARN;
        }
        return event.from() == event.to() ? LogLevel.DEBUG : LogLevel.INFO;
    }
}
