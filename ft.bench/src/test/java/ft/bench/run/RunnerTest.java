package ft.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private final List<String> told = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    private final Watcher watcher =
            new Watcher() {
                @Override
                public void begins(int number, int of, String name) {
                    told.add(number + " of " + of + " " + name);
                }

                @Override
                public void sampled(String contestant) {
                    told.add(contestant);
                }

                @Override
                public void ends(Result result) {
                    told.add("end");
                }
            };

    /** Takes samples of what is said; notes that it was closed. */
    private final class Fake implements Contestant {
        private final String name;
        private final Sampler sampler;
        private Optional<String> missing = Optional.empty();

        Fake(String name, Sampler sampler) {
            this.name = name;
            this.sampler = sampler;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> missing() {
            return missing;
        }

        @Override
        public OptionalDouble target() {
            return OptionalDouble.of(1);
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            return sampler.sample();
        }

        @Override
        public void close() {
            told.add("close " + name);
        }
    }

    private interface Sampler {
        Sample sample() throws VerbException, InterruptedException;
    }

    private interface Contestants {
        List<Contestant> of(Effort effort) throws VerbException;
    }

    private Candidate candidate(Contestants contestants) {
        Benchmark benchmark =
                new Benchmark() {
                    @Override
                    public String name() {
                        return "speed";
                    }

                    @Override
                    public String about() {
                        return "how fast";
                    }

                    @Override
                    public Measure measure() {
                        return Measure.rate("laps/s");
                    }

                    @Override
                    public List<Contestant> contestants(Effort effort) throws VerbException {
                        return contestants.of(effort);
                    }
                };
        BenchmarkGroup group =
                new BenchmarkGroup() {
                    @Override
                    public String name() {
                        return "test";
                    }

                    @Override
                    public String about() {
                        return "for tests";
                    }

                    @Override
                    public List<Benchmark> benchmarks() {
                        return List.of(benchmark);
                    }
                };
        return new Candidate(group, benchmark);
    }

    private Result run(int turns, Duration limit, Contestant... contestants)
            throws InterruptedException {
        new Runner(Effort.FULL, turns, limit, watcher)
                .run(List.of(candidate(effort -> List.of(contestants))), results);
        return results.get(0);
    }

    private Result run(Contestant... contestants) throws InterruptedException {
        return run(2, Duration.ofMinutes(1), contestants);
    }

    private Fake steady(String name, double value) {
        return new Fake(name, () -> new Sample(value, 1, 1, "same"));
    }

    @Test
    void contestantsTakeTurns() throws Exception {
        Result result = run(steady("ours", 2), steady("other", 1));
        assertThat(told)
                .containsExactly(
                        "1 of 1 test.speed",
                        "ours",
                        "other",
                        "ours",
                        "other",
                        "close ours",
                        "close other",
                        "end");
        assertThat(result.problem()).isEmpty();
        assertThat(result.comparisons())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.ratios()).isEqualTo(Spread.of(2, 2));
                            assertThat(each.verdict()).isEqualTo(Verdict.MET);
                        });
    }

    @Test
    void whatComputesSomethingElseIsRefused() throws Exception {
        Result result =
                run(steady("ours", 2), new Fake("other", () -> new Sample(9, 1, 1, "else")));
        assertThat(result.problem()).contains("other computed else, but ours same.");
        assertThat(result.hasFailed()).isTrue();
        assertThat(result.comparisons()).isEmpty();
    }

    @Test
    void aValueThatCannotBeIsRefused() throws Exception {
        for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            results.clear();
            Result result = run(steady("ours", value));
            assertThat(result.problem()).contains("ours gave " + value + ".");
            assertThat(result.hasFailed()).isTrue();
        }
    }

    @Test
    void aReferenceThatIsMissingOrFailsIsToldAndTheOthersGoOn() throws Exception {
        Fake absent = steady("absent", 1);
        absent.missing = Optional.of("is not installed");
        Fake broken =
                new Fake(
                        "broken",
                        () -> {
                            throw new VerbException("It broke.");
                        });
        Result result = run(steady("ours", 2), absent, broken, steady("other", 1));
        assertThat(result.problem()).isEmpty();
        assertThat(result.missing())
                .extracting(Taken::name, each -> each.missing().orElse(""))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("absent", "is not installed"),
                        org.assertj.core.groups.Tuple.tuple("broken", "It broke."));
        assertThat(result.comparisons()).hasSize(1);
    }

    @Test
    void oursThatFailsIsAProblem() throws Exception {
        Result result =
                run(
                        new Fake(
                                "ours",
                                () -> {
                                    throw new VerbException("It broke.");
                                }),
                        steady("other", 1));
        assertThat(result.problem()).contains("It broke.");
        assertThat(result.hasFailed()).isTrue();
    }

    @Test
    void whatThisMachineLacksIsLeftOutAndNoFailure() throws Exception {
        new Runner(Effort.FULL, 1, Duration.ofMinutes(1), watcher)
                .run(
                        List.of(
                                candidate(
                                        effort -> {
                                            throw new VerbException("There is no Linux.");
                                        })),
                        results);
        assertThat(results.get(0).problem()).contains("There is no Linux.");
        assertThat(results.get(0).leftOut()).isTrue();
        assertThat(results.get(0).hasFailed()).isFalse();
    }

    @Test
    void whenTimeIsUpThreeTurnsAreEnough() throws Exception {
        Result result = run(9, Duration.ZERO, steady("ours", 2));
        assertThat(result.taken().get(0).samples()).hasSize(3);
    }

    @Test
    void aHurriedSampleHasNoTarget() throws Exception {
        Candidate candidate = candidate(effort -> List.of(steady("ours", 1), steady("other", 2)));
        new Runner(Effort.QUICK, 1, Duration.ofMinutes(1), watcher)
                .run(List.of(candidate), results);
        assertThat(results.get(0).comparisons())
                .singleElement()
                .extracting(Comparison::verdict)
                .isEqualTo(Verdict.NONE);
    }

    @Test
    void whoeverIsInterruptedLetsGo() {
        Fake slow =
                new Fake(
                        "ours",
                        () -> {
                            throw new InterruptedException();
                        });
        assertThatThrownBy(() -> run(slow)).isInstanceOf(InterruptedException.class);
        assertThat(told).contains("close ours");
    }

    @Test
    void whatThereIsWhenTheUserEndsItIsKept() {
        int[] taken = new int[1];
        Fake interrupted =
                new Fake(
                        "other",
                        () -> {
                            if (++taken[0] == 2) {
                                throw new InterruptedException();
                            }
                            return new Sample(1, 1, 1, "same");
                        });
        assertThatThrownBy(() -> run(5, Duration.ofMinutes(1), steady("ours", 2), interrupted))
                .isInstanceOf(InterruptedException.class);
        assertThat(results)
                .singleElement()
                .satisfies(
                        result ->
                                assertThat(result.comparisons().get(0).ratios().median())
                                        .isEqualTo(2));
        assertThat(told).contains("close ours", "close other");
    }
}
