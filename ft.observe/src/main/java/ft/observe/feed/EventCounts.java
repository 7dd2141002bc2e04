package ft.observe.feed;

import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the state events of a server by system, beyond what its event log keeps. Any thread;
 * adding waits for nobody.
 */
public final class EventCounts {
    private final Map<Integer, Map<StateEvent, LongAdder>> counts = new ConcurrentHashMap<>();

    /** Counts an event, unless it is a note or was refused. */
    public void add(ServerEvent event) {
        if (event.event() != null && !event.refused()) {
            counts.computeIfAbsent(event.system(), system -> new ConcurrentHashMap<>())
                    .computeIfAbsent(event.event(), each -> new LongAdder())
                    .increment();
        }
    }

    /** The events of a system that there were, in the order in which they are declared. */
    public Map<StateEvent, Long> of(int system) {
        Map<StateEvent, Long> all = new TreeMap<>();
        counts.getOrDefault(system, Map.of())
                .forEach((event, count) -> all.put(event, count.sum()));
        return all;
    }

    /** How often there was an event of a system. */
    public long of(int system, StateEvent event) {
        LongAdder count = counts.getOrDefault(system, Map.of()).get(event);
        return count == null ? 0 : count.sum();
    }
}
