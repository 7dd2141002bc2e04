package ft.console.view;

import ft.api.debug.DebugPort;
import ft.api.io.SlotStatus;
import ft.api.server.Outage;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.console.symbols.SymbolLookup;
import ft.console.symbols.SymbolTable;
import ft.console.text.Table;
import ft.console.text.Text;
import ft.console.text.Units;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How each kind of value looks on a terminal of 80 to 100 columns. */
public final class Views {
    private static final DateTimeFormatter WALL =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());
    private static final long NANOS_PER_TICK = 100;
    private static final int WIDTH = 96;

    private Views() {}

    /** Everything about a server. */
    public static String status(ServerStatus status) {
        ServerDescription description = status.description();
        StringBuilder text = new StringBuilder(systems(status.systems(), description));
        List<String> lines = new ArrayList<>();
        for (SystemStatus system : status.systems()) {
            if (!system.problem().isEmpty()) {
                lines.add(line("problem", "#" + system.system() + ": " + system.problem()));
            }
        }
        status.holds().forEach(hold -> lines.add(line("held", hold)));
        for (SystemStatus system : status.systems()) {
            List<String> losses = losses(system.counters());
            if (!losses.isEmpty()) {
                lines.add(line("lost", "#" + system.system() + ": " + String.join(", ", losses)));
            }
        }
        lines.add(
                line(
                        "server",
                        description.name()
                                + ": "
                                + Units.plural(description.harts(), "hart")
                                + " and "
                                + Units.bytes(description.memoryBytes())
                                + " a system, "
                                + engines(description)
                                + ", "
                                + description.driver().name().toLowerCase(Locale.ROOT)
                                + " driver"));
        String exit = status.guestExit().map(how -> "; ended: " + how).orElse("");
        lines.add(line("guest", status.guest() + exit));
        lines.add(line("strategy", selected(status.strategies(), description)));
        status.progress()
                .ifPresent(
                        progress ->
                                lines.add(
                                        line(
                                                "resync",
                                                progress.phase()
                                                        + percent(progress.fraction())
                                                        + ", strategy "
                                                        + progress.strategy())));
        status.last().ifPresent(report -> lines.add(line("last sync", ReportViews.line(report))));
        if (!status.outages().isEmpty()) {
            lines.add(line("outages", outages(status.outages())));
        }
        return text.append("\n\n").append(String.join("\n", lines)).toString();
    }

    /** What came to nothing, or had to be made good; nothing of it should happen unnoticed. */
    private static List<String> losses(SystemCounters counters) {
        List<String> losses = new ArrayList<>();
        lost(losses, counters.unanswered(), "request", "that its IO subsystem did not answer");
        lost(losses, counters.mended(), "queue entry", "mended");
        lost(losses, counters.dropped(), "frame", "for a crosslink that was down");
        lost(losses, counters.repeated(), "transmission", "made good");
        return losses;
    }

    private static void lost(List<String> losses, long count, String noun, String how) {
        if (count > 0) {
            losses.add(Units.plural(count, noun) + " " + how);
        }
    }

    /** How often the service was lost, and the last time. */
    private static String outages(List<Outage> outages) {
        Outage last = outages.get(outages.size() - 1);
        String end =
                last.ended()
                        .map(when -> "booted again at " + wall(when))
                        .orElse("not booted again; ft:active N does it");
        return String.format(
                "%d; the last one at %s (clock %d): %s; %s",
                outages.size(), wall(last.began()), last.clock(), last.cause(), end);
    }

    private static String line(String title, String words) {
        return Text.wrap(String.format("%-10s", title), " ", List.of(words.split(" ")), WIDTH);
    }

    /** The systems of a server. */
    public static String systems(List<SystemStatus> systems, ServerDescription description) {
        Table table =
                new Table(
                        "system",
                        "state",
                        "mode",
                        "boards",
                        "link",
                        ">guest time",
                        ">clock",
                        ">retired",
                        ">compared",
                        ">aborts");
        for (SystemStatus system : systems) {
            table.row(
                    "#" + system.system(),
                    system.state(),
                    system.mode() == null ? "-" : system.mode(),
                    boards(system),
                    system.linked() ? "up" : "down",
                    Units.instant(nanos(system.clock(), description)) + " s",
                    system.clock(),
                    system.retired(),
                    system.counters().compared(),
                    system.counters().aborts());
        }
        return table.toString();
    }

    /** Guest nanoseconds at a clock. */
    public static long nanos(long clock, ServerDescription description) {
        long ticks = clock / description.cyclesPerTick();
        long rest = clock % description.cyclesPerTick();
        return ticks * NANOS_PER_TICK + rest * NANOS_PER_TICK / description.cyclesPerTick();
    }

    /** A wall clock time, without its day. */
    static String wall(Instant time) {
        return WALL.format(time);
    }

    /** An event log. */
    public static String events(List<ServerEvent> events) {
        Table table = new Table(">guest time", "wall", "system", "label", "state", "what and why");
        for (ServerEvent event : events) {
            table.row(
                    Units.instant(event.guestNanos()),
                    wall(event.wall()),
                    "#" + event.system() + (event.mode() == null ? "" : " " + event.mode()),
                    event.label().isEmpty() ? "-" : event.label(),
                    change(event),
                    what(event));
        }
        return table.toString();
    }

    /** One event, for logs that grow. */
    public static String event(ServerEvent event) {
        return eventHead(event) + what(event);
    }

    /** When an event was, of what system, and what it did to its state. */
    public static String eventHead(ServerEvent event) {
        return String.format(
                "%s s  #%d  %-5s %-26s ",
                Units.instant(event.guestNanos()), event.system(), event.label(), change(event));
    }

    /** The copy strategies. */
    public static String strategies(List<StrategyStatus> strategies) {
        Table table = new Table("", "name", "bundle", "what it does");
        for (StrategyStatus strategy : strategies) {
            table.row(
                    strategy.selected() ? "*" : "",
                    strategy.name(),
                    strategy.bundle(),
                    strategy.description());
        }
        return table.wrap(WIDTH).toString();
    }

    /** The slots of the IO subsystems. */
    public static String slots(List<SlotStatus> slots) {
        Table table =
                new Table(
                        "slot", "io", "device", "from", ">base", ">irq", ">reads", ">writes",
                        ">aborts", ">errors", "state");
        for (SlotStatus slot : slots) {
            table.row(
                    slot.slot().name(),
                    "#" + slot.slot().ioSubsystem(),
                    slot.device().isEmpty() ? "-" : slot.device(),
                    slot.bundle().isEmpty() ? "-" : slot.bundle(),
                    "0x" + Long.toHexString(address(slot)),
                    slot.slot().interrupt() == 0 ? "-" : slot.slot().interrupt(),
                    slot.reads(),
                    slot.writes(),
                    slot.aborts(),
                    slot.errors(),
                    state(slot));
        }
        return table.toString();
    }

    private static String state(SlotStatus slot) {
        if (slot.present()) {
            return "present";
        }
        boolean free = slot.slot().isBay() && slot.device().isEmpty();
        String state = free ? "bay, free" : "empty";
        return slot.problem().isEmpty() ? state : state + ": " + slot.problem();
    }

    /** The ports for debuggers. */
    public static String debugPorts(List<DebugPort> ports) {
        Table table = new Table("server", "system", ">port", "state");
        for (DebugPort port : ports) {
            table.row(port.server(), "#" + port.system(), port.port(), port.status());
        }
        return table.toString();
    }

    /** The guest programs of the catalogs. */
    public static String guests(List<GuestStatus> guests) {
        Table table = new Table("guest", "what it does");
        for (GuestStatus guest : guests) {
            table.row(guest.name(), guest.description());
        }
        return table.wrap(WIDTH).toString();
    }

    /** Addresses and their names. */
    public static String lookups(List<SymbolLookup> lookups) {
        Table table = new Table("address", "symbol", "from");
        for (SymbolLookup each : lookups) {
            String name = each.name().isEmpty() ? "-" : each.name();
            table.row(String.format("%016x", each.address()), name, each.origin());
        }
        return table.toString();
    }

    /** Where symbols come from. */
    public static String symbolTables(List<SymbolTable> tables) {
        Table table = new Table("from", ">symbols");
        for (SymbolTable each : tables) {
            table.row(each.origin(), Units.count(each.size()));
        }
        return table.toString();
    }

    /** Digests of a moment. */
    public static String probe(Probe probe) {
        List<String> lines = new ArrayList<>();
        lines.add("clock    " + probe.clock());
        lines.add("retired  " + probe.retired());
        probe.memory().forEach(digest -> lines.add("memory   " + digest));
        probe.context().forEach(digest -> lines.add("context  " + digest));
        lines.add("output   " + probe.output() + ", " + Units.plural(probe.outputBytes(), "byte"));
        return String.join("\n", lines);
    }

    private static long address(SlotStatus slot) {
        return slot.slot().ioSubsystem() * ft.api.board.BoardMap.IO_WINDOW_SIZE
                + slot.slot().base();
    }

    private static String boards(SystemStatus system) {
        if (system.cpuBoard()) {
            return system.ioBoard() ? "cpu io" : "cpu";
        }
        return system.ioBoard() ? "io" : "none";
    }

    private static String change(ServerEvent event) {
        if (event.from() == null || event.from() == event.to()) {
            return event.to() == null ? "-" : event.to().toString();
        }
        String from = event.from().label();
        return from + " -> " + event.to();
    }

    private static String what(ServerEvent event) {
        // A label says which event it was.
        boolean named = event.event() != null && event.label().isEmpty();
        String name = named ? event.event().words() + ": " : "";
        return (event.refused() ? "refused " : "") + name + event.text();
    }

    private static String engines(ServerDescription description) {
        List<String> names =
                IntStream.range(0, description.systems())
                        .mapToObj(description::engine)
                        .map(engine -> engine.name().toLowerCase(Locale.ROOT))
                        .toList();
        return names.stream().distinct().count() == 1
                ? names.get(0)
                : IntStream.range(0, names.size())
                        .mapToObj(system -> "#" + system + " " + names.get(system))
                        .collect(Collectors.joining(" and "));
    }

    private static String selected(List<StrategyStatus> strategies, ServerDescription description) {
        return strategies.stream()
                .filter(StrategyStatus::selected)
                .map(strategy -> strategy.name() + ": " + strategy.description())
                .findFirst()
                .orElse(description.strategy() + " is not installed");
    }

    private static String percent(double fraction) {
        return fraction < 0 ? "" : String.format(Locale.ROOT, " %.0f%%", fraction * 100);
    }
}
