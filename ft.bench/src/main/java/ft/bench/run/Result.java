package ft.bench.run;

import ft.api.bench.Measure;
import java.util.List;
import java.util.Optional;

/**
 * What came of one benchmark.
 *
 * @param name with its group: {@code cpu.sieve}
 * @param about what was measured
 * @param measure what the values are
 * @param taken of each contestant, ours first; may be empty when there is a problem
 * @param problem why it says nothing, in one sentence; empty when it does
 * @param leftOut whether that is because this machine lacks something, and no failure
 */
public record Result(
        String name,
        String about,
        Measure measure,
        List<Taken> taken,
        Optional<String> problem,
        boolean leftOut) {
    /** Whether it should have given figures and did not. */
    public boolean hasFailed() {
        return problem.isPresent() && !leftOut;
    }

    /** Ours, if there is anything of it. */
    public Optional<Taken> ours() {
        return taken.stream().findFirst().filter(Taken::isThere);
    }

    /** Against each reference that is there. */
    public List<Comparison> comparisons() {
        if (problem.isPresent() || ours().isEmpty()) {
            return List.of();
        }
        return taken.stream()
                .skip(1)
                .filter(Taken::isThere)
                .map(reference -> Comparison.of(measure, taken.get(0), reference))
                .toList();
    }

    /** References that are not there. */
    public List<Taken> missing() {
        return taken.stream().skip(1).filter(each -> !each.isThere()).toList();
    }
}
