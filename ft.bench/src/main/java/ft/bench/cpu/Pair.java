package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import ft.bench.process.Launched;
import ft.bench.process.TemporaryFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two systems in step against one of the same description.
 *
 * @param name in its group
 * @param about what is measured
 * @param work of the guest
 * @param more arguments of the guest
 * @param quantum distance of boundaries in cycles, 0 for that of the default description
 * @param target for the ratio, if there is one
 */
record Pair(String name, String about, Work work, String more, int quantum, OptionalDouble target)
        implements Benchmark {
    @Override
    public Measure measure() {
        return Measure.rate("M instr/s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        LapClock clock = LapClock.of(effort);
        List<String> words = new ArrayList<>();
        if (quantum > 0) {
            words.addAll(
                    ChangedDescription.words(
                            new TemporaryFolder("ft-bench-"),
                            Map.of("quantum:Integer", Integer.toString(quantum))));
        }
        words.addAll(List.of("run", "--guest", Laps.GUEST, "--args"));
        words.add(OurLaps.arguments(work, more));
        List<String> pair = Launched.command(words.toArray(String[]::new));
        List<String> single = new ArrayList<>(pair);
        single.addAll(OurLaps.SINGLE);
        return List.of(
                new OurLaps("ours", pair, OurLaps.IN_STEP, OptionalDouble.empty(), clock),
                new OurLaps("one system", single, "", target, clock));
    }
}
