package ft.observe.event;

import ft.api.io.SlotStatus;
import ft.api.observe.ServerTopics;
import ft.api.server.InjectedFault;
import ft.api.server.Outage;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What {@link ServerTopics} promises of each topic, taken from the records of a server. */
final class EventProperties {
    private EventProperties() {}

    private static Map<String, Object> of(
            String server, Instant when, String message, Object record) {
        Map<String, Object> all = new HashMap<>();
        all.put(ServerTopics.SERVER, server);
        all.put(ServerTopics.TIMESTAMP, when.toEpochMilli());
        all.put(ServerTopics.MESSAGE, message);
        if (record != null) {
            all.put(ServerTopics.EVENT, record);
        }
        return all;
    }

    static Map<String, Object> event(String server, ServerEvent event) {
        Map<String, Object> all = of(server, event.wall(), event.text(), event);
        all.put(ServerTopics.SYSTEM, event.system());
        all.put(ServerTopics.FROM, event.from().name());
        all.put(ServerTopics.TO, event.to().name());
        all.put(ServerTopics.MODE, event.mode().name());
        all.put(ServerTopics.LABEL, event.label());
        all.put(ServerTopics.REFUSED, event.refused());
        all.put(ServerTopics.CLOCK, event.clock());
        all.put(ServerTopics.GUEST_NANOS, event.guestNanos());
        all.put(ServerTopics.SEQUENCE, event.sequence());
        if (event.event() != null) {
            all.put(ServerTopics.CAUSE, event.event().name());
        }
        return all;
    }

    static Map<String, Object> report(String server, ResyncReport report) {
        String message =
                report.succeeded()
                        ? "Online sync by " + report.strategy()
                        : "no Online sync by " + report.strategy() + ": " + report.failure();
        Map<String, Object> all = of(server, Instant.now(), message, report);
        all.put(ServerTopics.SYSTEM, report.destination());
        all.put(ServerTopics.SOURCE, report.source());
        all.put(ServerTopics.STRATEGY, report.strategy());
        all.put(ServerTopics.SUCCEEDED, report.succeeded());
        all.put(ServerTopics.STOP_NANOS, report.stopGuestNanos());
        all.put(ServerTopics.GAP_NANOS, report.gapGuestNanos());
        return all;
    }

    static Map<String, Object> fault(String server, InjectedFault fault) {
        String what = fault.fault().text() + "@" + fault.trigger().text();
        Map<String, Object> all =
                of(
                        server,
                        Instant.now(),
                        fault.hasStruck() ? what + " has struck" : what + " is armed",
                        fault);
        all.put(ServerTopics.SYSTEM, fault.fault().system());
        all.put(ServerTopics.STRUCK, fault.hasStruck());
        all.put(ServerTopics.CLOCK, fault.hasStruck() ? fault.struck() : fault.armed());
        return all;
    }

    static Map<String, Object> outage(String server, Outage outage) {
        boolean lasts = outage.ended().isEmpty();
        Map<String, Object> all =
                of(
                        server,
                        outage.ended().orElse(outage.began()),
                        lasts ? "the service is lost: " + outage.cause() : "the service is back",
                        outage);
        all.put(ServerTopics.LASTS, lasts);
        all.put(ServerTopics.CLOCK, outage.clock());
        return all;
    }

    static Map<String, Object> device(String server, SlotStatus slot) {
        String name = slot.slot().name();
        Map<String, Object> all =
                of(
                        server,
                        Instant.now(),
                        slot.present()
                                ? slot.slot().device() + " is in slot " + name
                                : slot.problem(),
                        slot);
        all.put(ServerTopics.SYSTEM, slot.slot().ioSubsystem());
        all.put(ServerTopics.SLOT, name);
        all.put(ServerTopics.DEVICE_TYPE, slot.slot().device());
        all.put(ServerTopics.PRESENT, slot.present());
        return all;
    }

    static Map<String, Object> exit(String server, String how) {
        Map<String, Object> all =
                of(server, Instant.now(), "the guest has ended by itself: " + how, null);
        all.put(ServerTopics.EXIT, how);
        return all;
    }
}
