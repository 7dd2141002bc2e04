package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The event log of a real run tells the three sequences of P6 and the steps of P17 under the labels
 * of the patents, in the order of spec section 5: power on, first synchronization, a disagreement
 * and the way back, a board that comes back under P17 and falls back to S18.
 */
class PatentLabelsTest {
    private static final long PATIENCE = 100;
    private static final long BACK = 15_000_000;
    private static final int QUANTUM = 32_768;

    private static List<ServerEvent> log;

    @BeforeAll
    static void run() throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server =
                parts.server(
                        "automaticSync=false", "traceAlmostFull=600", "backgroundShare=0.05")) {
            server.guest(parts.guest("writer", "ws=512 pause=100"));
            server.submitAt(3_000_000, new Operation.Synchronize(1));
            server.submitAt(8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 4)));
            server.submitAt(BACK - 2, new Operation.SelectStrategy(0, "checksum-literal"));
            server.submitAt(BACK - 1, new Operation.Pull(1, Board.CPU));
            server.submitAt(BACK, new Operation.Insert(1, Board.CPU));
            server.submitAt(BACK + 8 * QUANTUM, new Operation.Synchronize(1));
            long clock = BACK + QUANTUM;
            TestParts.powerOnHeldAt(server, clock);
            while (server.progress().filter(p -> p.phase().equals("memory check")).isEmpty()) {
                clock += QUANTUM;
                assertThat(clock).isLessThan(10 * BACK);
                TestParts.goOn(server, clock);
            }
            server.submit(new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)))
                    .get(PATIENCE, TimeUnit.SECONDS);
            TestParts.goOn(server, clock + BACK);
            assertThat(server.systems()).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
            log = server.events();
        }
    }

    @AfterAll
    static void forget() {
        log = null;
    }

    /** Every label of the patents' figures that a run can show. */
    private static Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (int step = 100; step <= 127; step++) {
            all.add("T" + step);
        }
        for (int step = 200; step <= 222; step++) {
            all.add("T" + step);
        }
        for (int step = 1; step <= 20; step++) {
            all.add("S" + step);
        }
        return all;
    }

    @Test
    void everyStepIsInTheLog() {
        Set<String> seen =
                log.stream()
                        .map(ServerEvent::label)
                        .filter(label -> !label.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = all();
        assertThat(seen).isEqualTo(expected);
    }

    /** Spec section 5: each line is an order rule of one of the sequences. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // power on
                "T100 T101 T102 T103 T204",
                "T200 T201 T202 T203 T204 T205",
                "T101 T201",
                "T103 T104 T105",
                // first synchronization
                "T204 T105 T106 T107 T108 T109 T110 T114 T115",
                "T205 T105 T206 T210 T211",
                // disagreement and resynchronization
                "T115 T116 T117 T118 T119 T120 T121 T122 T126 T127",
                "T211 T212 T213 T214 T215 T216 T217 T122 T221 T222",
                // P17, here after the board came back
                "T102 S1 T104 S2",
                "T127 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 S15 S14 S17 S18 S19 S20",
                "S12 S16 S17",
            })
    void stepsComeInTheOrderOfTheFigures(String rule) {
        int before = -1;
        for (String label : rule.split(" ")) {
            int position = next(label, -1);
            assertThat(position)
                    .as("%s in %s, log:%n%s", label, rule, told())
                    .isGreaterThan(before);
            before = position;
        }
    }

    /** Steps of both systems are one event at one boundary. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "T110 T206",
                "T114 T210",
                "T115 T211",
                "T116 T212",
                "T117 T213",
                "T119 T215",
                "T120 T216",
                "T121 T217",
                "T126 T221",
                "T127 T222"
            })
    void stepsOfBothSystemsAreAtOneBoundary(String pair) {
        String[] labels = pair.split(" ");
        ServerEvent first = log.get(next(labels[0], -1));
        ServerEvent second = log.get(next(labels[1], -1));
        assertThat(second.clock()).isEqualTo(first.clock());
        assertThat(second.system()).isNotEqualTo(first.system());
    }

    @ParameterizedTest
    @ValueSource(strings = {"T204", "T105", "T122", "S20"})
    void someStepsAreOfBothSystems(String label) {
        ServerEvent first = log.get(next(label, -1));
        assertThat(log)
                .filteredOn(event -> event.label().equals(label) && event.clock() == first.clock())
                .extracting(ServerEvent::system)
                .containsExactly(0, 1);
    }

    /** The check ends the fallback too: a full copy leaves nothing to verify, but it still runs. */
    @Test
    void theCheckRunsAfterTheFallback() {
        int resumed = next("S20", -1);
        assertThat(next("T114", resumed)).isGreaterThan(resumed);
        assertThat(next("T115", resumed)).isGreaterThan(next("T114", resumed));
    }

    @Test
    void everyEventTellsBothTimes() {
        long clock = 0;
        for (ServerEvent event : log) {
            assertThat(event.clock()).isGreaterThanOrEqualTo(clock);
            clock = event.clock();
            assertThat(event.guestNanos()).isEqualTo(clock * 10);
            assertThat(event.wall()).isNotNull();
        }
    }

    /** Position of the next event with a label, -1 if there is none. */
    private static int next(String label, int after) {
        for (int index = after + 1; index < log.size(); index++) {
            if (log.get(index).label().equals(label)) {
                return index;
            }
        }
        return -1;
    }

    private static String told() {
        List<String> lines = new ArrayList<>();
        log.forEach(e -> lines.add("#" + e.system() + " " + e.label() + " " + e.text()));
        return String.join("\n", lines);
    }
}
