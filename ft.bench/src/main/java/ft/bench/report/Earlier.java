package ft.bench.report;

import ft.bench.run.Result;
import ft.bench.run.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sets results beside those of an earlier run: ours now against ours then, contestant by name. */
public final class Earlier {
    private Earlier() {}

    /** A result for each benchmark that both have; what was then is its only reference. */
    public static List<Result> compare(List<Result> now, Map<String, Result> then) {
        List<Result> pairs = new ArrayList<>();
        for (Result result : now) {
            Optional<Taken> ours = result.ours();
            Result before = then.get(result.name());
            if (ours.isEmpty() || before == null || before.ours().isEmpty()) {
                continue;
            }
            Taken other = before.ours().get();
            Taken earlier =
                    new Taken("then", OptionalDouble.empty(), other.samples(), Optional.empty());
            pairs.add(
                    new Result(
                            result.name(),
                            result.about(),
                            result.measure(),
                            List.of(ours.get(), earlier),
                            Optional.empty(),
                            false));
        }
        return pairs;
    }
}
