package ft.chipset.server;

import ft.api.fields.StateFields;
import ft.api.server.ServerEvent;
import ft.chipset.snapshot.RecordBytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The event log of a server: the newest events, numbered from the first. Any thread. */
final class EventLog {
    private static final int KEPT = 10_000;

    private final Deque<ServerEvent> events = new ArrayDeque<>();
    private final List<Consumer<ServerEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean muted;
    private long next;

    /** Whether listeners hear nothing. */
    void mute(boolean quiet) {
        muted = quiet;
    }

    void add(ServerEvent event) {
        ServerEvent numbered;
        synchronized (events) {
            numbered =
                    new ServerEvent(
                            next++,
                            event.clock(),
                            event.guestNanos(),
                            event.wall(),
                            event.system(),
                            event.label(),
                            event.event(),
                            event.from(),
                            event.to(),
                            event.mode(),
                            event.refused(),
                            event.text());
            events.add(numbered);
            if (events.size() > KEPT) {
                events.remove();
            }
        }
        if (!muted) {
            listeners.forEach(listener -> listener.accept(numbered));
        }
    }

    /** All of it, for a snapshot. */
    void state(StateFields fields) {
        synchronized (events) {
            next = fields.number("next", next);
            byte[] all = fields.bytes("events", RecordBytes.write(List.copyOf(events)));
            if (fields.isLoading()) {
                events.clear();
                events.addAll(RecordBytes.read(all, ServerEvent.class));
            }
        }
    }

    List<ServerEvent> all() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    AutoCloseable listen(Consumer<ServerEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
