package ft.bench.parts;

import ft.cpu.memory.Signature;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Steps of the signature of the CPU bus, each of which waits for the one before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BusSignature {
    private static final int STEPS = 1000;

    private long address = 0x8000_0000L;

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long ours() {
        long hash = Signature.SEED;
        for (int step = 0; step < STEPS; step++) {
            hash = Signature.store(hash, address + step, step);
        }
        return hash;
    }
}
