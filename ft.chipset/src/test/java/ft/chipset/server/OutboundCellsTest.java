package ft.chipset.server;

import static ft.api.state.SystemState.*;
import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.fault.Fault;
import ft.api.io.AccessRegister;
import ft.api.io.SrcRegister;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.SystemCounters;
import ft.api.state.SystemState;
import ft.chipset.access.AbortCause;
import ft.chipset.access.Target;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The outbound columns of the access matrix (spec section 4), cell by cell, by loads and stores
 * that guest code executes: the value that comes back, what arrives at the device, what is counted
 * and latched; and that nothing hangs.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OutboundCellsTest {
    private static final Set<Target> ALL = EnumSet.allOf(Target.class);
    private static final Set<Target> OWN = EnumSet.of(Target.OWN_DEVICE, Target.OWN_SRC);
    private static final long OTHER = BoardMap.IO_WINDOW_SIZE;
    private static final long MAILBOX = BoardMap.SRC_BASE + SrcRegister.MAILBOX.offset();
    private static final long OWN_MAILBOX = BoardMap.OWN_SRC_BASE + SrcRegister.MAILBOX.offset();

    /** Where no device is. */
    private static final long NOWHERE = 0x1800_0000;

    private long pattern = 0x21;

    /** All cells of a row, for a system whose code listens at a mailbox. */
    private void row(CellBench bench, SystemState state, int self, Set<Target> permitted)
            throws Exception {
        for (Target target : Target.values()) {
            cell(bench, state, self, self, target, permitted.contains(target));
        }
    }

    private void cell(
            CellBench bench, SystemState state, int box, int self, Target target, boolean permitted)
            throws Exception {
        String cell = state.label() + " " + target;
        boolean device = target == Target.OWN_DEVICE || target == Target.OTHER_DEVICE;
        int io = target == Target.OWN_DEVICE || target == Target.OWN_SRC ? self : 1 - self;
        long offset = device ? CellBench.SCRATCH : MAILBOX;
        int size = device ? 1 : 8;
        long ones = -1L >>> 64 - 8 * size;
        long address = io * BoardMap.IO_WINDOW_SIZE + offset;
        long before = bench.peek(io, offset, size);
        long aborts = bench.access(box, AccessRegister.ABORT_COUNT);
        pattern++;
        bench.store(box, address, size, pattern);
        assertThat(bench.peek(io, offset, size))
                .as(cell + ": what arrived")
                .isEqualTo(permitted ? pattern : before);
        assertThat(bench.load(box, address, size))
                .as(cell + ": what comes back")
                .isEqualTo(permitted ? pattern : ones);
        assertThat(bench.access(box, AccessRegister.ABORT_COUNT) - aborts)
                .as(cell + ": counted")
                .isEqualTo(permitted ? 0 : 2);
        assertThat(bench.state(self)).as("the state has not changed meanwhile").isEqualTo(state);
        if (!permitted) {
            assertLatched(bench, box, address, size, true, AbortCause.STATE, true);
        }
    }

    private static void assertLatched(
            CellBench bench,
            int box,
            long address,
            int size,
            boolean write,
            AbortCause cause,
            boolean more)
            throws Exception {
        long expected =
                1 | (write ? 2 : 0) | (more ? 4 : 0) | size << 8 | (long) cause.ordinal() << 24;
        assertThat(bench.access(box, AccessRegister.ABORT_STATUS)).isEqualTo(expected);
        assertThat(bench.access(box, AccessRegister.ABORT_ADDRESS)).isEqualTo(address);
        bench.store(box, BoardMap.ACCESS_BASE + AccessRegister.ABORT_STATUS.offset(), 8, 1);
        assertThat(bench.access(box, AccessRegister.ABORT_STATUS)).isZero();
        assertThat(bench.access(box, AccessRegister.ABORT_ADDRESS)).isZero();
    }

    /** The alias finds the shared resource controller of whoever asks. */
    private void assertAlias(CellBench bench, int box, int finds) throws Exception {
        pattern++;
        bench.store(box, OWN_MAILBOX, 8, pattern);
        assertThat(bench.get(finds, SrcRegister.MAILBOX)).isEqualTo(pattern);
        assertThat(bench.get(1 - finds, SrcRegister.MAILBOX)).isNotEqualTo(pattern);
        assertThat(bench.load(box, OWN_MAILBOX, 8)).isEqualTo(pattern);
    }

    /** P6 [0076]: an ordinary request of a system that is not in service has no completion. */
    private void assertOrdinaryRequestsAreAborted(CellBench bench, int box, int self)
            throws Exception {
        long[] addresses = {
            self * OTHER + CellBench.SCRATCH & ~7L, self * OTHER + MAILBOX, OWN_MAILBOX
        };
        for (long address : addresses) {
            long before = bench.get(self, SrcRegister.MAILBOX);
            long aborts = bench.access(box, AccessRegister.ABORT_COUNT);
            bench.storeOrdinary(box, address, 8, 0x77);
            assertThat(bench.get(self, SrcRegister.MAILBOX)).isEqualTo(before);
            assertThat(bench.loadOrdinary(box, address, 8)).isEqualTo(-1);
            assertThat(bench.access(box, AccessRegister.ABORT_COUNT)).isEqualTo(aborts + 2);
            assertLatched(bench, box, address, 8, true, AbortCause.ORDINARY_OUT_OF_SERVICE, true);
        }
        assertThat(bench.access(box, AccessRegister.REQUEST_CLASS)).isEqualTo(1);
    }

    /** In service every request is an ordinary one, whatever the class register holds. */
    private void assertClassMakesNoDifference(CellBench bench) throws Exception {
        long register = BoardMap.ACCESS_BASE + AccessRegister.REQUEST_CLASS.offset();
        for (long requestClass : new long[] {0, 1}) {
            bench.store(0, register, 8, requestClass);
            assertThat(bench.access(0, AccessRegister.REQUEST_CLASS)).isEqualTo(requestClass);
            assertThat(bench.load(0, BoardMap.SRC_BASE + SrcRegister.IDENTITY.offset(), 8))
                    .isEqualTo(0x1_4654_5352L);
        }
    }

    @Test
    void dividedStates() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.operate(new Operation.Inject(new Fault.CrosslinkLoss(1, false)));
            bench.run(4);
            bench.assertStates(ONLINE_DIVIDE, OFFLINE_DIVIDE);
            row(bench, ONLINE_DIVIDE, 0, OWN);
            assertAlias(bench, 0, 0);
            row(bench, OFFLINE_DIVIDE, 1, OWN);
            assertAlias(bench, 1, 1);
            assertOrdinaryRequestsAreAborted(bench, 1, 1);
            bench.assertStates(ONLINE_DIVIDE, OFFLINE_DIVIDE);
        }
    }

    @Test
    void readyAndOffline() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.assertStates(ONLINE_READY, OFFLINE);
            row(bench, ONLINE_READY, 0, ALL);
            assertAlias(bench, 0, 0);
            assertClassMakesNoDifference(bench);
            row(bench, OFFLINE, 1, ALL);
            assertAlias(bench, 1, 1);
            assertOrdinaryRequestsAreAborted(bench, 1, 1);
            bench.assertStates(ONLINE_READY, OFFLINE);
        }
    }

    @Test
    void whatIsNotThereIsToldFromWhatIsRefused() throws Exception {
        try (CellBench bench = new CellBench()) {
            long nowhere = 2 * OTHER + MAILBOX;
            assertThat(bench.load(0, nowhere, 4)).isEqualTo(0xFFFF_FFFFL);
            assertLatched(bench, 0, nowhere, 4, false, AbortCause.NO_TARGET, false);
            bench.operate(new Operation.Pull(1, Board.IO));
            assertThat(bench.load(0, OTHER + MAILBOX, 8)).isEqualTo(-1);
            bench.store(0, OTHER + MAILBOX, 8, 1);
            assertLatched(bench, 0, OTHER + MAILBOX, 8, false, AbortCause.NO_TARGET, true);
            assertThat(bench.load(0, BoardMap.ACCESS_BASE + 0x20, 8)).isEqualTo(-1);
            assertLatched(
                    bench, 0, BoardMap.ACCESS_BASE + 0x20, 8, false, AbortCause.NO_TARGET, false);

            SystemCounters before = bench.server.systems().get(0).counters();
            assertThat(before.aborts())
                    .as("counted for whoever looks from outside")
                    .isEqualTo(bench.access(0, AccessRegister.ABORT_COUNT));
            assertThat(bench.load(0, NOWHERE, 8)).isEqualTo(-1);
            SystemCounters after = bench.server.systems().get(0).counters();
            assertThat(after.aborts()).isEqualTo(before.aborts());
            assertThat(after.unanswered()).isEqualTo(before.unanswered() + 1);
        }
    }

    @Test
    void recoverOfflineAndTheDuplicatedStates() throws Exception {
        try (CellBench bench = new CellBench("asyncLimit=0", "traceAlmostFull=2000")) {
            assertThat(bench.load(0, 2 * OTHER, 8)).isEqualTo(-1); // one for the latch of #0
            bench.operate(new Operation.Synchronize(1));
            bench.run(1);
            bench.assertStates(ONLINE_READY, RECOVER_OFFLINE);
            row(bench, RECOVER_OFFLINE, 1, ALL);
            assertAlias(bench, 1, 1);
            assertOrdinaryRequestsAreAborted(bench, 1, 1);
            row(bench, ONLINE_READY, 0, ALL);

            bench.runUntil(() -> bench.state(1) != RECOVER_OFFLINE);
            bench.assertStates(PRE_ONLINE_SYNC, PRE_ONLINE_SYNC);
            row(bench, PRE_ONLINE_SYNC, 0, ALL);
            assertAlias(bench, 0, 0);
            assertLatched(bench, 0, 2 * OTHER, 8, false, AbortCause.NO_TARGET, false);
            assertThat(bench.access(0, AccessRegister.ABORT_COUNT))
                    .as("what the service has counted, in both")
                    .isEqualTo(1);
            bench.assertStates(PRE_ONLINE_SYNC, PRE_ONLINE_SYNC);

            bench.runUntil(() -> bench.state(1) != PRE_ONLINE_SYNC);
            bench.assertStates(ONLINE_SYNC, ONLINE_SYNC);
            row(bench, ONLINE_SYNC, 0, ALL);
            assertAlias(bench, 0, 0);
            assertClassMakesNoDifference(bench);
            long compared = bench.server.systems().get(1).counters().compared();
            bench.load(0, OTHER + MAILBOX, 8);
            assertThat(bench.server.systems().get(1).counters().compared())
                    .as("compared by the controller of the IO subsystem, and sent on once")
                    .isEqualTo(compared + 1);
            bench.assertStates(ONLINE_SYNC, ONLINE_SYNC);

            long turns = bench.turns();
            bench.operate(new Operation.Inject(new Fault.MemoryFlip(1, turns, 7)));
            bench.run(2);
            bench.assertStates(ONLINE_ASYNC, ONLINE_ASYNC);
            row(bench, ONLINE_ASYNC, 0, ALL);
            assertAlias(bench, 0, 0);
            bench.assertStates(ONLINE_ASYNC, ONLINE_ASYNC);
        }
    }

    @Test
    void whatIsIsolatedExecutesNothing() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.operate(new Operation.Isolate(1));
            bench.run(1);
            bench.assertStates(ONLINE_READY, FAULT);
            bench.put(1, CellBench.loadCommand(), OWN_MAILBOX, 0x55);
            bench.run(40);
            assertThat(bench.get(1, SrcRegister.MAIL_COMMAND))
                    .as("no code runs, so no request leaves")
                    .isEqualTo(CellBench.loadCommand());
            row(bench, ONLINE_READY, 0, ALL);
            bench.assertStates(ONLINE_READY, FAULT);
        }
    }

    /**
     * X22: a request that was accepted before its issuer is isolated, pulled or without its target
     * is completed; nobody hangs, whatever the boundary at which it happens.
     */
    @Test
    void requestsUnderWayEndWithTheirIssuerOrTheirTarget() throws Exception {
        for (int quanta = 0; quanta < 6; quanta++) {
            try (CellBench bench = new CellBench()) {
                bench.put(1, CellBench.loadCommand(), MAILBOX, 0);
                bench.run(quanta);
                bench.operate(new Operation.Pull(0, Board.IO));
                bench.run(12);
                assertThat(bench.get(1, SrcRegister.MAIL_COMMAND)).isZero();
                bench.operate(new Operation.Insert(0, Board.IO));
                bench.put(1, CellBench.loadCommand(), MAILBOX, 0);
                bench.run(quanta);
                bench.operate(new Operation.Isolate(1));
                bench.run(2);
                bench.operate(new Operation.Reset(1));
                bench.run(8);
                bench.assertStates(ONLINE_READY, OFFLINE);
                assertThat(bench.load(1, MAILBOX, 8)).isEqualTo(bench.get(0, SrcRegister.MAILBOX));
            }
        }
    }

    /** Each completion goes to its issuer: the service cannot tell that another one asks. */
    @Test
    void theServiceDoesNotNoticeRequestsOfASystemOutOfService() throws Exception {
        Probe[] probes = new Probe[2];
        for (int asked = 0; asked < 2; asked++) {
            try (CellBench bench = new CellBench()) {
                for (int i = 0; i < 4; i++) {
                    if (asked == 1) {
                        bench.put(1, CellBench.loadCommand(), i * OTHER / 2 + MAILBOX, 0);
                    }
                    bench.run(20);
                }
                probes[asked] = bench.probe();
                assertThat(bench.get(1, SrcRegister.MAIL_COMMAND)).isZero();
            }
        }
        assertThat(probes[1]).isEqualTo(probes[0]);
    }

    /** A system that comes back from Fault runs firmware, not what it has left of the guest. */
    @Test
    void aSystemThatIsResetDoesNotGoOnWithTheGuest() throws Exception {
        try (CellBench bench = new CellBench("backgroundShare=0.5")) {
            bench.operate(new Operation.Synchronize(1));
            bench.runUntil(() -> bench.state(1) == ONLINE_SYNC);
            bench.operate(new Operation.Isolate(1));
            bench.run(1);
            bench.operate(new Operation.Reset(1));
            bench.run(8);
            bench.assertStates(ONLINE_READY, OFFLINE);
            // A guest that went on in #1 would serve the mailbox of #0 instead of its own.
            bench.put(1, CellBench.loadCommand(), MAILBOX, 0);
            bench.run(20);
            assertThat(bench.get(1, SrcRegister.MAIL_COMMAND)).isZero();
            assertThat(bench.server.registers(1, 0).get(30, TimeUnit.SECONDS).get("pc"))
                    .isLessThan(BoardMap.ROM_BASE + BoardMap.ROM_SIZE);
        }
    }
}
