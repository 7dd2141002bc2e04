package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three systems (P6 [0102]): the majority decides which one is wrong, ACT or not, service goes on
 * with two in step, and a third joins them again; the guest notices nothing of it.
 */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class ThreeSystemsTest {
    private static final long END = 16_000_000;
    private static final String LEDGER = "ws=256 report=200";

    private final TestParts parts = new TestParts();
    private final List<String> options =
            new ArrayList<>(List.of("systems=3", "traceAlmostFull=600"));
    private final List<ServerEvent> heard = new ArrayList<>();
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private void start(String arguments) throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest("ledger", arguments));
        server.onEvent(heard::add);
    }

    private void at(long clock, Operation operation) {
        server.submitAt(clock, operation);
    }

    private void strike(long clock, Fault fault) {
        at(clock, new Operation.Inject(fault));
    }

    private Probe run() throws Exception {
        return TestParts.powerOnTo(server, END);
    }

    private static Probe reference;

    /** The same guest in one system. */
    private Probe reference() throws Exception {
        if (reference == null) {
            try (DescribedServer simplex = parts.server("automaticSync=false")) {
                simplex.guest(parts.guest("ledger", LEDGER));
                reference = TestParts.powerOnTo(simplex, END);
            }
        }
        return reference;
    }

    private void assertGolden(Probe probe) throws Exception {
        Probe one = reference();
        assertThat(probe.clock()).as(this::story).isEqualTo(one.clock());
        assertThat(probe.retired()).as(this::story).isEqualTo(one.retired());
        assertThat(probe.output()).as(this::story).isEqualTo(one.output());
        assertThat(probe.outputBytes()).isEqualTo(one.outputBytes()).isPositive();
        assertThat(probe.memory()).as(this::story).containsOnly(one.memory().get(0));
        assertThat(probe.context()).as(this::story).containsOnly(one.context().get(0));
    }

    private void assertAllInSync() {
        assertThat(server.systems())
                .extracting("state")
                .as(this::story)
                .containsOnly(SystemState.ONLINE_SYNC);
    }

    private String story() {
        StringBuilder story = new StringBuilder();
        for (ServerEvent e : server.events()) {
            story.append(
                    String.format(
                            "%d #%d %s %s -> %s %s %s%s%n",
                            e.clock(),
                            e.system(),
                            e.event(),
                            e.from().label(),
                            e.to().label(),
                            e.mode(),
                            e.text(),
                            e.refused() ? " REFUSED" : ""));
        }
        return story.toString();
    }

    /** Once two were in step, two always were. */
    private void assertAlwaysRedundant() {
        SystemState[] states = {SystemState.OFF, SystemState.OFF, SystemState.OFF};
        boolean proven = false;
        long clock = -1;
        for (ServerEvent e : server.events()) {
            if (e.clock() != clock) { // at one boundary many things happen, one after the other
                long pair =
                        List.of(states).stream().filter(s -> s == SystemState.ONLINE_SYNC).count();
                assertThat(proven && pair < 2).as(this::story).isFalse();
                proven |= pair >= 2;
                clock = e.clock();
            }
            states[e.system()] = e.to();
        }
        assertThat(proven).isTrue();
    }

    /** A third that joins costs the two that stay in step a stop, and no redundancy. */
    private static void assertNoGap(ResyncReport report) {
        assertThat(report.stopGuestNanos()).isPositive();
        assertThat(report.gapGuestNanos()).isZero();
        assertThat(report.gapWallNanos()).isZero();
    }

    @Test
    void threeSystemsInLockStepDoWhatOneDoes() throws Exception {
        start(LEDGER);
        Probe probe = run();
        assertAllInSync();
        assertThat(probe.memory()).hasSize(3);
        assertThat(server.systems())
                .extracting("mode")
                .containsExactly(Mode.ACT, Mode.SBY, Mode.SBY);
        assertThat(server.reports()).hasSize(2).allMatch(ResyncReport::succeeded);
        assertThat(server.reports().get(0).gapGuestNanos()).isPositive();
        assertThat(server.reports().get(0).gapWallNanos()).isPositive();
        assertNoGap(server.reports().get(1));
        assertAlwaysRedundant();
        assertGolden(probe);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PARALLEL, 1",
        "1, PARALLEL, 1",
        "2, PARALLEL, 1",
        "0, SEQUENTIAL, 1",
        "0, SEQUENTIAL, 2",
        "1, SEQUENTIAL, 3",
        "2, SEQUENTIAL, 4"
    })
    void theMajorityTellsWhoIsWrongEvenIfItIsAct(int wrong, String driver, long seed)
            throws Exception {
        options.add("driver=" + driver);
        options.add("seed=" + seed);
        start(LEDGER);
        strike(9_000_000, new Fault.RegisterFlip(wrong, 0, "s0", 4));
        Probe probe = run();
        assertThat(heard)
                .filteredOn(e -> e.event() == StateEvent.OUTVOTED && e.from() != e.to())
                .as(this::story)
                .singleElement()
                .satisfies(
                        e -> {
                            assertThat(e.system()).isEqualTo(wrong);
                            assertThat(e.to()).isEqualTo(SystemState.FAULT);
                            assertThat(e.text()).startsWith("outvoted; ");
                        });
        assertAllInSync();
        assertThat(server.systems().get(wrong == 0 ? 1 : 0).mode()).isEqualTo(Mode.ACT);
        assertAlwaysRedundant();
        assertGolden(probe);
    }

    @ParameterizedTest
    @CsvSource({"sp, 3", "a5, 40", "pc, 2"})
    void aFlipInActIsTolerated(String register, int bit) throws Exception {
        start(LEDGER);
        strike(9_000_000, new Fault.RegisterFlip(0, 0, register, bit));
        Probe probe = run();
        assertAllInSync();
        assertAlwaysRedundant();
        assertGolden(probe);
    }

    /** A cell that a device fetches by DMA: what goes out is what the majority holds. */
    @ParameterizedTest
    @ValueSource(longs = {0x80000200L, 0x80006123L})
    void aFlippedCellOfActIsTolerated(long address) throws Exception {
        start(LEDGER);
        strike(9_000_000, new Fault.MemoryFlip(0, address, 6));
        at(11_000_000, new Operation.Pull(0, Board.CPU)); // a latent flip goes with the board
        at(11_100_000, new Operation.Insert(0, Board.CPU));
        Probe probe = run();
        assertAllInSync();
        assertAlwaysRedundant();
        assertGolden(probe);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theComparatorOfIoAccessesIsEnough(boolean actIsWrong) throws Exception {
        options.add("busComparator=false");
        start(LEDGER);
        int wrong = actIsWrong ? 0 : 2;
        strike(9_000_000, new Fault.RegisterFlip(wrong, 0, "sp", 3));
        Probe probe = run();
        assertThat(heard)
                .filteredOn(e -> e.event() == StateEvent.OUTVOTED)
                .as(this::story)
                .anyMatch(e -> e.system() == wrong && e.text().contains("IO comparator"));
        assertAllInSync();
        assertAlwaysRedundant();
        assertGolden(probe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "checksum", "checksum-literal"})
    void aThirdJoinsTwoThatStayInStep(String strategy) throws Exception {
        options.add("strategy=" + strategy);
        options.add("backgroundShare=0.1");
        start(LEDGER);
        at(9_000_000, new Operation.Pull(0, Board.CPU));
        at(9_500_000, new Operation.Insert(0, Board.CPU));
        at(12_000_000, new Operation.Pull(2, Board.CPU));
        at(12_300_000, new Operation.Insert(2, Board.CPU));
        Probe probe = run();
        assertAllInSync();
        assertThat(server.reports()).hasSize(4).allMatch(ResyncReport::succeeded);
        server.reports().stream().skip(1).forEach(ThreeSystemsTest::assertNoGap);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertAlwaysRedundant();
        assertGolden(probe);
    }

    @Test
    void serviceGoesOnUntilTheLastBoardAndAfterwardsAllAreInStepAgain() throws Exception {
        start(LEDGER);
        at(8_000_000, new Operation.Pull(0, Board.CPU));
        at(9_000_000, new Operation.Pull(1, Board.CPU));
        at(10_000_000, new Operation.Insert(1, Board.CPU));
        at(10_100_000, new Operation.Insert(0, Board.CPU));
        Probe probe = run();
        assertAllInSync();
        assertThat(server.systems().get(2).mode()).isEqualTo(Mode.ACT);
        assertGolden(probe);
    }

    /** The pair disagrees while a third is being brought in: like a pair, the third waits. */
    @Test
    void aDisagreementOfThePairWhileAThirdJoinsIsSettledFirst() throws Exception {
        options.add("backgroundShare=0.06");
        options.add("asyncLimit=20");
        start(LEDGER);
        at(9_000_000, new Operation.Pull(2, Board.CPU));
        at(9_100_000, new Operation.Insert(2, Board.CPU));
        strike(9_400_000, new Fault.RegisterFlip(1, 0, "s0", 4));
        Probe probe = run();
        assertThat(heard)
                .as(this::story)
                .anyMatch(
                        e ->
                                e.system() == 2
                                        && e.from() == SystemState.RECOVER_OFFLINE
                                        && e.to() == SystemState.OFFLINE);
        assertAllInSync();
        assertGolden(probe);
    }

    /** Three that all differ: nobody knows who is wrong, so ACT is believed as with two. */
    @Test
    void whenAllDifferActIsBelieved() throws Exception {
        options.add("asyncLimit=20");
        start(LEDGER);
        strike(9_000_000, new Fault.RegisterFlip(1, 0, "s0", 4));
        strike(9_000_000, new Fault.RegisterFlip(2, 0, "s0", 5));
        Probe probe = run();
        assertThat(heard)
                .as(this::story)
                .anyMatch(e -> e.to() == SystemState.ONLINE_ASYNC)
                .noneMatch(e -> e.event() == StateEvent.OUTVOTED);
        assertAllInSync();
        assertGolden(probe);
    }

    /** Each for itself lost from the crosslink, first a standby, then ACT: two remain in step. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStandbyWithoutCrosslinkIsolatesItself(int cut) throws Exception {
        start("ws=256 report=200 disks=0 console=0");
        strike(9_000_000, new Fault.CrosslinkLoss(cut, false));
        strike(12_000_000, new Fault.CrosslinkLoss(cut, true));
        Probe probe = run();
        assertAllInSync();
        assertAlwaysRedundant();
        assertThat(probe.memory()).hasSize(3).containsOnly(probe.memory().get(0));
        assertThat(server.systems().get(0).mode()).isEqualTo(Mode.ACT);
    }

    @Test
    void actWithoutCrosslinkIsolatesItselfBecauseTwoAreLeft() throws Exception {
        start("ws=256 report=200 disks=1 console=1"); // what the others reach without it
        strike(9_000_000, new Fault.CrosslinkLoss(0, false));
        strike(12_000_000, new Fault.CrosslinkLoss(0, true));
        Probe probe = run();
        assertThat(heard)
                .anyMatch(
                        e ->
                                e.system() == 0
                                        && e.event() == StateEvent.XLINK_DOWN
                                        && e.to() == SystemState.FAULT);
        assertAllInSync();
        assertAlwaysRedundant();
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertThat(probe.memory()).hasSize(3).containsOnly(probe.memory().get(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anySystemMayBeStruckAtAnyTime(long seed) throws Exception {
        Random random = new Random(seed);
        options.add(seed % 2 == 0 ? "driver=parallel" : "driver=sequential");
        options.add("seed=" + seed);
        options.add("backgroundShare=0.2");
        start(LEDGER);
        for (long clock = 5_000_000; clock < END - 3_000_000; clock += 3_000_000) {
            int system = random.nextInt(3);
            String register = List.of("sp", "ra", "s0", "s1", "a5").get(random.nextInt(5));
            strike(
                    clock + random.nextInt(1_000_000),
                    new Fault.RegisterFlip(system, 0, register, random.nextInt(64)));
        }
        Probe probe = run();
        assertAllInSync();
        assertAlwaysRedundant();
        assertGolden(probe);
    }
}
