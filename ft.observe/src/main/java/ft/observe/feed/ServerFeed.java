package ft.observe.feed;

import ft.api.server.FtServer;
import ft.api.server.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * All servers that are described by configuration, and what happens to them. Servers tell it on
 * threads that guests wait for, so nothing is done there but counting and filling queues.
 */
@Component(service = ServerFeed.class, immediate = true) // it counts from the first event on
public class ServerFeed {
    private final Map<FtServer, Listened> servers = new ConcurrentHashMap<>();
    private final List<Outlet> outlets = new CopyOnWriteArrayList<>();

    @Reference(
            service = LoggerFactory.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Logger log;

    /** Where what happens is handed on. */
    private record Outlet(FeedHandler handler, Outbox outbox) {}

    /** A server, and what ends listening to it. */
    private record Listened(Watched watched, List<AutoCloseable> closers) {}

    @Deactivate
    void deactivate() {
        outlets.forEach(outlet -> outlet.outbox.close());
        servers.keySet().forEach(this::remove);
    }

    /** The servers, in the order of their names. */
    public List<Watched> servers() {
        Map<String, Watched> byName = new ConcurrentSkipListMap<>();
        servers.values().forEach(each -> byName.put(each.watched.name(), each.watched));
        return List.copyOf(byName.values());
    }

    /** The queues that are open. */
    public List<Outbox> outboxes() {
        return outlets.stream().map(Outlet::outbox).toList();
    }

    /** Hands on what happens from now on to all servers, on a thread of its own; close to stop. */
    public Outbox open(String name, FeedHandler handler) {
        Outbox outbox =
                new Outbox(
                        name,
                        () -> look(handler),
                        this::failed,
                        closed -> outlets.removeIf(outlet -> outlet.outbox == closed));
        // Under the lock of add, so that each server is told of exactly once.
        synchronized (this) {
            servers.values().forEach(each -> handler.added(each.watched, outbox));
            outlets.add(new Outlet(handler, outbox));
        }
        outbox.start();
        return outbox;
    }

    private void look(FeedHandler handler) {
        for (Listened each : servers.values()) {
            if (each.watched.isAlive()) {
                handler.look(each.watched);
            }
        }
    }

    private void failed(Throwable cause) {
        Logger now = log;
        if (now != null) {
            now.warn("What happened to a server could not be told: {}", cause.toString(), cause);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updated")
    synchronized void add(FtServer server, Map<String, Object> properties) {
        String name = name(properties);
        Watched watched = new Watched(name, server);
        List<AutoCloseable> closers = new ArrayList<>();
        servers.put(server, new Listened(watched, closers));
        outlets.forEach(outlet -> outlet.handler.added(watched, outlet.outbox));
        Backlog backlog = new Backlog(watched.counts());
        closers.add(
                server.onEvent(
                        event -> {
                            backlog.live(event);
                            heard(watched, event);
                        }));
        if (backlog.read(server)) {
            watched.heard();
        }
        closers.add(
                server.onReport(
                        report ->
                                outlets.forEach(
                                        outlet ->
                                                outlet.outbox.put(
                                                        () ->
                                                                outlet.handler.report(
                                                                        watched, report)))));
    }

    private static String name(Map<String, Object> properties) {
        return String.valueOf(properties.get(FtServer.NAME));
    }

    /** It may have another name now. */
    synchronized void updated(FtServer server, Map<String, Object> properties) {
        Listened known = servers.get(server);
        if (known == null || !known.watched.name().equals(name(properties))) {
            remove(server);
            add(server, properties);
        }
    }

    private void heard(Watched watched, ServerEvent event) {
        watched.heard();
        for (Outlet outlet : outlets) {
            outlet.outbox.put(() -> outlet.handler.event(watched, event));
        }
    }

    void remove(FtServer server) {
        Listened gone = servers.remove(server);
        if (gone != null) {
            outlets.forEach(outlet -> outlet.handler.removed(gone.watched));
            for (AutoCloseable closer : gone.closers) {
                try {
                    closer.close();
                } catch (Exception e) {
                    failed(e);
                }
            }
        }
    }

    /**
     * Counts every event once: those that the event log has already, and those to come, though
     * listening begins before the log is read. Only while it is read does a controller wait here.
     */
    private static final class Backlog {
        private final EventCounts counts;
        private long last = Long.MAX_VALUE;

        Backlog(EventCounts counts) {
            this.counts = counts;
        }

        synchronized void live(ServerEvent event) {
            if (event.sequence() > last) {
                counts.add(event);
                last = -1; // from now on all: a server that is loaded numbers its events anew
            }
        }

        synchronized boolean read(FtServer server) {
            List<ServerEvent> earlier = server.events();
            earlier.forEach(counts::add);
            last = earlier.isEmpty() ? -1 : earlier.get(earlier.size() - 1).sequence();
            return !earlier.isEmpty();
        }
    }
}
