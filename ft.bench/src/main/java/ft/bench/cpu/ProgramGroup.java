package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.guest.GuestCatalog;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.ImageFile;
import ft.bench.process.Launched;
import ft.bench.process.Qemu;
import ft.bench.profile.Launchable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * {@code ./ft bench --elf FILE}: a program of the user's own, from power on until it powers off.
 * What a guest takes that does nothing is subtracted, measured right before it.
 */
public final class ProgramGroup implements BenchmarkGroup {
    private static final String NOTHING = "hello";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * How long others may take, at least, and how many times as long as ours: a program may power
     * off in a way that is none for them.
     */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(20);

    private static final int TIMES_OURS = 8;
    private static final double SECOND = 1e9;

    private final Path elf;
    private final ImageFile nothing;

    /** Of a file; the guest that does nothing comes from a catalog. */
    public ProgramGroup(Path elf, Supplier<List<GuestCatalog>> catalogs) {
        this.elf = elf.toAbsolutePath();
        nothing = new ImageFile(NOTHING, catalogs);
    }

    @Override
    public String name() {
        return "elf";
    }

    @Override
    public String about() {
        return "a program of one's own";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(new Program());
    }

    private final class Program implements Benchmark {
        @Override
        public String name() {
            return elf.getFileName().toString().replaceAll("\\.elf$", "");
        }

        @Override
        public String about() {
            return elf + ", from power on to power off, less what a guest takes that does nothing";
        }

        @Override
        public Measure measure() {
            return Measure.time("s");
        }

        @Override
        public List<Contestant> contestants(Effort effort) throws VerbException {
            if (!Files.isReadable(elf)) {
                throw new VerbException("There is no file " + elf + " that can be read.");
            }
            Limit limit = new Limit();
            return List.of(
                    new Whole(
                            "ours",
                            server(elf),
                            server(nothing.get()),
                            Launched.environment(),
                            Optional.empty(),
                            OptionalDouble.empty(),
                            limit),
                    qemu("QEMU -icount", List.of("-icount", "shift=0"), limit),
                    qemu("QEMU TCG", List.of(), limit));
        }

        private Whole qemu(String name, List<String> options, Limit limit) throws VerbException {
            return new Whole(
                    name,
                    Qemu.ending(elf, options),
                    Qemu.ending(nothing.get(), options),
                    Map.of(),
                    Qemu.missing(),
                    OptionalDouble.of(1),
                    limit);
        }

        private List<String> server(Path guest) throws VerbException {
            List<String> command = new ArrayList<>(Launched.command("run", "--guest"));
            command.add(guest.toString());
            command.addAll(OurLaps.SINGLE);
            return command;
        }
    }

    /** How long a program may take; ours comes first in each turn. */
    private static final class Limit {
        private Duration patience = PATIENCE;

        void took(long nanos) {
            Duration more = Duration.ofNanos(TIMES_OURS * nanos);
            patience = more.compareTo(LEAST_PATIENCE) > 0 ? more : LEAST_PATIENCE;
        }
    }

    private record Whole(
            String name,
            List<String> command,
            List<String> idle,
            Map<String, String> environment,
            Optional<String> missing,
            OptionalDouble target,
            Limit limit)
            implements Contestant, Launchable {
        @Override
        public Sample sample() throws VerbException, InterruptedException {
            boolean isOurs = target.isEmpty();
            long start = wall(idle, PATIENCE);
            long whole = wall(command, isOurs ? PATIENCE : limit.patience);
            if (isOurs) {
                limit.took(whole);
            }
            long nanos = whole - start;
            if (nanos <= 0) {
                throw new VerbException(name + " takes no longer than a guest that does nothing.");
            }
            return new Sample(nanos / SECOND, nanos, 0, "");
        }

        private long wall(List<String> words, Duration patience)
                throws VerbException, InterruptedException {
            try (Child child = new Child(name, words, environment)) {
                int status = child.endWithin(patience);
                if (status != 0) {
                    throw new VerbException(name + " ended with " + status + child.said() + ".");
                }
                return System.nanoTime() - child.began();
            }
        }
    }
}
