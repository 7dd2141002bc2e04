package ft.bench.start;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.cpu.MainStorage;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a system more takes of Java's heap, against the pages that its guest has touched: a pair
 * less a single system, both after a collection.
 */
final class Footprint implements Benchmark {
    private static final double MEBI = 1 << 20;
    private static final int SETTLE_SECONDS = 3;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String about() {
        return "Java heap that a second system with the guest ledger takes, against touched pages";
    }

    @Override
    public Measure measure() {
        return Measure.cost("MiB");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        Ours ours = new Ours(new ChangedDescription(Map.of("systems:Integer", "1")));
        return List.of(ours, new Touched(ours));
    }

    private static final class Ours implements Contestant {
        private final ChangedDescription single;
        private double touched;

        Ours(ChangedDescription single) {
            this.single = single;
        }

        @Override
        public String name() {
            return "ours";
        }

        @Override
        public Optional<String> missing() {
            return LiveHeap.missing();
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            LiveHeap two = heap(List.of(), 1, "ST4");
            LiveHeap one = heap(single.words(), 0, "ST1");
            touched = (double) (two.frames() - one.frames()) * MainStorage.PAGE_SIZE / MEBI;
            return Sample.of((two.bytes() - one.bytes()) / MEBI);
        }

        private static LiveHeap heap(List<String> words, int system, String state)
                throws VerbException, InterruptedException {
            try (Session session = new Session(words)) {
                session.status(system, state);
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                LiveHeap heap = LiveHeap.of(session.child().pid());
                session.exit();
                return heap;
            }
        }

        @Override
        public void close() {
            single.close();
        }
    }

    /** What the same turn has found out. */
    private record Touched(Ours ours) implements Contestant {
        @Override
        public String name() {
            return "touched pages";
        }

        @Override
        public Sample sample() {
            return Sample.of(ours.touched);
        }
    }
}
