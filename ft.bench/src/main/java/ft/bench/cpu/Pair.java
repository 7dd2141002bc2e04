package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import ft.bench.process.Launched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two systems in step against one of the same description, and against two that run side by side.
 *
 * @param name in its group
 * @param about what is measured
 * @param work of the guest
 * @param more arguments of the guest
 * @param quantum distance of boundaries in cycles, 0 for that of the default description
 * @param target for the ratio to one system; with one, two side by side are measured as well
 */
record Pair(String name, String about, Work work, String more, int quantum, OptionalDouble target)
        implements Benchmark {
    @Override
    public Measure measure() {
        return Measure.rate("M instr/s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        String arguments = OurLaps.arguments(work, more);
        if (quantum == 0) {
            return contestants(List.of(), arguments, effort, () -> {});
        }
        ChangedDescription changed =
                new ChangedDescription(Map.of("quantum:Integer", Integer.toString(quantum)));
        return contestants(changed.words(), arguments, effort, changed::close);
    }

    private List<Contestant> contestants(
            List<String> before, String arguments, Effort effort, Runnable closing)
            throws VerbException {
        LapClock clock = LapClock.of(effort);
        List<String> pair = Launched.command(OurLaps.run(before, arguments));
        List<String> single = new ArrayList<>(pair);
        single.addAll(OurLaps.SINGLE);
        List<Contestant> all = new ArrayList<>();
        all.add(ours(pair, clock, closing));
        all.add(
                new OurLaps(
                        "one system", single, "", target, clock, WarmUp.Patience.PAIR, () -> {}));
        if (target.isPresent()) {
            all.add(new SideBySide(single, effort));
        }
        return all;
    }

    /** A pair that runs with this command. */
    static OurLaps ours(List<String> command, LapClock clock, Runnable closing) {
        return new OurLaps(
                "ours",
                command,
                OurLaps.IN_STEP,
                OptionalDouble.empty(),
                clock,
                WarmUp.Patience.PAIR,
                closing);
    }
}
