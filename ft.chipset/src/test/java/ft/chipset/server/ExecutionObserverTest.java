package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.ExecutionView;
import ft.api.fault.Fault;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Observers of one system of a pair: it stays in step, whatever they do. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ExecutionObserverTest {
    private static final long END = 6_000_000;

    private final TestParts parts = new TestParts();

    /** Wants everything, and counts. */
    private static class Counter implements ExecutionObserver {
        final AtomicLong instructions = new AtomicLong();
        final AtomicLong accesses = new AtomicLong();
        final AtomicLong traps = new AtomicLong();
        final CountDownLatch detached = new CountDownLatch(1);
        private final Set<ExecutionEvent> interests;

        Counter(ExecutionEvent... interests) {
            this.interests = Set.of(interests);
        }

        @Override
        public Set<ExecutionEvent> interests() {
            return interests;
        }

        @Override
        public void instruction(ExecutionView view, int hart, long pc) {
            instructions.incrementAndGet();
        }

        @Override
        public void access(
                long clock,
                int hart,
                boolean store,
                long address,
                long physical,
                int size,
                long value) {
            accesses.incrementAndGet();
        }

        @Override
        public void trap(
                long clock, int hart, long pc, long cause, long value, boolean supervisor) {
            traps.incrementAndGet();
        }

        @Override
        public void detached() {
            detached.countDown();
        }
    }

    /** Holds the system at an instruction, until it is told to go on. */
    private static final class Holder extends Counter {
        final CompletableFuture<Long> held = new CompletableFuture<>();
        final CountDownLatch goOn = new CountDownLatch(1);
        private final long clock;

        Holder(long clock) {
            super(ExecutionEvent.INSTRUCTION);
            this.clock = clock;
        }

        @Override
        public void instruction(ExecutionView view, int hart, long pc) {
            super.instruction(view, hart, pc);
            if (view.clock() == clock) {
                held.complete(clock);
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public Optional<String> holds() {
            return held.isDone() && goOn.getCount() > 0
                    ? Optional.of("held by a test")
                    : Optional.empty();
        }

        @Override
        public void detached() {
            super.detached();
            goOn.countDown();
        }
    }

    private DescribedServer server(String... options) throws Exception {
        DescribedServer server = parts.server(options);
        server.guest(parts.guest("ledger", "ws=64 report=200"));
        return server;
    }

    private static Probe run(DescribedServer server) throws Exception {
        CompletableFuture<Probe> probe = server.probeAt(END);
        server.submit(new Operation.PowerOn(Operation.ALL));
        return probe.get(200, TimeUnit.SECONDS);
    }

    private Probe reference() throws Exception {
        try (DescribedServer server = server("automaticSync=false")) {
            return run(server);
        }
    }

    private static void assertSame(Probe probe, Probe reference) {
        assertThat(probe.clock()).isEqualTo(reference.clock());
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).containsOnly(reference.memory().get(0)).hasSize(2);
        assertThat(probe.context()).containsOnly(reference.context().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "sequential"})
    void aPairOfWhichOneIsObservedStaysInStep(String driver) throws Exception {
        Counter counter = new Counter(ExecutionEvent.values());
        Counter traps = new Counter(ExecutionEvent.TRAP);
        try (DescribedServer server = server("driver=" + driver, "traceAlmostFull=100")) {
            server.observe(1, counter);
            server.observe(1, traps);
            server.submitAt(3_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "s0", 4)));
            assertSame(run(server), reference());
            assertThat(server.systems()).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
            assertThat(server.reports()).hasSize(2);
        }
        assertThat(counter.instructions.get()).isGreaterThan(END / 2);
        assertThat(counter.accesses.get()).isGreaterThan(END / 20);
        assertThat(traps.traps.get()).isPositive().isEqualTo(counter.traps.get());
        assertThat(traps.instructions.get()).isZero();
        assertThat(traps.accesses.get()).isZero();
        assertThat(traps.detached.getCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "sequential"})
    void whileOneIsHeldTheOtherWaitsForIt(String driver) throws Exception {
        Holder holder = new Holder(2_000_001);
        try (DescribedServer server = server("driver=" + driver)) {
            server.observe(0, holder);
            CompletableFuture<Probe> probe = server.probeAt(END);
            server.submit(new Operation.PowerOn(Operation.ALL));
            holder.held.get(100, TimeUnit.SECONDS);
            assertThat(server.holds()).containsExactly("held by a test");
            assertThat(server.systems().get(1).clock()).isLessThan(2_000_001);
            assertThat(probe).isNotDone();
            holder.goOn.countDown();
            assertSame(probe.get(200, TimeUnit.SECONDS), reference());
            assertThat(server.holds()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "sequential"})
    void aServerCanBeClosedWhileASystemIsHeld(String driver) throws Exception {
        Holder holder = new Holder(2_000_001);
        try (DescribedServer server = server("driver=" + driver)) {
            server.observe(0, holder);
            server.submit(new Operation.PowerOn(Operation.ALL));
            holder.held.get(100, TimeUnit.SECONDS);
        }
        assertThat(holder.detached.getCount()).isZero();
    }

    @Test
    void anObserverThatBreaksIsDetachedAndTheProcessorGoesOn() throws Exception {
        Counter broken =
                new Counter(ExecutionEvent.INSTRUCTION) {
                    @Override
                    public void instruction(ExecutionView view, int hart, long pc) {
                        throw new IllegalArgumentException("broken on purpose");
                    }
                };
        try (DescribedServer server = server()) {
            server.observe(1, broken);
            assertSame(run(server), reference());
        }
        assertThat(broken.detached.getCount()).isZero();
    }

    @Test
    void thereHasToBeSuchASystem() throws Exception {
        try (DescribedServer server = server()) {
            assertThatThrownBy(() -> server.observe(2, new Counter()))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("#2");
        }
    }
}
