package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import ft.bench.process.Launched;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A pair that keeps the access trace all the time, in case it is needed (P6), against a pair whose
 * copy strategy needs none.
 *
 * @param name in its group
 * @param work of the guest
 */
record Traced(String name, Work work) implements Benchmark {
    /** At most 3 % slower. */
    private static final OptionalDouble TARGET = OptionalDouble.of(0.97);

    private static final Map<String, String> WITH = Map.of("strategy", "\"trace\"");
    private static final Map<String, String> WITHOUT = Map.of("strategy", "\"checksum\"");

    @Override
    public String about() {
        return work.title() + " with the access trace, against a strategy that needs none";
    }

    @Override
    public Measure measure() {
        return Measure.rate("M instr/s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        LapClock clock = LapClock.of(effort);
        String arguments = OurLaps.arguments(work, "");
        ChangedDescription with = new ChangedDescription(WITH);
        try {
            ChangedDescription without = new ChangedDescription(WITHOUT);
            return List.of(
                    Pair.ours(
                            Launched.command(OurLaps.run(with.words(), arguments)),
                            clock,
                            with::close),
                    new OurLaps(
                            "without a trace",
                            Launched.command(OurLaps.run(without.words(), arguments)),
                            OurLaps.IN_STEP,
                            TARGET,
                            clock,
                            WarmUp.Patience.PAIR,
                            without::close));
        } catch (VerbException problem) {
            with.close();
            throw problem;
        }
    }
}
