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
