package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.guest.GuestProgram;
import ft.api.resync.CopyScope;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.boot.ElfFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a disagreement both sides run on as long as the queues last (P6 [0042], [0062], [0065],
 * [0067]): on whole machines, with a side that hangs in a loop and sends nothing, and with one that
 * goes on as if in step.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunOnTest {
    private static final long QUANTUM = 32_768;
    private static final long FLIP = 3_000_000;
    private static final long END = 5_000_000;

    /** Stores a counter, polls the line status of the UART, counts down; about eight a quantum. */
    private static final byte[] POLL =
            ElfFile.program(
                    0x100002b7, // lui t0, 0x10000
                    0x00001497, // auipc s1, 1
                    0x00190913, // poll: addi s2, s2, 1
                    0x0124b023, // sd s2, 0(s1)
                    0x0052c303, // lbu t1, 5(t0)
                    0x7d000393, // li t2, 2000
                    0xfff38393, // wait: addi t2, t2, -1
                    0xfe039ee3, // bnez t2, wait
                    0xfe9ff06f); // j poll

    private final List<String> options = new ArrayList<>(List.of("asyncLimit=0"));
    private DescribedServer server;
    private Probe probe;
    private List<SystemStatus> systems;
    private List<ServerEvent> events;

    private void run(int struck, String register, int bit) throws Exception {
        try (DescribedServer running = new TestParts().server(options.toArray(String[]::new))) {
            server = running;
            server.guest(new GuestProgram("poll", POLL, ""));
            Fault flip = new Fault.RegisterFlip(struck, 0, register, bit);
            server.submitAt(FLIP, new Operation.Inject(flip));
            probe = TestParts.powerOnTo(server, END);
            systems = server.systems();
            events = server.events().stream().filter(e -> !e.refused()).toList();
        }
    }

    /** A loop that counts to two thousand has two thousand million to go now. */
    private void hang(int struck) throws Exception {
        run(struck, "t2", 31);
    }

    private List<ServerEvent> of(StateEvent event) {
        return events.stream().filter(e -> e.event() == event).toList();
    }

    private String told() {
        return events.stream()
                .map(e -> e.clock() + " #" + e.system() + " " + e.event() + " " + e.text())
                .toList()
                .toString();
    }

    @ParameterizedTest
    @CsvSource({"0, 16", "1, 16", "1, 40"})
    void aSideThatSendsNothingIsFoundAtItsBoundaryAndTheQueuesEndTheRunOn(int struck, int depth)
            throws Exception {
        options.add("ioQueueDepth=" + depth);
        hang(struck);
        assertThat(of(StateEvent.IO_MISMATCH))
                .as(told())
                .isNotEmpty()
                .first()
                .satisfies(
                        e -> {
                            assertThat(e.clock()).isBetween(FLIP, FLIP + 2 * QUANTUM);
                            assertThat(e.to()).isEqualTo(SystemState.ONLINE_ASYNC);
                            assertThat(e.text()).contains("a request is missing");
                        });
        long found = of(StateEvent.IO_MISMATCH).get(0).clock();
        assertThat(of(StateEvent.IOQ_FULL))
                .as(told())
                .extracting("from")
                .containsOnly(SystemState.ONLINE_ASYNC);
        // About eight requests a quantum: so long, and not longer, does a queue of that depth last.
        long full = of(StateEvent.IOQ_FULL).get(0).clock();
        long lasts = depth / 8 * QUANTUM;
        assertThat(full - found).isBetween(lasts - QUANTUM, lasts + QUANTUM);
        assertThat(systems).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
        assertThat(probe.memory().get(1)).isEqualTo(probe.memory().get(0));
        assertThat(probe.context().get(1)).isEqualTo(probe.context().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"driver=parallel", "driver=sequential seed=1", "driver=sequential seed=7"})
    void whatComesOfItDoesNotDependOnThreads(String driver) throws Exception {
        options.add("ioQueueDepth=16");
        hang(1);
        String first = told();
        options.addAll(List.of(driver.split(" ")));
        hang(1);
        assertThat(told()).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "0, false", "1, false"})
    void bySeparatePolicyItIsTheStandbySystemThatGoes(int struck, boolean bus) throws Exception {
        options.addAll(List.of("ioMismatch=SEPARATE", "automaticSync=true"));
        options.add("busComparator=" + bus);
        hang(struck);
        assertThat(of(StateEvent.IO_MISMATCH))
                .as(told())
                .extracting("to")
                .contains(SystemState.ONLINE_READY, SystemState.FAULT)
                .doesNotContain(SystemState.ONLINE_ASYNC);
        assertThat(of(StateEvent.IO_MISMATCH))
                .filteredOn(e -> e.to() == SystemState.FAULT)
                .extracting("system")
                .containsOnly(1);
        assertThat(of(StateEvent.IOQ_FULL)).isEmpty();
        assertThat(of(StateEvent.BUS_MISMATCH)).isEmpty();
    }

    /** X17 and [0065]: what an IO disagreement leads to goes by the bus comparator by default. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDefaultIsToTraceWithABusComparatorAndToSeparateWithoutOne(boolean bus)
            throws Exception {
        options.add("ioQueueDepth=16");
        if (!bus) {
            options.add("busComparator=false");
        }
        hang(1);
        assertThat(of(StateEvent.IO_MISMATCH))
                .as(told())
                .filteredOn(e -> e.system() == 1)
                .extracting("to")
                .contains(bus ? SystemState.ONLINE_ASYNC : SystemState.FAULT)
                .doesNotContain(bus ? SystemState.FAULT : SystemState.ONLINE_ASYNC);
        // Without the bus comparator there is no resynchronization by trace ([0065]).
        List<CopyScope> scopes = server.reports().stream().map(ResyncReport::scope).toList();
        assertThat(scopes).contains(CopyScope.FULL);
        assertThat(scopes.contains(CopyScope.PARTIAL)).isEqualTo(bus);
    }

    /** A counter that only main storage sees: a matter of the bus comparator alone. */
    @Test
    void whatNeverLeavesTheProcessorIsSeenByTheBusComparatorAndBothRunOnInStep() throws Exception {
        run(1, "s2", 40);
        assertThat(of(StateEvent.BUS_MISMATCH)).as(told()).isNotEmpty();
        assertThat(of(StateEvent.IO_MISMATCH)).isEmpty();
        assertThat(systems).extracting("state").containsOnly(SystemState.ONLINE_ASYNC);
        long polls = (END - FLIP) / QUANTUM * 8;
        assertThat(systems.get(0).counters().compared())
                .as("requests of both are compared through the queues all the time")
                .isGreaterThan(polls);
        assertThat(probe.context().get(1)).isNotEqualTo(probe.context().get(0));
    }

    @Test
    void withoutTheBusComparatorNobodySeesIt() throws Exception {
        options.add("busComparator=false");
        run(1, "s2", 40);
        assertThat(of(StateEvent.BUS_MISMATCH)).isEmpty();
        assertThat(of(StateEvent.IO_MISMATCH)).isEmpty();
        assertThat(systems).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
    }
}
