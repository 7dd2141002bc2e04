package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the server does about a fault at each place where one can be injected (docs/faults.md): the
 * guest does not notice those that are tolerated, and all others lead to what they are said to.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FaultPlacesTest {
    private static final long END = 10_000_000;
    private static final String DIFFERS = "main storage differs at 0x80006000";
    private static final Map<String, Probe> REFERENCES = new ConcurrentHashMap<>();

    private final TestParts parts = new TestParts();
    private final List<String> options =
            new ArrayList<>( // one thread is quicker where a machine does little else
                    List.of("driver=sequential", "traceAlmostFull=600", "asyncLimit=60"));
    private String arguments = "ws=256 report=200";
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private Probe run(String... faults) throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest("ledger", arguments));
        for (String fault : faults) {
            server.submitAt(1, Operation.Inject.parse(fault));
        }
        return TestParts.powerOnTo(server, END);
    }

    /** The same guest in one system, with nothing or with faults of devices only. */
    private Probe reference(String... faults) throws Exception {
        String key = arguments + Arrays.toString(faults);
        Probe known = REFERENCES.get(key);
        if (known == null) {
            try (DescribedServer undisturbed = parts.server("automaticSync=false")) {
                undisturbed.guest(parts.guest("ledger", arguments));
                for (String fault : faults) {
                    undisturbed.submitAt(1, Operation.Inject.parse(fault));
                }
                known = TestParts.powerOnTo(undisturbed, END);
                REFERENCES.put(key, known);
            }
        }
        return known;
    }

    private void assertGolden(Probe probe, Probe reference) {
        String what = String.join("\n", events());
        assertThat(probe.clock()).as(what).isEqualTo(reference.clock());
        assertThat(probe.retired()).as(what).isEqualTo(reference.retired());
        assertThat(probe.outputBytes()).as(what).isEqualTo(reference.outputBytes()).isPositive();
        assertThat(probe.output()).as(what).isEqualTo(reference.output());
        assertThat(probe.memory()).as(what).containsOnly(reference.memory().get(0));
        assertThat(probe.context()).as(what).containsOnly(reference.context().get(0));
    }

    private void assertStates(SystemState... states) {
        assertThat(server.systems())
                .extracting("state")
                .as(() -> String.join("\n", events()))
                .containsExactly((Object[]) states);
    }

    private void assertInStep() {
        assertStates(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
    }

    private void assertStruck() {
        assertThat(server.faults())
                .as(() -> String.join("\n", events()))
                .isNotEmpty()
                .allMatch(InjectedFault::hasStruck);
    }

    private List<String> events() {
        return server.events().stream()
                .map(
                        e ->
                                String.format(
                                        "%d #%d %s %s %s",
                                        e.clock(), e.system(), e.event(), e.to().label(), e.text()))
                .toList();
    }

    private List<StateEvent> raised() {
        return server.events().stream()
                .filter(e -> !e.refused() && e.event() != null)
                .map(ServerEvent::event)
                .toList();
    }

    /** Why each resynchronization failed; empty for those that did not. */
    private List<String> failures() {
        return server.reports().stream().map(ResyncReport::failure).toList();
    }

    private boolean happened(String text) {
        return server.events().stream().anyMatch(e -> e.text().contains(text));
    }

    /**
     * One fault at a time, in the standby system or between the two; then both are in step again.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "register 1 0 s0 4@instruction 1 0 5000123",
                "register 1 0 pc 3@5000124",
                "register 1 0 sp 63@state 1 ST4 1",
                "register 1 0 a0 0@random 77 6000000",
                "csr 1 0 mtvec 4@5000123",
                "csr 1 0 mie 7@instruction 1 0 5000123",
                "csr 1 0 mepc 2@5000123",
                "tlb 1 0 0x80001000 13@5000123",
                "tlb 1 0 0x80006000 40@access 1 any 0x80006000 0x1000 50",
                "bus-read 1 5@access 1 read 0x80000000 0x100000 5000",
                "bus-read 1 0@access 1 read 0x10000000 8 3",
                "bus-write 1 5@access 1 write 0x80000000 0x100000 5000",
                "bus-write 1 0@access 1 write 0x10000000 8 9",
                "cpu 1@instruction 0 0 5000000",
                "queue 0 0 5@device uart0 100",
                "queue 0 1 5@device uart0 100",
                "queue 1 1 0@5000123",
                "dma 0 77 1",
                "dma 1 77 5@state 1 ST8 1",
                "checksum 0 wrong 1",
                "checksum 1 wrong 1",
                "checksum 1 stuck 3@state 1 ST3 1",
                "copy 0 5",
                "link 0 1 drop 3@frame 0 1 500",
                "link 1 0 corrupt 8@frame 1 0 500",
                "link 0 1 delay 20@frame 0 1 500",
                "link 1 0 duplicate 20@frame 1 0 500",
                "comparator 1 bus equal",
                "comparator 0 bus equal",
                "comparator 0 io equal",
            })
    void theGuestDoesNotNotice(String fault) throws Exception {
        options.add("strategy=checksum");
        Probe probe = run(fault);
        if (fault.startsWith("cpu")) {
            // A located fault is not tried again by itself.
            assertStates(SystemState.ONLINE_READY, SystemState.FAULT);
        } else {
            assertInStep();
        }
        assertStruck();
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver=parallel", "driver=sequential"})
    void aStrikeIsLoggedWithWhatItHit(String driver) throws Exception {
        options.add(driver);
        run("register 1 0 s11 40@instruction 1 0 5000123", "cpu 1@state 1 ST10 1");
        assertThat(events())
                .anyMatch(e -> e.contains("fault armed: register 1 0 s11 40@instruction"))
                .anyMatch(
                        e ->
                                e.matches(
                                        ".*fault strikes: register 1 0 s11 40@instruction 1 0"
                                                + " 5000123 at clock \\d+, s11 of hart 0 from"
                                                + " 0x.* to 0x.*"));
        assertThat(server.faults())
                .extracting(InjectedFault::hasStruck)
                .containsExactly(true, false);
        assertThat(server.faults().get(1).armed()).isEqualTo(32768);
    }

    /** Spec J11: when and what strikes depends on the guest alone. */
    @Test
    void bothDriversTellTheSame() throws Exception {
        String[] faults = {
            "register 1 0 a0 7@instruction 0 0 2000000",
            "csr 1 0 mepc 3@instruction 1 0 3000000",
            "bus-read 1 5@access 1 read 0x80000000 0x100000 90000",
            "bus-write 1 5@device uart0 200",
            "queue 0 1 5@device uart1 90",
            "link 0 1 corrupt 3@3300000",
            "link 1 0 delay 3@state 1 ST8 2",
            "skew 1 9@state 1 ST9 2",
            "checksum 1 wrong 1@state 1 ST3 3",
            "memory 1 0x80024300 1@random 5 8000000",
            "comparator 1 bus different@7000000",
        };
        options.add("driver=sequential");
        options.add("seed=3");
        run(faults);
        List<String> sequential = events();
        List<InjectedFault> list = server.faults();
        server.close();
        options.remove("seed=3");
        options.add("seed=4");
        run(faults);
        assertThat(events()).isEqualTo(sequential);
        server.close();
        options.add("driver=parallel");
        run(faults);
        assertThat(events()).isEqualTo(sequential);
        assertThat(server.faults()).isEqualTo(list);
        assertThat(list).extracting(InjectedFault::hasStruck).contains(true);
    }

    @Test
    void whatCannotStrikeIsSaidAtOnce() throws Exception {
        run("register 1 0 zz 4@9000000", "memory 0 0x80000000 0@frame 0 1 5");
        assertThat(events()).anyMatch(e -> e.contains("zz 4@9000000 cannot strike: there is no"));
        assertThat(server.faults())
                .as("the one that is not possible was refused at once")
                .singleElement()
                .matches(InjectedFault::hasStruck);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"comparator 0 bus equal", "comparator 1 bus equal", "comparator 1 io equal"})
    void aSilentComparatorLeavesTheOtherOne(String comparator) throws Exception {
        Probe probe = run(comparator, "register 1 0 sp 3@6000000");
        assertInStep();
        assertThat(raised()).containsAnyOf(StateEvent.BUS_MISMATCH, StateEvent.IO_MISMATCH);
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comparator 0 bus different",
                "comparator 1 bus different",
                "comparator 0 io different",
            })
    void falseAlarmsEndAfterABoundedNumberOfTries(String comparator) throws Exception {
        Probe probe = run(comparator + "@4000000");
        assertThat(happened("raises false alarms")).as(events().toString()).isTrue();
        assertThat(server.systems()).extracting("state").contains(SystemState.FAULT);
        assertThat(server.systems()).extracting("state").contains(SystemState.ONLINE_READY);
        assertThat(probe.memory()).hasSize(1);
        assertGolden(probe, reference());
        assertThat(raised().stream().filter(e -> e == StateEvent.SYNC_RESET))
                .as("tries, each told for both systems")
                .hasSizeLessThanOrEqualTo(2 * 5);
    }

    @Test
    void anotherBoardHasSoundComparators() throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest("ledger", arguments));
        server.submitAt(1, Operation.Inject.parse("comparator 1 bus different@4000000"));
        server.submitAt(6_000_000, new Operation.Pull(1, Board.CPU));
        server.submitAt(6_100_000, new Operation.Insert(1, Board.CPU));
        Probe probe = TestParts.powerOnTo(server, END);
        assertThat(happened("the bus comparator of #1 raises false alarms")).isTrue();
        assertInStep();
        assertGolden(probe, reference());
    }

    @Test
    void ofThreeTheOneThatRaisesFalseAlarmsIsTakenOut() throws Exception {
        options.add("systems=3");
        Probe probe = run("comparator 2 bus different@4000000", "link 1 2 drop 3@3000000");
        assertStates(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC, SystemState.FAULT);
        assertThat(happened("the bus comparator of #2 raises false alarms")).isTrue();
        assertGolden(probe, reference());
    }

    @Test
    void falseAlarmsEndWithoutABusComparatorToo() throws Exception {
        options.add("busComparator=false");
        Probe probe = run("comparator 0 io different@4000000");
        assertStates(SystemState.ONLINE_READY, SystemState.FAULT);
        assertGolden(probe, reference());
    }

    /** A copy does not help: after the third one that the memory check refutes it stays out. */
    @Test
    void aStuckCellOfTheStandbySystemTakesItOut() throws Exception {
        // One of the bits is stuck at what is not there.
        Probe probe = run("stuck 1 0x80006123 6 1@4000000", "stuck 1 0x80006123 5 0@4000000");
        assertStruck();
        assertStates(SystemState.ONLINE_READY, SystemState.FAULT);
        assertThat(failures())
                .as(() -> String.join("\n", events()))
                .containsExactly("", DIFFERS, DIFFERS, DIFFERS);
        assertThat(probe.memory()).hasSize(1);
        assertGolden(probe, reference());
    }

    @Test
    void aStuckCellGoesWithItsBoard() throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest("ledger", arguments));
        server.submitAt(1, Operation.Inject.parse("stuck 1 0x80006123 6 1@4000000"));
        server.submitAt(1, Operation.Inject.parse("stuck 1 0x80006123 5 0@4000000"));
        server.submitAt(6_000_000, new Operation.Pull(1, Board.CPU));
        server.submitAt(6_100_000, new Operation.Insert(1, Board.CPU));
        Probe probe = TestParts.powerOnTo(server, END);
        assertThat(failures()).containsExactly("", DIFFERS, DIFFERS, DIFFERS, "");
        assertInStep();
        assertGolden(probe, reference());
    }

    @Test
    void whatTheTraceHasLostIsFoundBeforeOnlineSync() throws Exception {
        options.add("strategy=trace");
        // The stack of #1 is somewhere else for a quantum, in pages that nobody writes otherwise.
        Probe probe = run("trace 0 0", "trace 1 0", "tlb 1 0 0x80024000 18@6000000");
        assertStruck();
        assertInStep();
        assertThat(server.events())
                .as("the partial copy was not enough, the full one was")
                .extracting(ServerEvent::to)
                .contains(SystemState.FAULT);
        assertGolden(probe, reference());
    }

    /** For as long in a system that serves alone, whose writes nobody asks for otherwise. */
    @Test
    void aTlbEntryLeadsAstrayForAQuantum() throws Exception {
        long quantum = 32_768;
        long strike = 183 * quantum + 1_000;
        int stray = (0x800c2000 - 0x80000000) / 4096;
        Map<Long, Long> sums = new TreeMap<>();
        server = parts.server("driver=sequential", "automaticSync=false");
        server.guest(parts.guest("ledger", "ws=8"));
        server.submitAt(1, Operation.Inject.parse("tlb 0 0 0x80042000 19@" + strike));
        server.observe(
                view -> {
                    if (view.clock() >= 183 * quantum) {
                        sums.put(view.clock(), view.systems().get(0).memory().check(stray));
                    }
                });
        TestParts.powerOnTo(server, END);
        assertStruck();
        List<Long> seen = List.copyOf(sums.values());
        assertThat(sums).containsKeys(183 * quantum, 184 * quantum).hasSizeGreaterThan(20);
        assertThat(seen.get(1)).as("what went astray").isNotEqualTo(seen.get(0));
        assertThat(seen.subList(1, seen.size())).containsOnly(seen.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "device 1 disk1 error 3@device disk1 20",
                "device 0 disk0 error 0@device disk0 20",
                "device 0 uart0 wrong 3@device uart0 50",
                "device 1 disk1 hang 1@device disk1 20",
                "device 1 uart1 hang 0@device uart1 20",
            })
    void aDeviceThatFailsIsTheGuestsConcernAndTheSystemsStayInStep(String fault) throws Exception {
        Probe probe = run(fault);
        assertStruck();
        assertInStep();
        assertGolden(probe, reference(fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"link 0 1 drop 0@5000000", "link 1 0 corrupt 9@frame 1 0 1000"})
    void aLinkBeyondRepetitionIsDown(String fault) throws Exception {
        arguments = "ws=256 report=200 disks=0 console=0"; // what ACT reaches without a crosslink
        Probe probe = run(fault);
        assertStruck();
        assertThat(raised()).contains(StateEvent.XLINK_DOWN);
        assertThat(server.systems().get(0).state()).isEqualTo(SystemState.ONLINE_DIVIDE);
        assertThat(happened("declared down after 8 repetitions")).isTrue();
        assertGolden(probe, reference());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smi-ack 1 1", // at T108: the copy is tried again
                "smi-ack 0 1",
                "smi-ack 1 1@state 1 ST5 1", // at T118
                "smi-ack 0 1@state 1 ST5 1",
            })
    void aLostAcknowledgementIsATimeOutAndTheNextTrySucceeds(String fault) throws Exception {
        Probe probe = run("register 1 0 sp 3@5000000", fault);
        assertStruck();
        assertThat(happened("not acknowledged")).as(events().toString()).isTrue();
        assertInStep();
        assertGolden(probe, reference());
    }

    /** Spec K7: with two sides and no located fault ACT is believed, right or wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "register 0 0 s1 20@5000000",
                "bus-write 0 4@access 0 write 0x80020000 0x40000 40000",
            })
    void anErrorOfTheActiveSystemIsSeenAndSpreads(String fault) throws Exception {
        Probe probe = run(fault);
        assertStruck();
        assertThat(raised()).containsAnyOf(StateEvent.BUS_MISMATCH, StateEvent.IO_MISMATCH);
        assertInStep();
        assertThat(probe.memory()).hasSize(2).doesNotContain(reference().memory().get(0));
        assertThat(probe.memory().get(0)).isEqualTo(probe.memory().get(1));
    }

    @Test
    void aSystemThatNeverAcknowledgesStaysOut() throws Exception {
        Probe probe = run("register 1 0 sp 3@5000000", "smi-ack 1 0@state 1 ST5 1");
        assertThat(raised()).contains(StateEvent.ACK_TIMEOUT);
        assertThat(server.systems().get(0).state()).isEqualTo(SystemState.ONLINE_READY);
        assertGolden(probe, reference());
    }

    /** While the guest runs: different signatures in the first quantum after the reset. */
    private void assertSkewIsSeen(int system) throws Exception {
        assertStruck();
        assertThat(failures())
                .as(() -> String.join("\n", events()))
                .hasSize(3)
                .satisfies(
                        all -> assertThat(all.get(1)).startsWith("bus signatures of this quantum"))
                .endsWith("");
        assertThat(happened("fault strikes: skew " + system)).isTrue();
        assertInStep();
    }

    @Test
    void aSkewOfTheStandbySystemIsSeenAndCorrected() throws Exception {
        Probe probe = run("register 1 0 sp 3@5000000", "skew 1 7@state 1 ST8 2");
        assertSkewIsSeen(1);
        assertGolden(probe, reference());
    }

    /** ACT is believed, so from there its guest is as late as it was released. */
    @Test
    void aSkewOfTheActiveSystemIsSeenAndItsGuestIsLate() throws Exception {
        Probe probe = run("register 1 0 sp 3@5000000", "skew 0 7@state 1 ST8 2");
        assertSkewIsSeen(0);
        assertThat(probe.retired()).isNotEqualTo(reference().retired());
        assertThat(probe.memory()).hasSize(2).containsOnly(probe.memory().get(0));
        assertThat(probe.context()).hasSize(2).containsOnly(probe.context().get(0));
    }

    /** At that clock the guest waits: it stores nothing that could differ, but counters do. */
    @Test
    void aSkewBesideAGuestThatWaitsIsSeenInTheCounters() throws Exception {
        Probe probe = run("skew 1 7");
        assertStruck();
        assertThat(failures()).hasSize(2).endsWith("");
        assertThat(failures().get(0)).startsWith("bus signatures of this quantum");
        assertInStep();
        assertGolden(probe, reference());
    }
}
