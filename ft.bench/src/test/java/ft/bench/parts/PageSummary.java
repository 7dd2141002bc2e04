package ft.bench.parts;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The summary of every page of main storage, which P17 compares. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageSummary {
    private CpuSubsystem source;
    private byte[] array;

    @Setup
    public void fill() {
        source = Storages.filled(1);
        array = Storages.array(1);
    }

    @TearDown
    public void close() {
        source.close();
    }

    @Benchmark
    public int ours() {
        MainStorage storage = source.mainStorage();
        int pages = storage.pages();
        int sums = 0;
        for (int page = 0; page < pages; page++) {
            sums ^= storage.crc32c(storage.addressOf(page), Storages.PAGE);
        }
        return sums;
    }

    @Benchmark
    public int crc32c() {
        CRC32C sum = new CRC32C();
        int sums = 0;
        for (int at = 0; at < Storages.BYTES; at += Storages.PAGE) {
            sum.reset();
            sum.update(array, at, Storages.PAGE);
            sums ^= (int) sum.getValue();
        }
        return sums;
    }
}
