package ft.bench.copy;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.copy.CompareRun.Outcome;
import ft.bench.copy.CompareRun.Rates;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long a guest takes for its work while another system is brought in step with it, from the
 * begin of the copy to the end of the check, against the same guest on a pair that nothing
 * disturbs. The stop in between is not in it; {@link StopTime} measures that.
 *
 * <p>The DMA engines and their checksum units have the rates of this host, as a copy under stop and
 * the check after it have shown them, in the guest's own time: a second in which the guest runs
 * faster than the wall clock brings as many bytes as the host moves in it. Of that the copy has a
 * quarter, as by default. So a guest that is slowed down by what is copied and summed, and by
 * nothing else, has three quarters of its speed at least.
 */
final class Slowdown implements Benchmark {
    private static final String FULL_COPY = "stop-and-copy";
    private static final int PAGES_A_SECOND = 12_800;

    /** Much more than any host moves, so that it does nothing else for long. */
    private static final Rates NOMINAL = new Rates(64L << 30, 64L << 30);

    private static final long MEMORY = 1L << 30;
    private static final long LITTLE_MEMORY = 16L << 20;

    /** Of which the median counts. */
    private static final int REPETITIONS = 5;

    /** How many times as fast as a copy a check may be at most. */
    private static final int FASTEST_CHECK = 4;

    /** The share that the copy has by default. */
    private static final double SHARE = 0.25;

    private final String name;
    private final String strategy;

    Slowdown(String name, String strategy) {
        this.name = name;
        this.strategy = strategy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String about() {
        return "time a guest takes while " + strategy + " copies with a quarter of the bandwidth";
    }

    @Override
    public Measure measure() {
        return Measure.cost("times");
    }

    @Override
    public List<Contestant> contestants(Effort effort) {
        long memory = effort == Effort.QUICK ? LITTLE_MEMORY : MEMORY;
        int repetitions = effort == Effort.QUICK ? 1 : REPETITIONS;
        return List.of(new Copied(strategy, memory, repetitions), new Undisturbed());
    }

    private static final class Copied implements Contestant {
        private final String strategy;
        private final long memory;
        private final int repetitions;

        /** Those of this host; null before they are known. */
        private Rates rates;

        Copied(String strategy, long memory, int repetitions) {
            this.strategy = strategy;
            this.memory = memory;
            this.repetitions = repetitions;
        }

        @Override
        public String name() {
            return strategy;
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            if (rates == null) {
                rates = hostRates();
            }
            List<Outcome> outcomes =
                    new CompareRun(strategy, memory, PAGES_A_SECOND, rates, repetitions).run();
            return Sample.of(CompareRun.median(outcomes, Outcome::backgroundSlowdown));
        }

        private Rates hostRates() throws VerbException, InterruptedException {
            List<Outcome> outcomes =
                    new CompareRun(FULL_COPY, memory, PAGES_A_SECOND, NOMINAL, repetitions).run();
            double second =
                    1e9 * CompareRun.least(outcomes, o -> o.undisturbedNanos() / o.guestNanos());
            double move =
                    CompareRun.least(outcomes, o -> (double) o.stopNanos() / o.stoppedBytes());
            double sum = CompareRun.least(outcomes, o -> checkNanos(o) / memory);
            return new Rates((long) (second / move), (long) (second / sum));
        }

        /** All was copied under stop, so nothing came after it but the check. */
        private static double checkNanos(Outcome outcome) {
            double stop = outcome.stopNanos();
            double check = outcome.lostNanos() - stop;
            return Math.max(check, stop / FASTEST_CHECK); // too short to be told from noise
        }
    }

    private record Undisturbed() implements Contestant {
        @Override
        public String name() {
            return "undisturbed";
        }

        @Override
        public OptionalDouble target() {
            return OptionalDouble.of(1 - SHARE);
        }

        @Override
        public Sample sample() {
            return Sample.of(1);
        }
    }
}
