package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.history.Moment;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boundaries are passed over while nothing can happen at them, which no guest can see. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PassedBoundariesTest {
    private static final long END = 6_000_000;
    private static final int QUANTUM = 4096;

    private final TestParts parts = new TestParts();
    private final List<Long> boundaries = Collections.synchronizedList(new ArrayList<>());

    private Probe run(String guest, String arguments, boolean watched, String... more)
            throws Exception {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("quantum=" + QUANTUM);
        options.add("memory=1MiB");
        try (DescribedServer server = parts.server(options.toArray(String[]::new))) {
            server.guest(parts.guest(guest, arguments));
            if (watched) {
                server.desk().history().add(new Boundaries());
            }
            return TestParts.powerOnTo(server, END);
        }
    }

    private final class Boundaries implements HistoryListener {
        @Override
        public void boundary(Moment moment) {
            boundaries.add(moment.clock());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ledger, ws=128 report=20 steps=4, harts=1",
        "ledger, ws=128 report=20 steps=4, harts=2",
        "ledger, ws=128 report=20 steps=4, automaticSync=false",
        "ledger, ws=128 report=20 steps=4, systems=3",
        "steady, fill=64, harts=1",
        "echo, '', harts=1",
        "hello, '', automaticSync=false",
        "mail, '', harts=1",
        "steward, '', harts=1",
    })
    void theHistoryIsTheSameWhetherSomebodyWatchesEachOrNot(
            String guest, String arguments, String option) throws Exception {
        Probe calm = run(guest, arguments, false, option);
        Probe watched = run(guest, arguments, true, option);
        assertThat(calm.clock()).isEqualTo(watched.clock());
        assertThat(calm.retired()).isEqualTo(watched.retired());
        assertThat(calm.output()).isEqualTo(watched.output());
        assertThat(calm.outputBytes()).isEqualTo(watched.outputBytes());
        assertThat(calm.memory()).isEqualTo(watched.memory());
        assertThat(calm.context()).isEqualTo(watched.context());
    }

    /** A synchronization, up to the end of its check. */
    private record Synchronization(List<String> events, long end, long signatures) {}

    private Synchronization synchronize(String strategy, boolean watched, long end)
            throws Exception {
        List<ServerEvent> seen = Collections.synchronizedList(new ArrayList<>());
        String[] options = {
            "quantum=512",
            "memory=4MiB",
            "dmaRate=128MiB",
            "checksumRate=128MiB",
            "automaticSync=false",
            "strategy=" + strategy
        };
        try (DescribedServer server = parts.server(options)) {
            server.guest(parts.guest("steady", "fill=1024 rate=20000"));
            server.onEvent(seen::add);
            if (watched) {
                server.desk().history().add(new Boundaries());
            }
            server.submitAt(2_000_000, new Operation.Synchronize(1));
            TestParts.powerOnTo(server, end);
            ServerEvent last =
                    seen.stream()
                            .filter(e -> e.event() == StateEvent.CHECK_OK)
                            .findFirst()
                            .orElseThrow();
            List<String> events =
                    seen.stream()
                            .filter(e -> e.clock() <= last.clock())
                            .map(e -> e.clock() + " #" + e.system() + " " + e.label() + e.text())
                            .toList();
            return new Synchronization(
                    events, last.clock(), server.systems().get(0).counters().signatures());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "checksum-iterate", "checksum-hybrid", "checksum-demand"})
    void aSynchronizationIsTheSameWhetherSomebodyWatchesEachOrNot(String strategy)
            throws Exception {
        long end = synchronize(strategy, true, 50_000_000).end();
        Synchronization watched = synchronize(strategy, true, end);
        Synchronization calm = synchronize(strategy, false, end);
        assertThat(calm.events()).isEqualTo(watched.events());
        assertThat(calm.signatures()).isPositive().isLessThan(watched.signatures() / 4);
    }

    @Test
    void whoWatchesSeesEachOfAGuestThatNeverSleeps() throws Exception {
        run("steady", "fill=64", true);
        List<Long> late = boundaries.stream().filter(clock -> clock > END / 2).toList();
        assertThat(late).hasSizeGreaterThan(100);
        for (int i = 1; i < late.size(); i++) {
            assertThat(late.get(i) - late.get(i - 1)).isEqualTo(QUANTUM);
        }
    }

    /** What an operator has asked for at a clock happens there, however far the guest may run. */
    @Test
    void whatIsScheduledComesAtItsClock() throws Exception {
        List<ServerEvent> seen = Collections.synchronizedList(new ArrayList<>());
        try (DescribedServer server = parts.server("quantum=" + QUANTUM, "memory=1MiB")) {
            server.guest(parts.guest("steady", "fill=64"));
            server.onEvent(seen::add);
            server.submitAt(4_000_001, new Operation.Inject(new Fault.CpuFailure(1)));
            TestParts.powerOnTo(server, END);
        }
        long due = (4_000_001 / QUANTUM + 1) * QUANTUM;
        assertThat(seen)
                .filteredOn(event -> event.event() == StateEvent.FAIL)
                .extracting(ServerEvent::clock)
                .containsOnly(due);
    }
}
