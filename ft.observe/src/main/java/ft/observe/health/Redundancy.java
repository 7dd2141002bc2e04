package ft.observe.health;

import ft.api.server.ServerEvent;
import ft.api.state.SystemState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Since when all systems of a server are in Online sync, or since when and why not, out of the
 * event log.
 *
 * @param since when that began; empty if the log does not reach back to it
 * @param cause what ended the redundancy, {@code ""} while there is any or if nobody knows
 */
record Redundancy(Optional<Instant> since, String cause) {
    static Redundancy of(List<ServerEvent> events, int systems) {
        Map<Integer, SystemState> states = new HashMap<>();
        Redundancy now = new Redundancy(Optional.empty(), "");
        for (ServerEvent event : events) {
            if (event.from() == event.to()) {
                continue;
            }
            boolean before = inSync(states, systems);
            states.put(event.system(), event.to());
            boolean after = inSync(states, systems);
            if (after && !before) {
                now = new Redundancy(Optional.of(event.wall()), "");
            } else if (before && !after) {
                now =
                        new Redundancy(
                                Optional.of(event.wall()),
                                "#" + event.system() + ": " + event.text());
            }
        }
        return now;
    }

    private static boolean inSync(Map<Integer, SystemState> states, int systems) {
        return states.size() == systems
                && states.values().stream().allMatch(SystemState.ONLINE_SYNC::equals);
    }
}
