package ft.bench.parts;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Main storage of one system to that of another, page by page through a buffer, as a copy does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageCopy {
    private final byte[] buffer = new byte[Storages.PAGE];
    private CpuSubsystem source;
    private CpuSubsystem target;
    private byte[] sourceArray;
    private byte[] targetArray;

    /** Both of them, so that both methods find the same machine. */
    @Setup
    public void fill() {
        source = Storages.filled(1);
        target = Storages.filled(2);
        sourceArray = Storages.array(1);
        targetArray = Storages.array(2);
    }

    @TearDown
    public void close() {
        source.close();
        target.close();
    }

    @Benchmark
    public byte[] ours() {
        MainStorage from = source.mainStorage();
        MainStorage to = target.mainStorage();
        int pages = from.pages();
        for (int page = 0; page < pages; page++) {
            long address = from.addressOf(page);
            from.read(address, buffer, 0, Storages.PAGE);
            to.restore(address, buffer, 0, Storages.PAGE);
        }
        return buffer;
    }

    @Benchmark
    public byte[] arraycopy() {
        for (int at = 0; at < Storages.BYTES; at += Storages.PAGE) {
            System.arraycopy(sourceArray, at, targetArray, at, Storages.PAGE);
        }
        return targetArray;
    }
}
