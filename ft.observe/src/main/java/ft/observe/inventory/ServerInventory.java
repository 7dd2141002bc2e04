package ft.observe.inventory;

import ft.api.io.SlotStatus;
import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.observe.feed.Watched;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to know of servers, as maps, lists and plain values. */
public final class ServerInventory {
    /** Entries of the event log, from its end. */
    private static final int EVENTS = 50;

    private ServerInventory() {}

    /** By name of the server. */
    public static Map<String, Object> of(List<Watched> servers) {
        Map<String, Object> all = new LinkedHashMap<>();
        servers.forEach(each -> all.put(each.name(), of(each.server())));
        return all;
    }

    private static Map<String, Object> of(FtServer server) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("configuration", configuration(server.description()));
        server.guest()
                .ifPresent(
                        guest ->
                                about.put(
                                        "guest",
                                        guest.arguments().isEmpty()
                                                ? guest.name()
                                                : guest.name() + " " + guest.arguments()));
        server.guestExit().ifPresent(how -> about.put("guestExit", how));
        about.put("systems", server.systems().stream().map(ServerInventory::system).toList());
        about.put("parts", server.parts().stream().map(ServerInventory::part).toList());
        about.put(
                "strategies",
                Plain.rows(server.strategies(), "name", "selected", "bundle", "description"));
        about.put("slots", server.slots().stream().map(ServerInventory::slot).toList());
        server.progress().ifPresent(now -> about.put("resynchronization", Plain.of(now)));
        about.put("reports", Plain.of(server.reports()));
        about.put("outages", Plain.of(server.outages()));
        about.put("faults", Plain.of(server.faults()));
        about.put("holds", server.holds());
        List<ServerEvent> events = server.events();
        about.put(
                "events",
                Plain.rows(
                        events.subList(Math.max(0, events.size() - EVENTS), events.size()),
                        "sequence",
                        "wall",
                        "clock",
                        "system",
                        "mode",
                        "label",
                        "event",
                        "from",
                        "to",
                        "refused",
                        "text"));
        return about;
    }

    private static Object configuration(ServerDescription description) {
        @SuppressWarnings("unchecked")
        Map<String, Object> all = (Map<String, Object>) Plain.of(description);
        all.remove("slots"); // which have a chapter of their own
        return all;
    }

    private static Map<String, Object> system(SystemStatus status) {
        @SuppressWarnings("unchecked")
        Map<String, Object> all = (Map<String, Object>) Plain.of(status);
        @SuppressWarnings("unchecked")
        Map<String, Object> counters = (Map<String, Object>) all.remove("counters");
        all.putAll(counters);
        all.put("problem", all.remove("problem"));
        return all;
    }

    private static Map<String, Object> part(PartStatus part) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("system", part.system() == PartStatus.SHARED ? "all" : part.system());
        row.put("part", part.kind().label());
        row.put("name", part.name());
        row.put("bundle", part.bundle());
        row.put("version", part.version());
        row.put("installed", part.installed());
        return row;
    }

    private static Map<String, Object> slot(SlotStatus status) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("slot", status.slot().name());
        row.put("system", status.slot().ioSubsystem());
        row.put("device", status.slot().device());
        row.put("base", "0x" + Long.toHexString(status.slot().base()));
        row.put("size", "0x" + Long.toHexString(status.slot().size()));
        row.put("interrupt", status.slot().interrupt());
        row.put("present", status.present());
        row.put("reads", status.reads());
        row.put("writes", status.writes());
        row.put("aborts", status.aborts());
        row.put("errors", status.errors());
        row.put("options", new ArrayList<>(options(status)));
        row.put("problem", status.problem());
        return row;
    }

    private static List<String> options(SlotStatus status) {
        return status.slot().options().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .sorted()
                .toList();
    }
}
