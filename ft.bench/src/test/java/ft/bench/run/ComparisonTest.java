package ft.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.bench.Measure;
import ft.api.bench.Sample;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double NONE = 0;

    private static Taken taken(double target, double... values) {
        return new Taken(
                "reference",
                target == NONE ? OptionalDouble.empty() : OptionalDouble.of(target),
                Arrays.stream(values).mapToObj(Sample::of).toList(),
                Optional.empty());
    }

    private static Comparison of(Measure measure, double target, double[] ours, double... others) {
        return Comparison.of(measure, taken(NONE, ours), taken(target, others));
    }

    private static double[] values(double... values) {
        return values;
    }

    @Test
    void aboveOneIsBetterWhateverIsMeasured() {
        assertThat(of(Measure.rate("x"), NONE, values(20), 10).ratios().median()).isEqualTo(2);
        assertThat(of(Measure.time("s"), NONE, values(20), 10).ratios().median()).isEqualTo(0.5);
        assertThat(of(Measure.cost("MiB"), NONE, values(20), 10).ratios().median()).isEqualTo(0.5);
    }

    /** A machine that becomes three times as slow in the middle disturbs both alike. */
    @Test
    void samplesOfTheSameTurnAreCompared() {
        Comparison comparison = of(Measure.rate("x"), NONE, values(30, 30, 10), 60, 60, 20);
        assertThat(comparison.ratios()).isEqualTo(Spread.of(0.5, 0.5, 0.5));
        assertThat(comparison.isNoisy()).isFalse();
    }

    @Test
    void aTurnThatOneDidNotTakeDoesNotCount() {
        Comparison comparison = of(Measure.rate("x"), NONE, values(30, 90), 60);
        assertThat(comparison.ratios()).isEqualTo(Spread.of(0.5));
    }

    @Test
    void aTargetIsMetMissedOrTooCloseToSay() {
        double[] ours = values(9, 10, 11);
        assertThat(of(Measure.rate("x"), 0.9, ours, 10, 10, 10).verdict()).isEqualTo(Verdict.MET);
        assertThat(of(Measure.rate("x"), 1.2, ours, 10, 10, 10).verdict())
                .isEqualTo(Verdict.MISSED);
        assertThat(of(Measure.rate("x"), 1, ours, 10, 10, 10).verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(of(Measure.rate("x"), NONE, ours, 10, 10, 10).verdict()).isEqualTo(Verdict.NONE);
    }

    /** Ours used two processors for each second, the reference one. */
    @Test
    void processorTimeIsComparedWhereBothKnowIt() {
        Taken ours = clocked(new Sample(100, 1_000, 2_000, ""));
        Taken reference = clocked(new Sample(100, 1_000, 1_000, ""));
        assertThat(Comparison.of(Measure.rate("x"), ours, reference).byProcessor())
                .contains(Spread.of(0.5));
        assertThat(Comparison.of(Measure.time("s"), ours, reference).byProcessor())
                .contains(Spread.of(0.5));
        assertThat(Comparison.of(Measure.cost("MiB"), ours, reference).byProcessor()).isEmpty();
        assertThat(Comparison.of(Measure.rate("x"), ours, taken(NONE, 1)).byProcessor()).isEmpty();
    }

    private static Taken clocked(Sample sample) {
        return new Taken("x", OptionalDouble.empty(), java.util.List.of(sample), Optional.empty());
    }
}
