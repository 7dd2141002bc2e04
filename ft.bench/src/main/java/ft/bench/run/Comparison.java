package ft.bench.run;

import ft.api.bench.Measure;
import ft.api.bench.Measure.Kind;
import ft.api.bench.Sample;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Ours against one reference: how many times as good it is, turn by turn. Above 1 is better,
 * whatever is measured.
 *
 * @param reference what it is compared with
 * @param ratios by the values of the same turn
 * @param byProcessor the same by processor time, where both know it
 */
public record Comparison(Taken reference, Spread ratios, Optional<Spread> byProcessor) {
    /** Quartiles further apart than this part of the median say nothing. */
    static final double NOISE = 0.15;

    /** With as many turns as both have. */
    public static Comparison of(Measure measure, Taken ours, Taken reference) {
        boolean clocked =
                (measure.kind() == Kind.RATE || measure.kind() == Kind.TIME)
                        && ours.samples().stream().allMatch(Comparison::isClocked)
                        && reference.samples().stream().allMatch(Comparison::isClocked);
        return new Comparison(
                reference,
                ratios(measure, ours, reference, Sample::value),
                clocked
                        ? Optional.of(ratios(measure, ours, reference, byProcessor(measure)))
                        : Optional.empty());
    }

    private static boolean isClocked(Sample sample) {
        return sample.wallNanos() > 0 && sample.processorNanos() > 0;
    }

    private static ToDoubleFunction<Sample> byProcessor(Measure measure) {
        return sample -> {
            double share = (double) sample.processorNanos() / sample.wallNanos();
            return measure.kind() == Kind.RATE ? sample.value() / share : sample.value() * share;
        };
    }

    private static Spread ratios(
            Measure measure, Taken ours, Taken reference, ToDoubleFunction<Sample> value) {
        int turns = Math.min(ours.samples().size(), reference.samples().size());
        double[] ratios = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            double own = value.applyAsDouble(ours.samples().get(turn));
            double other = value.applyAsDouble(reference.samples().get(turn));
            ratios[turn] = measure.kind().isMoreBetter() ? own / other : other / own;
        }
        return Spread.of(ratios);
    }

    /** Whether the turns differ so much that the median says little. */
    public boolean isNoisy() {
        return ratios.width() > NOISE;
    }

    /** Whether the target is reached. */
    public Verdict verdict() {
        if (reference.target().isEmpty()) {
            return Verdict.NONE;
        }
        double target = reference.target().getAsDouble();
        if (ratios.low() >= target) {
            return Verdict.MET;
        }
        return ratios.high() < target ? Verdict.MISSED : Verdict.UNCLEAR;
    }
}
