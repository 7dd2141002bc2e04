package ft.bench.copy;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.copy.CompareRun.Outcome;
import ft.bench.copy.CompareRun.Rates;
import ft.bench.process.ImageFile;
import ft.bench.process.Qemu;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How long a guest stands still, by the wall clock, when another system is brought in step with it:
 * the strategy that stops it shortest, one that copies everything under stop, and QEMU's migration.
 * The guest writes one word in each of some pages a second of its time: 50 MB of pages.
 */
final class StopTime implements Benchmark {
    /** The guest that writes. */
    static final String GUEST = "steady";

    private static final String BEST = "checksum-iterate";
    private static final String FULL_COPY = "stop-and-copy";
    private static final int PAGES_A_SECOND = 12_800;

    /** What our DMA engines move a second. */
    private static final long BANDWIDTH = 8L << 30;

    private static final long MEMORY = 1L << 30;
    private static final long LITTLE_MEMORY = 16L << 20;

    /** At most 2 % of the full copy's stop. */
    private static final double AGAINST_FULL_COPY = 50;

    /** Of which the median counts: the first one meets code that is not compiled yet. */
    private static final int REPETITIONS = 5;

    private static final double NANOS_PER_MILLI = 1e6;

    private final ImageFile image;

    StopTime(ImageFile image) {
        this.image = image;
    }

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String about() {
        return "how long the guest stands still for a synchronization, at 50 MB/s written";
    }

    @Override
    public Measure measure() {
        return Measure.time("ms");
    }

    @Override
    public List<Contestant> contestants(Effort effort) {
        if (effort == Effort.QUICK) {
            return List.of(
                    new Ours(BEST, LITTLE_MEMORY, 1, OptionalDouble.empty()),
                    new Theirs(
                            "QEMU migration",
                            image,
                            new Migration(LITTLE_MEMORY, BANDWIDTH, OptionalLong.empty()),
                            OptionalDouble.empty()));
        }
        return List.of(
                new Ours(BEST, MEMORY, REPETITIONS, OptionalDouble.empty()),
                new Ours(FULL_COPY, MEMORY, REPETITIONS, OptionalDouble.of(AGAINST_FULL_COPY)),
                new Theirs(
                        "QEMU migration",
                        image,
                        new Migration(MEMORY, BANDWIDTH, OptionalLong.empty()),
                        OptionalDouble.of(1)),
                new Theirs(
                        "QEMU migration, downtime-limit 1",
                        image,
                        new Migration(MEMORY, BANDWIDTH, OptionalLong.of(1)),
                        OptionalDouble.of(1)));
    }

    /** A strategy of ours, in a server of its own. */
    private record Ours(String name, long memory, int repetitions, OptionalDouble target)
            implements Contestant {
        @Override
        public Sample sample() throws VerbException, InterruptedException {
            Rates rates = new Rates(BANDWIDTH, BANDWIDTH);
            List<Outcome> outcomes =
                    new CompareRun(name, memory, PAGES_A_SECOND, rates, repetitions).run();
            return Sample.of(CompareRun.median(outcomes, Outcome::stopNanos) / NANOS_PER_MILLI);
        }
    }

    /** QEMU's migration. */
    private record Theirs(String name, ImageFile image, Migration migration, OptionalDouble target)
            implements Contestant {
        @Override
        public Optional<String> missing() {
            return Qemu.missing();
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            Migration.Outcome outcome =
                    migration
                            .run(image.get(), "rate=" + PAGES_A_SECOND)
                            .orElseThrow(() -> new VerbException("QEMU's migration does not end."));
            return Sample.of(Math.max(1, outcome.downtimeMillis()));
        }
    }
}
