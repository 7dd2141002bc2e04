package ft.bench.parts;

import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.state.Policy;
import ft.chipset.state.ServerStates;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the state table makes of a difference between the buses of a pair in step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StateDecision {
    private final ServerStates inStep = new ServerStates(2, new Policy(true, true));

    /** Both systems on, connected, and brought in step. */
    @Setup
    public void synchronize() {
        inStep.apply(StateEvent.POR, 0);
        inStep.apply(StateEvent.POR, 1);
        inStep.apply(StateEvent.SET_ACT, 0);
        inStep.apply(StateEvent.XLINK_UP, 1);
        inStep.apply(StateEvent.SYNC_START, 1);
        inStep.apply(StateEvent.COPY_DONE, 1);
        inStep.apply(StateEvent.CTX_DONE, 1);
        inStep.apply(StateEvent.SYNC_RESET, 1);
        inStep.apply(StateEvent.CHECK_OK, 1);
        if (inStep.count(SystemState.ONLINE_SYNC) != inStep.systems()) {
            throw new IllegalStateException("The pair is not in step");
        }
    }

    @Benchmark
    public ServerStates.Answer ours() {
        return new ServerStates(inStep).apply(StateEvent.BUS_MISMATCH, 0);
    }
}
