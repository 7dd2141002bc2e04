package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden rule: output and history of the guest, counted by instructions, are the same with and
 * without tolerated faults, resynchronizations and strategy swaps, whatever the driver.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class GoldenTest {
    private static final long END = 24_000_000;
    private static final String LEDGER = "ws=256 report=200";
    private static final Map<String, Probe> REFERENCES = new ConcurrentHashMap<>();

    private final TestParts parts = new TestParts();
    private final List<String> options = new ArrayList<>(List.of("traceAlmostFull=600"));
    private final List<Timed> operations = new ArrayList<>();
    private String guest = "ledger";
    private String arguments = LEDGER;
    private DescribedServer server;

    private record Timed(long clock, Operation operation) {}

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private void at(long clock, Operation operation) {
        operations.add(new Timed(clock, operation));
    }

    private void strike(long clock, Fault fault) {
        at(clock, new Operation.Inject(fault));
    }

    /** Each case in one of the modes. */
    @BeforeEach
    void chooseEngines(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName() + test.getDisplayName();
        int mode = Math.floorMod(name.hashCode(), TestParts.ENGINES.size());
        options.add("engine=" + TestParts.ENGINES.get(mode));
    }

    private Probe run() throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest(guest, arguments));
        for (Timed each : operations) {
            server.submitAt(each.clock, each.operation);
        }
        return TestParts.powerOnTo(server, END);
    }

    /** A run of the same guest with #1 never synchronized and nothing done to it. */
    private Probe reference(String... more) throws Exception {
        String key = guest + arguments + List.of(more);
        Probe known = REFERENCES.get(key);
        if (known == null) {
            List<String> simplex = new ArrayList<>(List.of(more));
            simplex.add("automaticSync=false");
            simplex.add("engine=INTERPRETED");
            try (DescribedServer undisturbed = parts.server(simplex.toArray(String[]::new))) {
                undisturbed.guest(parts.guest(guest, arguments));
                known = TestParts.powerOnTo(undisturbed, END);
                REFERENCES.put(key, known);
            }
        }
        return known;
    }

    private void assertGolden(Probe probe, Probe reference) {
        assertThat(probe.clock()).isEqualTo(reference.clock());
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.outputBytes()).isEqualTo(reference.outputBytes()).isPositive();
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).containsOnly(reference.memory().get(0));
        assertThat(probe.context()).containsOnly(reference.context().get(0));
    }

    private void assertInSync() {
        assertThat(server.systems())
                .extracting("state")
                .as(() -> events().toString())
                .containsOnly(SystemState.ONLINE_SYNC);
    }

    private List<String> events() {
        return server.events().stream()
                .map(e -> e.clock() + " #" + e.system() + " " + e.event() + " " + e.text())
                .toList();
    }

    private List<StateEvent> raised() {
        return server.events().stream()
                .filter(e -> !e.refused())
                .map(ServerEvent::event)
                .filter(e -> e != null)
                .toList();
    }

    @Test
    void twoSystemsInLockStepDoWhatOneDoes() throws Exception {
        Probe probe = run();
        assertInSync();
        assertThat(probe.memory()).hasSize(2);
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSequentialDriverGivesTheSameHistory(long seed) throws Exception {
        options.add("driver=sequential");
        options.add("seed=" + seed);
        strike(9_000_000, new Fault.RegisterFlip(1, 0, "s0", 4));
        Probe probe = run();
        assertInSync();
        assertGolden(probe, reference());
    }

    /** A frame takes until the next boundary, whoever drives the IO subsystems in between. */
    @ParameterizedTest
    @CsvSource({"parallel, 0", "sequential, 1", "sequential, 2"})
    void framesBetweenIoSubsystemsArriveAtTheirClock(String driver, long seed) throws Exception {
        guest = "devices";
        arguments = "rounds=0";
        parts.networkDevices();
        options.add("driver=" + driver);
        options.add("seed=" + seed);
        strike(15_000_000, new Fault.RegisterFlip(1, 0, "sp", 4));
        Probe probe = run();
        assertInSync();
        assertGolden(probe, reference());
        assertThat(new String(server.output("uart0/serial"), StandardCharsets.UTF_8))
                .contains("net: 100 frames");
    }

    @ParameterizedTest
    @CsvSource({"sp, 3", "s0, 17", "s1, 0", "a0, 5", "a5, 40", "ra, 2", "t0, 63", "pc, 2"})
    void aRegisterFlipInTheStandbySystemIsTolerated(String register, int bit) throws Exception {
        strike(8_000_000, new Fault.RegisterFlip(1, 0, register, bit));
        Probe probe = run();
        assertInSync();
        assertGolden(probe, reference());
    }

    @Test
    void aFlipThatIsDetectedLeadsThroughTheSequenceOfFig11() throws Exception {
        arguments = "ws=256 report=1000 disks=none"; // so that it is the bus that sees it first
        strike(8_000_000, new Fault.RegisterFlip(1, 0, "s1", 3));
        Probe probe = run();
        assertThat(raised())
                .containsSubsequence(
                        StateEvent.CHECK_OK,
                        StateEvent.BUS_MISMATCH,
                        StateEvent.TRACE_ALMOST_FULL,
                        StateEvent.SMI_ACK_ALL,
                        StateEvent.SMI,
                        StateEvent.COPY_DONE,
                        StateEvent.CTX_DONE,
                        StateEvent.SYNC_RESET,
                        StateEvent.CHECK_OK);
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "checksum", "checksum-literal"})
    void everyStrategyBringsTheStandbySystemBack(String strategy) throws Exception {
        options.add("strategy=" + strategy);
        strike(8_000_000, new Fault.RegisterFlip(1, 0, "sp", 3));
        at(15_000_000, new Operation.Pull(1, Board.CPU));
        at(15_500_000, new Operation.Insert(1, Board.CPU));
        Probe probe = run();
        assertInSync();
        assertThat(server.reports()).hasSize(3).allMatch(ResyncReport::succeeded);
        assertThat(server.reports()).extracting("strategy").containsOnly(strategy);
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(longs = {0x80000010L, 0x80000200L, 0x80001000L, 0x80006123L})
    void aFlippedCellOfTheStandbySystemIsFoundAndRepaired(long address) throws Exception {
        strike(6_000_000, new Fault.MemoryFlip(1, address, 6));
        // A board that comes back is checked in full, so that latent flips are gone as well.
        at(16_000_000, new Operation.Pull(1, Board.CPU));
        at(16_100_000, new Operation.Insert(1, Board.CPU));
        Probe probe = run();
        assertInSync();
        assertGolden(probe, reference());
    }

    @Test
    void theServiceSurvivesThePullOfTheActiveBoard() throws Exception {
        at(9_000_000, new Operation.Pull(0, Board.CPU));
        at(10_000_000, new Operation.Insert(0, Board.CPU));
        at(17_000_000, new Operation.Pull(1, Board.CPU));
        Probe probe = run();
        assertThat(server.systems()).extracting("state").contains(SystemState.ONLINE_READY);
        assertThat(probe.memory()).hasSize(1);
        assertGolden(probe, reference());
    }

    @Test
    void theServiceSurvivesALocatedFaultOfTheActiveSystem() throws Exception {
        strike(9_000_000, new Fault.CpuFailure(0));
        at(10_000_000, new Operation.Reset(0));
        Probe probe = run();
        assertInSync();
        assertThat(server.systems().get(1).mode()).isEqualTo(ft.api.state.Mode.ACT);
        assertGolden(probe, reference());
    }

    @Test
    void actAndSbyCanBeExchanged() throws Exception {
        at(9_000_000, new Operation.MakeActive(1));
        strike(10_000_000, new Fault.RegisterFlip(0, 0, "sp", 3));
        Probe probe = run();
        assertInSync();
        assertThat(server.systems().get(1).mode()).isEqualTo(ft.api.state.Mode.ACT);
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(strings = {"busComparator=false", "ioMismatch=SEPARATE"})
    void whatTheIoComparatorFindsCanSeparateInsteadOfTrace(String option) throws Exception {
        options.add(option);
        strike(8_000_000, new Fault.RegisterFlip(1, 0, "sp", 3));
        Probe probe = run();
        assertInSync();
        assertThat(server.events())
                .filteredOn(e -> e.event() == StateEvent.IO_MISMATCH)
                .extracting("to")
                .contains(SystemState.FAULT)
                .doesNotContain(SystemState.ONLINE_ASYNC);
        assertGolden(probe, reference());
    }

    @Test
    void aCopyThatFailsDoesNotTouchTheService() throws Exception {
        at(8_000_000, new Operation.Pull(1, Board.CPU));
        strike(8_100_000, new Fault.CopyFailure(0, 100));
        at(8_200_000, new Operation.Insert(1, Board.CPU));
        Probe probe = run();
        assertInSync();
        assertThat(raised()).contains(StateEvent.COPY_ERROR);
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theServiceGoesOnWithoutCrosslinkAndInStepAfterwards(int system) throws Exception {
        arguments = "ws=256 report=200 disks=0 console=0"; // what ACT reaches without a crosslink
        strike(8_000_000, new Fault.CrosslinkLoss(system, false));
        strike(12_000_000, new Fault.CrosslinkLoss(system, true));
        at(10_000_000, new Operation.Synchronize(1));
        Probe probe = run();
        assertInSync();
        assertThat(raised()).contains(StateEvent.XLINK_DOWN);
        assertThat(server.events())
                .filteredOn(e -> e.clock() > 8_100_000 && e.clock() < 12_000_000)
                .noneMatch(e -> e.to() == SystemState.RECOVER_OFFLINE);
        assertGolden(probe, reference());
    }

    @Test
    void theServerBootsAgainAfterPowerOff() throws Exception {
        Probe first = run();
        server.release();
        server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
        assertThat(server.systems()).extracting("state").containsOnly(SystemState.OFF);
        server.holdAt(0).get(30, TimeUnit.SECONDS); // the clock still stands at the end
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        Probe second = TestParts.goOn(server, END);
        assertInSync();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aStrategyWithdrawnInTheMiddleIsReplacedByWhatIsThere() throws Exception {
        options.add("strategy=checksum");
        options.add("backgroundShare=0.02");
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest(guest, arguments));
        server.submitAt(8_000_000, new Operation.Pull(1, Board.CPU));
        server.submitAt(8_100_000, new Operation.Insert(1, Board.CPU));
        TestParts.powerOnHeldAt(server, 9_000_000);
        assertThat(server.progress())
                .hasValueSatisfying(
                        progress -> {
                            assertThat(progress.strategy()).isEqualTo("checksum");
                            assertThat(progress.phase()).contains("T106");
                        });
        parts.uninstall("checksum");
        Probe probe = TestParts.goOn(server, END);
        assertInSync();
        assertThat(server.reports())
                .hasSize(2)
                .last()
                .satisfies(
                        report -> {
                            assertThat(report.attempts()).isEqualTo(2);
                            assertThat(report.strategy()).isNotEqualTo("checksum");
                        });
        assertGolden(probe, reference());
    }

    @Test
    void aDivergenceDuringTheCheckOfTheLiteralStrategyLeadsToS18() throws Exception {
        options.add("strategy=checksum-literal");
        options.add("backgroundShare=0.02");
        at(8_000_000, new Operation.Pull(1, Board.CPU));
        at(8_100_000, new Operation.Insert(1, Board.CPU));
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest(guest, arguments));
        for (Timed each : operations) {
            server.submitAt(each.clock, each.operation);
        }
        long clock = 8_200_000;
        TestParts.powerOnHeldAt(server, clock);
        while (server.progress().filter(p -> p.phase().equals("memory check")).isEmpty()) {
            clock += 32768;
            assertThat(clock).isLessThan(END);
            TestParts.goOn(server, clock);
        }
        server.submit(new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)))
                .get(30, TimeUnit.SECONDS);
        Probe probe = TestParts.goOn(server, END);
        assertThat(raised()).contains(StateEvent.OUTPUT_MISMATCH);
        assertThat(server.reports()).last().matches(ResyncReport::fallback);
        assertInSync();
        assertGolden(probe, reference());
    }

    @Test
    void fourHartsAreInterleavedAlikeOnBothSides() throws Exception {
        guest = "harts";
        arguments = "count=20000";
        options.add("harts=4");
        options.add("asyncLimit=50");
        strike(6_000_000, new Fault.RegisterFlip(1, 2, "sp", 4));
        Probe probe = run();
        assertInSync();
        assertGolden(probe, reference("harts=4"));
    }

    @ParameterizedTest
    @CsvSource({"harts, count=2000 rounds=2", "hello, code=0"})
    void aGuestEndsAtTheSameClockHoweverTheSystemsAre(String program, String words)
            throws Exception {
        guest = program;
        arguments = words;
        strike(1_030_000, new Fault.RegisterFlip(1, 0, "s0", 4));
        strike(1_900_000, new Fault.RegisterFlip(1, 0, "sp", 4));
        at(20_000_000, new Operation.Pull(1, Board.CPU)); // keeps an idle guest from skipping
        Probe probe = run();
        Probe reference = reference();
        assertThat(server.guestExit()).hasValue("pass");
        assertThat(probe.clock()).isEqualTo(reference.clock()).isLessThan(20_000_000);
        assertThat(probe.memory().get(0)).isEqualTo(reference.memory().get(0));
        assertThat(probe.context().get(0)).isEqualTo(reference.context().get(0));
        assertThat(probe.output()).isEqualTo(reference.output());
    }

    @Test
    void theWriterDefeatsNeitherStrategy() throws Exception {
        guest = "writer";
        arguments = "ws=512";
        options.add("strategy=checksum");
        strike(9_000_000, new Fault.RegisterFlip(1, 0, "sp", 4));
        Probe probe = run();
        assertInSync();
        assertGolden(probe, reference());
    }
}
