package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.osgi.service.component.annotations.Component;

/** {@code pair}: what it costs that two systems run in step. */
@Component
public final class PairBenchmarks implements BenchmarkGroup {
    private static final OptionalDouble TARGET = OptionalDouble.of(0.9);
    private static final OptionalDouble NONE = OptionalDouble.empty();
    private static final int[] QUANTA = {4096, 131_072};
    private static final int[] IO_INTERVALS = {100_000, 10_000, 1_000};

    @Override
    public String name() {
        return "pair";
    }

    @Override
    public String about() {
        return "two systems in step, buses and IO compared, against one system";
    }

    @Override
    public List<Benchmark> benchmarks() {
        List<Benchmark> all = new ArrayList<>();
        for (Work work : List.of(Work.MIX, Work.MATRIX, Work.CHASE, Work.PAGING)) {
            all.add(new Pair(work.title(), work.about(), work, "", 0, TARGET));
        }
        all.add(new Traced("trace", Work.MIX));
        all.add(new Traced("trace-paging", Work.PAGING));
        for (int quantum : QUANTA) {
            String about = "mix, with " + quantum + " cycles between boundaries";
            all.add(new Pair("quantum-" + quantum, about, Work.MIX, "", quantum, NONE));
        }
        for (int every : IO_INTERVALS) {
            String about = "an access to a device every " + every + " instructions";
            all.add(new Pair("io-" + every, about, Work.IO, "every=" + every, 0, NONE));
        }
        return all;
    }
}
