package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a resynchronization is, as somebody sees it who looks whenever an event is told. */
class ProgressTest {
    private static final long PATIENCE = 100;
    private static final String NOTHING = "";

    private final List<ServerEvent> told = new CopyOnWriteArrayList<>();

    /** What is shown when an event is told, by its label. */
    private final Map<String, String> shown = new ConcurrentHashMap<>();

    /** What is shown when an event without a label is told, by the event. */
    private final Map<String, String> shownAtOthers = new ConcurrentHashMap<>();

    private void look(DescribedServer server, ServerEvent event) {
        String phase = server.progress().map(ResyncProgress::phase).orElse(NOTHING);
        told.add(event);
        if (!event.label().isEmpty()) {
            shown.put(event.label(), phase);
        } else if (event.event() != null && event.from() != event.to()) {
            shownAtOthers.put(event.event().name(), phase);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "parallel"})
    void aPhaseIsNotShownAnyMoreWhenItsEndIsTold(String driver) throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server =
                        parts.server(
                                "driver=" + driver,
                                "memory=1MiB",
                                "automaticSync=false",
                                "traceAlmostFull=600",
                                "backgroundShare=0.1");
                AutoCloseable listening = server.onEvent(event -> look(server, event))) {
            server.guest(parts.guest("writer", "ws=512 pause=100"));
            server.submitAt(3_000_000, new Operation.Synchronize(1));
            server.submitAt(8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 4)));
            TestParts.powerOnHeldAt(server, 20_000_000);
        }
        assertThat(shown).as(this::log).containsKeys("T106", "T116", "T119", "T126");
        for (String end : List.of("T107", "T108", "T115", "T117", "T213", "T118", "T127")) {
            assertThat(shown).as(() -> end + " in\n" + log()).containsEntry(end, NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "parallel"})
    void aPhaseThatIsBrokenOffIsNotShownAnyMoreWhenThatIsTold(String driver) throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server =
                        parts.server(
                                "driver=" + driver,
                                "memory=1MiB",
                                "automaticSync=false",
                                "backgroundShare=0.01");
                AutoCloseable listening = server.onEvent(event -> look(server, event))) {
            server.guest(parts.guest("writer", "ws=512 pause=100"));
            server.submitAt(3_000_000, new Operation.Inject(new Fault.CopyFailure(0, 3)));
            server.submitAt(3_000_000, new Operation.Synchronize(1));
            server.submitAt(4_000_000, new Operation.Reset(1));
            server.submitAt(6_000_000, new Operation.Synchronize(1));
            server.submitAt(6_200_000, new Operation.Isolate(1));
            TestParts.powerOnHeldAt(server, 8_000_000);
        }
        for (String end : List.of("COPY_ERROR", "ISOLATE")) {
            assertThat(shownAtOthers).as(() -> end + " in\n" + log()).containsEntry(end, NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "parallel"})
    void whoHearsOfTheEndFindsBothSystemsInStep(String driver) throws Exception {
        List<List<SystemState>> found = new CopyOnWriteArrayList<>();
        TestParts parts = new TestParts();
        try (DescribedServer server = parts.server("driver=" + driver, "memory=1MiB");
                AutoCloseable listening =
                        server.onReport(
                                report ->
                                        found.add(
                                                server.systems().stream()
                                                        .map(SystemStatus::state)
                                                        .toList()))) {
            server.guest(parts.guest("writer", "ws=512 pause=100"));
            TestParts.powerOnHeldAt(server, 6_000_000);
            assertThat(server.reports()).hasSize(1);
        }
        assertThat(found)
                .containsExactly(List.of(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC));
    }

    private String log() {
        StringBuilder lines = new StringBuilder();
        told.forEach(
                e -> lines.append(String.format("%s %s %s%n", e.label(), e.event(), e.text())));
        return lines.toString();
    }
}
