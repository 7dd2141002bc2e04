package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import ft.bench.process.Qemu;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One kind of work of the guest laps, on one system and on QEMU. */
final class Laps implements Benchmark {
    /** The guest of the catalog. */
    static final String GUEST = "laps";

    /** QEMU translates once and is as fast as it gets; a virtual machine compiles by and by. */
    private static final double QEMU_WARM_UP = 0.2;

    private final Work work;
    private final ImageFile elf;

    Laps(Work work, ImageFile elf) {
        this.work = work;
        this.elf = elf;
    }

    @Override
    public String name() {
        return work.title();
    }

    @Override
    public String about() {
        return work.about();
    }

    @Override
    public Measure measure() {
        return Measure.rate("M instr/s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        LapClock clock = LapClock.of(effort);
        Path image = elf.get();
        return List.of(
                new Ours(clock),
                new OnQemu(
                        "QEMU -icount",
                        List.of("-icount", "shift=0"),
                        OptionalDouble.of(1),
                        clock,
                        image),
                new OnQemu("QEMU TCG", List.of(), OptionalDouble.of(1), clock, image));
    }

    private String arguments() {
        return "work=" + work.title() + " laps=0 console=0";
    }

    private final class Ours implements Contestant {
        private final LapClock clock;

        Ours(LapClock clock) {
            this.clock = clock;
        }

        @Override
        public String name() {
            return "ours";
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            List<String> command =
                    Launched.command(
                            "run", "--guest", GUEST, "--args", arguments(), "--simplex", "--quiet");
            try (Child child = new Child("The server", command, Launched.environment())) {
                return clock.take(child, 1, true);
            }
        }
    }

    private final class OnQemu implements Contestant {
        private final String name;
        private final List<String> options;
        private final OptionalDouble target;
        private final LapClock clock;
        private final Path image;

        OnQemu(
                String name,
                List<String> options,
                OptionalDouble target,
                LapClock clock,
                Path image) {
            this.name = name;
            this.options = options;
            this.target = target;
            this.clock = clock;
            this.image = image;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> missing() {
            return Qemu.program().isPresent() ? Optional.empty() : Optional.of(Qemu.MISSING);
        }

        @Override
        public OptionalDouble target() {
            return target;
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            List<String> command = Qemu.guest(image, arguments(), options);
            try (Child child = new Child("QEMU", command, Map.of())) {
                return clock.take(child, QEMU_WARM_UP, false);
            }
        }
    }
}
