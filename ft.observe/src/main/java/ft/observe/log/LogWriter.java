package ft.observe.log;

import ft.api.io.SlotStatus;
import ft.api.observe.LoggerNames;
import ft.api.observer.DeviceLog;
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
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LoggerFactory;

/**
 * Logs servers and devices under the names of {@link LoggerNames}. Levels are asked for where
 * something happens, so that what nobody wants is not even put into words; the log itself, whatever
 * it does with an entry, is written on a thread of its own.
 */
@Component(
        service = {},
        immediate = true)
public class LogWriter implements FeedHandler {
    private final LoggerFactory loggers;
    private final Outbox outbox;
    private final Map<String, LevelLogger> known = new ConcurrentHashMap<>();
    private final Map<Watched, Attached> attached = new ConcurrentHashMap<>();

    /** What belongs to one server. */
    private record Attached(Changes changes, AutoCloseable devices) {}

    /** Made by Declarative Services. */
    @Activate
    public LogWriter(@Reference LoggerFactory loggers, @Reference ServerFeed feed) {
        this.loggers = loggers;
        outbox = feed.open("log", this);
    }

    @Deactivate
    void deactivate() {
        outbox.close();
        attached.keySet().forEach(this::removed);
    }

    private LevelLogger logger(String name) {
        LevelLogger logger = known.get(name);
        return logger != null
                ? logger
                : known.computeIfAbsent(
                        name, missing -> new LevelLogger(loggers.getLogger(missing)));
    }

    private void log(String server, LogLevel level, Supplier<String> text) {
        logger(LoggerNames.server(server)).log(level, () -> server + ": " + text.get());
    }

    @Override
    public void added(Watched watched, Outbox queue) {
        attached.put(
                watched,
                new Attached(
                        new Changes(watched.server(), new ChangeLog(watched.name())),
                        watched.server().onDeviceLog(new DeviceWriter(watched.name(), queue))));
    }

    @Override
    public void removed(Watched watched) {
        Attached gone = attached.remove(watched);
        if (gone != null) {
            try {
                gone.devices.close();
            } catch (Exception e) {
                log(watched.name(), LogLevel.WARN, () -> "its devices are logged on: " + e);
            }
        }
    }

    @Override
    public void event(Watched watched, ServerEvent event) {
        logger(LoggerNames.system(watched.name(), event.system()))
                .log(EventLevels.of(event), () -> sentence(watched.name(), event));
    }

    /** With names in it: many a viewer of the log does not show the logger's. */
    private static String sentence(String server, ServerEvent event) {
        String label = event.label().isEmpty() ? "" : event.label() + " ";
        String states =
                event.from() == event.to()
                        ? event.to().toString()
                        : event.from() + " -> " + event.to();
        return "%s #%d %s %s%s: %s%s (clock %d)"
                .formatted(
                        server,
                        event.system(),
                        event.mode(),
                        label,
                        states,
                        event.refused() ? "refused, " : "",
                        event.text(),
                        event.clock());
    }

    @Override
    public void report(Watched watched, ResyncReport report) {
        String way =
                "%s, #%d to #%d"
                        .formatted(report.strategy(), report.source(), report.destination());
        if (report.succeeded()) {
            log(
                    watched.name(),
                    LogLevel.INFO,
                    () ->
                            "resynchronization %d by %s: guest stopped for %d ns"
                                    .formatted(report.number(), way, report.stopGuestNanos()));
        } else {
            log(
                    watched.name(),
                    LogLevel.WARN,
                    () ->
                            "resynchronization %d by %s failed: %s"
                                    .formatted(report.number(), way, report.failure()));
        }
    }

    @Override
    public void look(Watched watched) {
        Attached now = attached.get(watched);
        if (now != null) {
            now.changes.look();
        }
    }

    /** What is new about a server. */
    private final class ChangeLog implements Changes.Listener {
        private final String server;

        ChangeLog(String server) {
            this.server = server;
        }

        @Override
        public void fault(InjectedFault fault) {
            log(
                    server,
                    LogLevel.INFO,
                    () ->
                            "injected fault %d, %s, %s"
                                    .formatted(
                                            fault.id(),
                                            fault.fault().text(),
                                            fault.hasStruck() ? "has struck" : "is armed"));
        }

        @Override
        public void outage(Outage outage) {
            if (outage.ended().isEmpty()) {
                log(server, LogLevel.WARN, () -> "the service is lost: " + outage.cause());
            } else {
                log(server, LogLevel.INFO, () -> "the service is back");
            }
        }

        @Override
        public void device(SlotStatus slot) {
            String name = slot.slot().name();
            LevelLogger logger = logger(LoggerNames.device(server, name));
            if (slot.present()) {
                logger.log(LogLevel.INFO, () -> server + " " + name + ": a device is in the slot");
            } else {
                logger.log(
                        LogLevel.WARN,
                        () -> server + " " + name + ": the slot is empty. " + slot.problem());
            }
        }

        @Override
        public void exit(String how) {
            log(server, LogLevel.INFO, () -> "the guest has ended by itself: " + how);
        }
    }

    /** What devices log; called by the threads that guests wait for. */
    private final class DeviceWriter implements DeviceLog {
        private final String server;
        private final Outbox queue;
        private final Map<String, LevelLogger> bySlot = new ConcurrentHashMap<>();

        DeviceWriter(String server, Outbox queue) {
            this.server = server;
            this.queue = queue;
        }

        private LevelLogger of(String slot) {
            LevelLogger logger = bySlot.get(slot);
            return logger != null
                    ? logger
                    : bySlot.computeIfAbsent(
                            slot, missing -> logger(LoggerNames.device(server, missing)));
        }

        @Override
        public boolean wants(String slot, LogLevel level) {
            return of(slot).isEnabled(level);
        }

        @Override
        public void log(long clock, String slot, LogLevel level, String text) {
            queue.put(
                    () ->
                            of(slot).log(
                                            level,
                                            () ->
                                                    "%s %s: %s (clock %d)"
                                                            .formatted(server, slot, text, clock)));
        }
    }
}
