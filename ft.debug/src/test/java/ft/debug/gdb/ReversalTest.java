package ft.debug.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.history.PastStatus;
import ft.api.history.Recording;
import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.debug.target.Machine;
import ft.debug.target.Motion;
import ft.debug.target.Search;
import ft.debug.target.Stop;
import ft.debug.target.Watchpoint;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Going back in a world of short quanta, in which hart 1 executes every fourth instruction. */
@Timeout(60)
class ReversalTest {
    private static final int QUANTUM = 8;
    private static final long VARIABLE = 0x5000;

    private final Past past = new Past();
    private final Machine machine = new Machine(true, past::run);
    private final Reversal reversal =
            new Reversal(past.server(), past, machine.target, past::begin);

    /** A past that knows everything since a clock. */
    private static final class Past implements ServerHistory {
        private record Request(long clock, CompletableFuture<Long> answer) {}

        private final AtomicReference<Request> asked = new AtomicReference<>();
        private final Semaphore released = new Semaphore(0);
        private volatile boolean ended;
        private volatile boolean kept = true;
        private volatile long earliest;
        private volatile long refusedBefore;

        OptionalLong begin() {
            return kept ? OptionalLong.of(earliest) : OptionalLong.empty();
        }

        FtServer server() {
            return (FtServer)
                    Proxy.newProxyInstance(
                            FtServer.class.getClassLoader(),
                            new Class<?>[] {FtServer.class},
                            (proxy, method, arguments) -> {
                                assertThat(method.getName()).isEqualTo("release");
                                released.release();
                                return null;
                            });
        }

        void run(Machine world) {
            while (!ended) {
                Request request = asked.getAndSet(null);
                if (request != null && request.clock < refusedBefore) {
                    request.answer.completeExceptionally(new IllegalStateException("too far"));
                    released.acquireUninterruptibly();
                } else if (request != null) {
                    world.view.clock = request.clock / QUANTUM * QUANTUM;
                    request.answer.complete(world.view.clock);
                    released.acquireUninterruptibly();
                }
                world.quantum();
                do {
                    long clock = world.view.clock;
                    int hart = clock % 4 == 3 ? 1 : 0;
                    world.access(hart, 0x1000 + 4 * clock, clock == 10, VARIABLE, 8);
                } while (world.view.clock % QUANTUM != 0);
            }
        }

        @Override
        public Recording record(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Recording> recording() {
            return Optional.empty();
        }

        @Override
        public void keepPast(long cycles, long bytes) {
            kept = true;
        }

        @Override
        public void forgetPast() {
            kept = false;
        }

        @Override
        public Optional<PastStatus> past() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Long> rewind(long clock) {
            Request request = new Request(clock, new CompletableFuture<>());
            asked.set(request);
            return request.answer;
        }
    }

    @BeforeEach
    void stopAt29() throws Exception {
        machine.start();
        machine.nextStop();
        machine.target.breakpoint(0x1000 + 4 * 29, true);
        machine.target.resume(Motion.CONTINUE);
        assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.BREAKPOINT, 0, 29, 0));
    }

    @AfterEach
    void end() throws Exception {
        past.ended = true;
        past.released.release(100);
        machine.close();
    }

    private Stop step(int hart) throws Exception {
        reversal.back(until -> Search.forStep(until, hart));
        return machine.nextStop();
    }

    private Stop run() throws Exception {
        reversal.back(Search::forPoint);
        return machine.nextStop();
    }

    @Test
    void aStepBackIsOneOfTheHart() throws Exception {
        assertThat(step(0)).isEqualTo(new Stop(Stop.Reason.STEP, 0, 28, 0));
        assertThat(step(0)).isEqualTo(new Stop(Stop.Reason.STEP, 0, 26, 0));
        assertThat(step(1)).isEqualTo(new Stop(Stop.Reason.STEP, 1, 23, 0));
        assertThat(step(0)).isEqualTo(new Stop(Stop.Reason.STEP, 0, 22, 0));
        assertThat(machine.target.<Long>ask(view -> view.register(0, "pc")))
                .isEqualTo(0x1000 + 4 * 22);
        machine.target.resume(Motion.step(0));
        assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.STEP, 0, 24, 0));
    }

    @Test
    void aBreakpointIsFoundQuantaBack() throws Exception {
        machine.target.breakpoint(0x1000 + 4 * 3, true);
        machine.target.breakpoint(0x1000 + 4 * 5, true);
        assertThat(run()).isEqualTo(new Stop(Stop.Reason.BREAKPOINT, 0, 5, 0));
        assertThat(run()).isEqualTo(new Stop(Stop.Reason.BREAKPOINT, 1, 3, 0));
        assertThat(run()).isEqualTo(new Stop(Stop.Reason.BEGIN_OF_HISTORY, 1, 0, 0));
        machine.target.resume(Motion.CONTINUE);
        assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.BREAKPOINT, 1, 3, 0));
    }

    @Test
    void aWatchedStoreIsFound() throws Exception {
        machine.target.watchpoint(new Watchpoint(Watchpoint.Kind.WRITE, VARIABLE, 8), true);
        assertThat(run()).isEqualTo(new Stop(Stop.Reason.WRITTEN, 0, 10, VARIABLE));
    }

    @Test
    void whereHistoryBeginsItStops() throws Exception {
        past.earliest = 16;
        machine.target.breakpoint(0x1000 + 4 * 3, true);
        assertThat(run()).isEqualTo(new Stop(Stop.Reason.BEGIN_OF_HISTORY, 0, 16, 0));
    }

    @Test
    void beforeThePastBeginsItStaysWhereItIs() throws Exception {
        past.earliest = 32;
        assertThat(step(0)).isEqualTo(new Stop(Stop.Reason.BEGIN_OF_HISTORY, 0, 29, 0));
        assertThat(machine.target.<Long>ask(view -> view.clock())).isEqualTo(29);
    }

    @Test
    void aPastThatIsGoneAfterAllIsSaid() throws Exception {
        past.refusedBefore = 24;
        machine.target.breakpoint(0x1000 + 4 * 3, true);
        assertThat(run().reason()).isEqualTo(Stop.Reason.BEGIN_OF_HISTORY);
    }

    @Test
    void whatIsNotKeptIsRefused() {
        assertThat(reversal.refusal()).isEmpty();
        assertThat(reversal.keep(false)).contains("forgotten");
        assertThat(reversal.refusal().orElseThrow()).contains("monitor past on");
        assertThat(reversal.keep(true)).contains("kept from");
    }

    @Test
    void whoLeavesMeanwhileIsNotWaitedFor() throws Exception {
        past.ended = true;
        machine.target.free();
        machine.join();
        machine.target.detached();
        Search search = Search.forPoint(5);
        machine.target.search(search);
        assertThat(search.await()).isFalse();
    }
}
