package ft.chipset.server;

import static ft.api.state.SystemState.*;
import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.server.Board;
import ft.api.server.Operation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Exclusive access through the lock words of a shared resource controller (P6 [0070], [0077]), by
 * guest code of the service and of a system out of service.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocksTest {
    private static final int SERVICE = SharedResources.SERVICE;
    private static final int ONE = SharedResources.issuer(1);

    private static long lock(int io, SrcRegister word) {
        return io * BoardMap.IO_WINDOW_SIZE + BoardMap.SRC_BASE + word.offset();
    }

    @Test
    void aLockHasOneHolderAndOnlyThatReleasesIt() throws Exception {
        try (CellBench bench = new CellBench()) {
            bench.assertStates(ONLINE_READY, OFFLINE);
            for (int io = 0; io < 2; io++) {
                long word = lock(io, SrcRegister.LOCK_0);
                assertThat(bench.load(1, word, 8)).as("free, now of #1").isZero();
                assertThat(bench.load(0, word, 8)).isEqualTo(ONE);
                bench.store(0, word, 8, 0);
                assertThat(bench.load(1, word, 8)).as("still of #1").isEqualTo(ONE);
                bench.store(1, word, 8, 0);
                assertThat(bench.load(0, word, 8)).as("free, now of the service").isZero();
                assertThat(bench.load(1, word, 8)).isEqualTo(SERVICE);
                assertThat(bench.load(1, lock(io, SrcRegister.LOCK_HOLDERS), 8)).isEqualTo(SERVICE);
                bench.store(0, word, 8, 0);
            }
        }
    }

    @Test
    void theDuplicatedPairIsOneHolderWhoeverOfItIsLeft() throws Exception {
        try (CellBench bench = new CellBench("backgroundShare=0.5")) {
            assertThat(bench.load(0, lock(1, SrcRegister.LOCK_1), 8)).isZero();
            assertThat(bench.load(1, lock(1, SrcRegister.LOCK_2), 8)).isZero();
            bench.operate(new Operation.Synchronize(1));
            bench.runUntil(() -> bench.state(1) == ONLINE_SYNC);
            assertThat(bench.get(1, SrcRegister.LOCK_2))
                    .as("#1 is no requester of its own any more")
                    .isZero();
            assertThat(bench.load(0, lock(1, SrcRegister.LOCK_3), 8)).as("one read").isZero();
            assertThat(bench.get(1, SrcRegister.LOCK_HOLDERS)).isEqualTo(0x0100_0100);
            bench.operate(new Operation.Pull(0, Board.CPU));
            bench.run(1);
            bench.assertStates(OFF, ONLINE_READY);
            assertThat(bench.load(0, lock(1, SrcRegister.LOCK_3), 8)).isEqualTo(SERVICE);
            bench.store(0, lock(1, SrcRegister.LOCK_1), 8, 0);
            assertThat(bench.get(1, SrcRegister.LOCK_HOLDERS)).isEqualTo(0x0100_0000);
        }
    }

    @Test
    void whatAHolderHeldIsFreeWhenItIsIsolatedResetOrOff() throws Exception {
        try (CellBench bench = new CellBench()) {
            for (int io = 0; io < 2; io++) {
                assertThat(bench.load(1, lock(io, SrcRegister.LOCK_4), 8)).isZero();
                assertThat(bench.load(0, lock(io, SrcRegister.LOCK_5), 8)).isZero();
            }
            bench.operate(new Operation.Isolate(1));
            bench.run(1);
            assertHeldByTheServiceAlone(bench);
            bench.operate(new Operation.Reset(1));
            bench.run(4);
            bench.assertStates(ONLINE_READY, OFFLINE);
            assertThat(bench.load(1, lock(0, SrcRegister.LOCK_4), 8)).isZero();
            assertThat(bench.load(1, lock(0, SrcRegister.LOCK_5), 8)).isEqualTo(SERVICE);
            bench.operate(new Operation.Pull(1, Board.CPU));
            bench.run(1);
            assertHeldByTheServiceAlone(bench);
            bench.operate(new Operation.PowerOff(0));
            assertThat(bench.get(1, SrcRegister.LOCK_HOLDERS)).as("no service").isZero();
        }
    }

    private static void assertHeldByTheServiceAlone(CellBench bench) throws Exception {
        for (int io = 0; io < 2; io++) {
            assertThat(bench.get(io, SrcRegister.LOCK_HOLDERS)).isEqualTo(0x0100_0000_0000L);
        }
    }
}
