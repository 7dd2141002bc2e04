package ft.bench.run;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;

/**
 * A benchmark and the group that it is in.
 *
 * @param group its group
 * @param benchmark itself
 */
public record Candidate(BenchmarkGroup group, Benchmark benchmark) {
    /** What a user types. */
    public String name() {
        return group.name() + "." + benchmark.name();
    }
}
