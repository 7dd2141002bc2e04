package ft.observe.event;

import ft.api.io.SlotStatus;
import ft.api.observe.ServerTopics;
import ft.api.server.InjectedFault;
import ft.api.server.Outage;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.observe.feed.Changes;
import ft.observe.feed.FeedHandler;
import ft.observe.feed.Outbox;
import ft.observe.feed.ServerFeed;
import ft.observe.feed.Watched;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Posts the events that {@link ServerTopics} tells of, while there is an Event Admin Service. */
@Component(
        service = {},
        immediate = true)
public class EventPublisher implements FeedHandler {
    private final EventAdmin events;
    private final Outbox outbox;
    private final Map<Watched, Changes> changes = new ConcurrentHashMap<>();

    /** Made by Declarative Services. */
    @Activate
    public EventPublisher(@Reference EventAdmin events, @Reference ServerFeed feed) {
        this.events = events;
        outbox = feed.open("events", this);
    }

    @Deactivate
    void deactivate() {
        outbox.close();
    }

    private void post(String topic, Map<String, Object> properties) {
        events.postEvent(new Event(topic, properties));
    }

    @Override
    public void added(Watched watched, Outbox queue) {
        changes.put(watched, new Changes(watched.server(), new Poster(watched.name())));
    }

    @Override
    public void removed(Watched watched) {
        changes.remove(watched);
    }

    @Override
    public void event(Watched watched, ServerEvent event) {
        post(
                isChange(event) ? ServerTopics.STATE : ServerTopics.NOTE,
                EventProperties.event(watched.name(), event));
    }

    /** Modes change with an event of their own. */
    private static boolean isChange(ServerEvent event) {
        if (event.refused() || event.event() == null) {
            return false;
        }
        return switch (event.event()) {
            case SET_ACT, SET_SBY -> true;
            default -> event.from() != event.to();
        };
    }

    @Override
    public void report(Watched watched, ResyncReport report) {
        post(ServerTopics.RESYNC, EventProperties.report(watched.name(), report));
    }

    @Override
    public void look(Watched watched) {
        Changes now = changes.get(watched);
        if (now != null) {
            now.look();
        }
    }

    /** Posts what is new about a server. */
    private final class Poster implements Changes.Listener {
        private final String server;

        Poster(String server) {
            this.server = server;
        }

        @Override
        public void fault(InjectedFault fault) {
            post(ServerTopics.FAULT, EventProperties.fault(server, fault));
        }

        @Override
        public void outage(Outage outage) {
            post(ServerTopics.OUTAGE, EventProperties.outage(server, outage));
        }

        @Override
        public void device(SlotStatus slot) {
            post(ServerTopics.DEVICE, EventProperties.device(server, slot));
        }

        @Override
        public void exit(String how) {
            post(ServerTopics.GUEST, EventProperties.exit(server, how));
        }
    }
}
