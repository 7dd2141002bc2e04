package ft.observe.metrics;

import static ft.observe.metrics.MetricType.COUNTER;
import static ft.observe.metrics.MetricType.GAUGE;
import static ft.observe.metrics.MetricType.INFO;
import static ft.observe.metrics.MetricType.STATESET;

import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.Outage;
import ft.api.server.ServerDescription;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.observe.feed.EventCounts;
import ft.observe.feed.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/** Metrics of one server and its systems. */
public final class ServerMetrics {
    private static final long NANOS_PER_TICK = 100;

    /** Counters of a system that are shown as they are. */
    private static final List<Counter> COUNTERS =
            List.of(
                    new Counter(
                            "ft_signature_comparisons",
                            "Boundaries at which the CPU-bus comparator compared bus signatures.",
                            SystemCounters::signatures),
                    new Counter(
                            "ft_io_comparisons",
                            "IO requests that the IO comparator compared.",
                            SystemCounters::compared),
                    new Counter(
                            "ft_master_aborts",
                            "Requests of the CPU subsystem that access control has ended.",
                            SystemCounters::aborts),
                    new Counter(
                            "ft_unanswered_requests",
                            "Requests to the IO subsystem that nothing answered.",
                            SystemCounters::unanswered),
                    new Counter(
                            "ft_mended_queue_entries",
                            "Damaged entries of comparator queues that another system has replaced.",
                            SystemCounters::mended),
                    new Counter(
                            "ft_dropped_frames",
                            "Frames for a crosslink that was down.",
                            SystemCounters::dropped),
                    new Counter(
                            "ft_repeated_transmissions",
                            "Transmissions over the crosslink that were lost or damaged, and made good.",
                            SystemCounters::repeated));

    private record Counter(String name, String help, ToLongFunction<SystemCounters> value) {}

    private final FtServer server;
    private final ServerDescription description;
    private final EventCounts events;
    private final Labels labels;
    private final MetricText text;

    private ServerMetrics(Watched watched, MetricText text) {
        server = watched.server();
        description = server.description();
        events = watched.counts();
        labels = Labels.of("server", watched.name());
        this.text = text;
    }

    /** Adds all there is to tell of a server. */
    public static void add(Watched watched, MetricText text) {
        ServerMetrics metrics = new ServerMetrics(watched, text);
        metrics.server();
        for (SystemStatus each : metrics.server.systems()) {
            metrics.system(each);
        }
        metrics.parts();
        new ResyncMetrics(metrics.labels, text).add(metrics.server);
        SlotMetrics.add(metrics.server.slots(), metrics.labels, text);
    }

    private void server() {
        text.family(INFO, "ft_server", "What a server is made of.")
                .info(
                        labels.and("systems", description.systems())
                                .and("harts", description.harts())
                                .and("memory_bytes", description.memoryBytes())
                                .and("driver", description.driver()));
        List<SystemStatus> systems = server.systems();
        text.family(GAUGE, "ft_service_up", "Whether a system provides the service.")
                .set(labels, systems.stream().anyMatch(each -> each.state().isOnline()));
        text.family(
                        GAUGE,
                        "ft_systems_in_sync",
                        "Systems in Online sync; less than there are means less redundancy.")
                .set(
                        labels,
                        systems.stream()
                                .filter(each -> each.state() == SystemState.ONLINE_SYNC)
                                .count());
        List<Outage> outages = server.outages();
        text.family(COUNTER, "ft_outages", "How often the service was lost.")
                .count(labels, outages.size());
        text.family(
                        COUNTER,
                        "ft_outage_seconds",
                        "seconds",
                        "Wall clock time without service though somebody wanted it.")
                .countSeconds(labels, outages.stream().mapToLong(ServerMetrics::nanos).sum());
        MetricText.Family faults =
                text.family(GAUGE, "ft_injected_faults", "Injected faults, armed and struck.");
        for (boolean struck : new boolean[] {false, true}) {
            faults.set(
                    labels.and("state", struck ? "struck" : "armed"),
                    server.faults().stream().filter(each -> each.hasStruck() == struck).count());
        }
    }

    private static long nanos(Outage outage) {
        Instant end = outage.ended().orElseGet(Instant::now);
        return Math.max(0, Duration.between(outage.began(), end).toNanos());
    }

    private void system(SystemStatus status) {
        Labels mine = labels.and("system", status.system());
        MetricText.Family states =
                text.family(STATESET, "ft_system_state", "State of a system (P6 Tables 1 and 2).");
        for (SystemState state : SystemState.values()) {
            states.state(mine, state.name(), state == status.state());
        }
        text.family(GAUGE, "ft_system_active", "Whether a system is ACT.")
                .set(mine, status.mode() == Mode.ACT);
        MetricText.Family boards =
                text.family(GAUGE, "ft_board_present", "Whether a board is in its slot.");
        boards.set(mine.and("board", "cpu"), status.cpuBoard());
        boards.set(mine.and("board", "io"), status.ioBoard());
        text.family(GAUGE, "ft_crosslink_connected", "Whether the crosslink is connected.")
                .set(mine, status.linked());
        text.family(
                        COUNTER,
                        "ft_guest_time_seconds",
                        "seconds",
                        "Guest time, by the clock of the CPU subsystem.")
                .countSeconds(mine, guestNanos(status.clock()));
        text.family(
                        COUNTER,
                        "ft_retired_instructions",
                        "instructions",
                        "Instructions that the harts have retired.")
                .count(mine, status.retired());
        for (Counter each : COUNTERS) {
            text.family(COUNTER, each.name, each.help)
                    .count(mine, each.value.applyAsLong(status.counters()));
        }
        MetricText.Family mismatches =
                text.family(
                        COUNTER,
                        "ft_mismatches",
                        "Disagreements that comparators have told of, to each system in step.");
        mismatches.count(
                mine.and("comparator", "cpu-bus"),
                events.of(status.system(), StateEvent.BUS_MISMATCH));
        mismatches.count(
                mine.and("comparator", "io"), events.of(status.system(), StateEvent.IO_MISMATCH));
        MetricText.Family all =
                text.family(COUNTER, "ft_state_events", "Events that the state table has taken.");
        events.of(status.system())
                .forEach((event, count) -> all.count(mine.and("event", event.name()), count));
    }

    private long guestNanos(long clock) {
        long ticks = clock / description.cyclesPerTick();
        long rest = clock % description.cyclesPerTick();
        return ticks * NANOS_PER_TICK + rest * NANOS_PER_TICK / description.cyclesPerTick();
    }

    private void parts() {
        MetricText.Family parts =
                text.family(INFO, "ft_part", "Bundles that the parts of a server came from.");
        for (PartStatus each : server.parts()) {
            parts.info(
                    labels.and("system", each.system() == PartStatus.SHARED ? "" : each.system())
                            .and("part", each.kind().label())
                            .and("name", each.name())
                            .and("bundle", each.bundle())
                            .and("version", each.version()));
        }
    }
}
