package ft.chipset.server;

import static ft.api.state.SystemState.*;
import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.fault.Fault;
import ft.api.io.SrcRegister;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.state.SystemState;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The inbound columns of the access matrix (spec section 4), cell by cell: DMA and interrupts of a
 * device, and DMA of the shared resource controller, all begun by stores that guest code executes,
 * looked at in the main storage and the interrupt controller of each system.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InboundCellsTest {
    private static final long OTHER = BoardMap.IO_WINDOW_SIZE;
    private static final long PENDING = BoardMap.PLIC_BASE + 0x1000;

    private long word = CellBench.FREE;
    private long value = 0x1111_2222_3333_4400L;

    /** Tells a system how it is asked: mailboxes of systems 0 and 1. */
    private static final Set<Integer> BOTH = Set.of(0, 1);

    /** A device of an IO subsystem writes: whom does it reach? */
    private void deviceWrites(CellBench bench, int box, int io, Set<Integer> reached)
            throws Exception {
        long probe = io * OTHER + CellBench.PROBE;
        long[] before = {bench.memory(0, next()), bench.memory(1, word)};
        bench.store(box, probe + DmaProbe.ADDRESS, 8, word);
        bench.store(box, probe + DmaProbe.VALUE, 8, ++value);
        bench.store(box, probe + DmaProbe.COMMAND, 8, DmaProbe.WRITE);
        bench.run(2);
        assertThat(bench.peek(io, CellBench.PROBE + DmaProbe.STATUS, 8))
                .isEqualTo(reached.isEmpty() ? DmaProbe.ABORTED : DmaProbe.DONE);
        assertReached(bench, before, reached);
    }

    private long next() {
        word += 8;
        return word;
    }

    private void assertReached(CellBench bench, long[] before, Set<Integer> reached)
            throws Exception {
        for (int system = 0; system < 2; system++) {
            assertThat(bench.memory(system, word))
                    .as("#" + system + ", " + bench.state(system))
                    .isEqualTo(reached.contains(system) ? value : before[system]);
        }
    }

    /** A device of an IO subsystem reads: whose main storage is it? */
    private void deviceReads(CellBench bench, int box, int io, int answers) throws Exception {
        long probe = io * OTHER + CellBench.PROBE;
        bench.store(box, probe + DmaProbe.ADDRESS, 8, BoardMap.DRAM_BASE);
        bench.store(box, probe + DmaProbe.COMMAND, 8, DmaProbe.READ);
        bench.run(2);
        assertThat(bench.peek(io, CellBench.PROBE + DmaProbe.VALUE, 8))
                .isEqualTo(bench.memory(answers, BoardMap.DRAM_BASE));
    }

    /** A device of an IO subsystem interrupts: does the system whose code listens at a box see? */
    private void interrupt(CellBench bench, int box, int listener, int io, boolean seen)
            throws Exception {
        long line = io * OTHER + CellBench.PROBE + DmaProbe.LINE;
        bench.store(box, line, 8, 1);
        bench.run(1);
        assertThat(isPending(bench, listener, io)).isEqualTo(seen);
        bench.store(box, line, 8, 0);
    }

    private static boolean isPending(CellBench bench, int listener, int io) throws Exception {
        int source = io * BoardMap.IO_SOURCES + CellBench.PROBE_LINE;
        return (bench.load(listener, PENDING + source / 32 * 4, 4) >>> source % 32 & 1) != 0;
    }

    /** The DMA engine of a shared resource controller writes to a system, or to the service. */
    private void srcWrites(CellBench bench, int box, int io, int target, Set<Integer> reached)
            throws Exception {
        long src = io * OTHER + BoardMap.SRC_BASE;
        long[] before = {bench.memory(0, next()), bench.memory(1, word)};
        long from = BoardMap.DRAM_BASE + 0x40;
        bench.store(box, src + SrcRegister.DMA_FROM.offset(), 8, from);
        bench.store(box, src + SrcRegister.DMA_TO.offset(), 8, word);
        bench.store(box, src + SrcRegister.DMA_LENGTH.offset(), 8, 8);
        bench.store(box, src + SrcRegister.DMA_COMMAND.offset(), 8, 1 | target + 1 << 8);
        bench.run(2);
        assertThat(bench.get(io, SrcRegister.DMA_COMMAND)).isEqualTo(reached.isEmpty() ? 3 : 2);
        value = bench.memory(0, from);
        assertThat(value).isNotZero();
        assertReached(bench, before, reached);
        value = 0x1111_2222_3333_4400L + word;
    }

    @Test
    void dividedStates() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.operate(new Operation.Inject(new Fault.CrosslinkLoss(1, false)));
            bench.run(4);
            bench.assertStates(ONLINE_DIVIDE, OFFLINE_DIVIDE);
            deviceWrites(bench, 0, 0, Set.of(0));
            deviceReads(bench, 0, 0, 0);
            deviceWrites(bench, 1, 1, Set.of(1));
            deviceReads(bench, 1, 1, 1);
            interrupt(bench, 0, 0, 0, true);
            interrupt(bench, 0, 1, 0, false);
            interrupt(bench, 1, 1, 1, true);
            interrupt(bench, 1, 0, 1, false);
            srcWrites(bench, 0, 0, -1, Set.of(0));
            srcWrites(bench, 0, 0, 1, Set.of()); // ST6 takes it from its own SRC only
            bench.assertStates(ONLINE_DIVIDE, OFFLINE_DIVIDE);
        }
    }

    @Test
    void offlineTakesDmaOfTheSharedResourceControllersOnly() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.assertStates(ONLINE_READY, OFFLINE);
            for (int io = 0; io < 2; io++) {
                for (int issuer = 0; issuer < 2; issuer++) {
                    deviceWrites(bench, issuer, io, Set.of(0));
                    deviceReads(bench, issuer, io, 0);
                    interrupt(bench, issuer, 0, io, true);
                    interrupt(bench, issuer, 1, io, false);
                    srcWrites(bench, issuer, io, 1, Set.of(1));
                    srcWrites(bench, issuer, io, -1, Set.of(0));
                    // A system in service is not written alone.
                    srcWrites(bench, issuer, io, 0, Set.of());
                }
            }
            assertThat(bench.load(1, word - 8 * 2, 8))
                    .as("its own code reads what the DMA engine has brought")
                    .isEqualTo(bench.memory(1, word - 8 * 2));
            bench.assertStates(ONLINE_READY, OFFLINE);
        }
    }

    @Test
    void recoverOfflineAndTheDuplicatedStates() throws Exception {
        try (CellBench bench = new CellBench("asyncLimit=0", "traceAlmostFull=2000")) {
            bench.operate(new Operation.Synchronize(1));
            bench.run(1);
            duplicated(bench, RECOVER_OFFLINE, EnumSet.of(RECOVER_OFFLINE));
            bench.runUntil(() -> bench.state(1) != RECOVER_OFFLINE);
            duplicated(bench, PRE_ONLINE_SYNC, EnumSet.of(PRE_ONLINE_SYNC));
            bench.runUntil(() -> bench.state(1) != PRE_ONLINE_SYNC);
            duplicated(bench, ONLINE_SYNC, EnumSet.of(ONLINE_SYNC));
            Probe probe = bench.probe();
            assertThat(probe.memory().get(1)).isEqualTo(probe.memory().get(0));
            assertThat(probe.context().get(1)).isEqualTo(probe.context().get(0));
            // A cell that nobody uses: what a device reads there tells, and the sides run on.
            bench.operate(
                    new Operation.Inject(new Fault.MemoryFlip(1, CellBench.FREE + 0x1000, 3)));
            long device = CellBench.PROBE;
            bench.store(0, device + DmaProbe.ADDRESS, 8, CellBench.FREE + 0x1000);
            bench.store(0, device + DmaProbe.COMMAND, 8, DmaProbe.READ);
            bench.runUntil(() -> bench.state(1) != ONLINE_SYNC);
            duplicated(bench, ONLINE_ASYNC, EnumSet.of(ONLINE_ASYNC));
        }
    }

    private void duplicated(CellBench bench, SystemState state, Set<SystemState> states)
            throws Exception {
        for (int io = 0; io < 2; io++) {
            assertThat(bench.state(1)).isEqualTo(state);
            deviceWrites(bench, 0, io, BOTH);
            deviceReads(bench, 0, io, 0);
            interrupt(bench, 0, 0, io, true);
            if (state == RECOVER_OFFLINE) {
                interrupt(bench, 0, 1, io, true);
                srcWrites(bench, 0, io, 1, Set.of(1));
            } else {
                srcWrites(bench, 0, io, 1, Set.of());
                srcWrites(bench, 0, io, -1, BOTH);
            }
            assertThat(states).contains(bench.state(1));
        }
    }

    @Test
    void nothingReachesAnIsolatedSystem() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.operate(new Operation.Isolate(1));
            bench.run(1);
            bench.assertStates(ONLINE_READY, FAULT);
            for (int io = 0; io < 2; io++) {
                deviceWrites(bench, 0, io, Set.of(0));
                deviceReads(bench, 0, io, 0);
                srcWrites(bench, 0, io, 1, Set.of());
                srcWrites(bench, 0, io, -1, Set.of(0));
            }
        }
    }

    /**
     * A device writes at every boundary of a whole synchronization and resynchronization: at each,
     * the word is in the main storage of exactly the systems whose state lets it in, and afterwards
     * nothing is missing.
     */
    @Test
    void aDeviceThatNeverRestsReachesWhomTheStatesSayAtEveryBoundary() throws Exception {
        Set<SystemState> seen = EnumSet.noneOf(SystemState.class);
        try (CellBench bench =
                new CellBench("asyncLimit=6", "automaticSync=true", "backgroundShare=0.01")) {
            bench.store(0, OTHER + CellBench.PROBE + DmaProbe.ADDRESS, 8, next());
            bench.store(0, OTHER + CellBench.PROBE + DmaProbe.COMMAND, 8, DmaProbe.STREAM);
            bench.runUntil(() -> bench.state(1) == ONLINE_SYNC);
            long turns = bench.turns();
            bench.operate(new Operation.Inject(new Fault.MemoryFlip(1, turns, 7)));
            bench.run(1);
            SystemState before = ONLINE_SYNC;
            for (int i = 0; i < 400 && bench.state(1) != ONLINE_SYNC || i < 4; i++) {
                SystemState state = bench.state(1);
                seen.add(state);
                boolean in = state != PRE_OFFLINE && state != FAULT && state != OFFLINE;
                long sent = bench.peek(1, CellBench.PROBE + DmaProbe.VALUE, 8);
                assertThat(bench.memory(0, word)).isEqualTo(sent);
                // Acknowledging the SMI takes no guest time, so ST9 may be over while it is held.
                boolean justBegun = state == RECOVER_OFFLINE && before != RECOVER_OFFLINE;
                if (!in || justBegun) {
                    assertThat(bench.memory(1, word)).as(state.label()).isEqualTo(sent - 1);
                } else {
                    assertThat(bench.memory(1, word)).as(state.label()).isEqualTo(sent);
                }
                before = state;
                bench.run(1);
            }
            bench.assertStates(ONLINE_SYNC, ONLINE_SYNC);
            assertThat(bench.probe().memory().get(1)).isEqualTo(bench.probe().memory().get(0));
            assertThat(seen)
                    .contains(ONLINE_ASYNC, PRE_ONLINE_SYNC)
                    .containsAnyOf(PRE_OFFLINE, RECOVER_OFFLINE);
        }
    }

    /** Devices work once at a boundary, however often the guest is held there and looked at. */
    @Test
    void aGuestThatIsHeldSeesNoDifference() throws Exception {
        long[] sent = new long[2];
        for (int held = 0; held < 2; held++) {
            try (CellBench bench = new CellBench()) {
                bench.store(0, CellBench.PROBE + DmaProbe.ADDRESS, 8, next());
                bench.store(0, CellBench.PROBE + DmaProbe.COMMAND, 8, DmaProbe.STREAM);
                for (int i = 0; i < 20; i += held + 1) {
                    bench.run(held + 1);
                }
                sent[held] = bench.memory(0, word);
            }
        }
        assertThat(sent[1]).isEqualTo(sent[0]).isGreaterThan(20);
    }

    /**
     * Section 4 [I]: in the duplicated states, completions, interrupts and inbound data reach both
     * at the same instruction boundary. Contexts, with their interrupt controllers and counters,
     * and main storages are compared at every single boundary of a guest that does all three.
     */
    @Test
    void completionsInterruptsAndDataReachBothAtOneBoundary() throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server = parts.server()) {
            server.guest(parts.guest("ledger", "ws=128 report=100 steps=16 group=4"));
            int compared = 0;
            TestParts.powerOnHeldAt(server, 2_000_000);
            for (long clock = 2_100_000; clock < 6_000_000; clock += CellBench.QUANTUM) {
                Probe probe = TestParts.goOn(server, clock);
                if (probe.memory().size() == 2) {
                    compared++;
                    assertThat(probe.memory().get(1)).isEqualTo(probe.memory().get(0));
                    assertThat(probe.context().get(1)).isEqualTo(probe.context().get(0));
                }
            }
            assertThat(compared).isGreaterThan(80);
            assertThat(server.systems()).extracting("state").containsOnly(ONLINE_SYNC);
            assertThat(server.slots())
                    .filteredOn(slot -> slot.slot().name().startsWith("disk"))
                    .allMatch(slot -> slot.writes() > 100);
        }
    }
}
