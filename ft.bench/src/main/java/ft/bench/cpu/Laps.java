package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.verb.VerbException;
import ft.bench.process.ChangedDescription;
import ft.bench.process.ImageFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One kind of work of the guest laps, on one system and on QEMU.
 *
 * @param options that ours is changed by, as its description has them
 * @param target against QEMU, if there is one
 */
record Laps(
        String name,
        String about,
        Work work,
        Map<String, String> options,
        OptionalDouble target,
        ImageFile elf)
        implements Benchmark {
    /** The guest of the catalog. */
    static final String GUEST = "laps";

    /** Not slower: people use QEMU for what ours does. */
    private static final OptionalDouble TARGET = OptionalDouble.of(1);

    private static final Map<String, String> INTERPRETED = Map.of("engine", "\"interpreted\"");

    /** As fast as it gets. */
    static Laps of(Work work, ImageFile elf) {
        return new Laps(work.title(), work.about(), work, Map.of(), TARGET, elf);
    }

    /** Without translation, to see what it brings. */
    static Laps interpreted(ImageFile elf) {
        return new Laps(
                "interpreter",
                "mix with engine=interpreted: what cpu.mix would be without translation",
                Work.MIX,
                INTERPRETED,
                OptionalDouble.empty(),
                elf);
    }

    @Override
    public Measure measure() {
        return Measure.rate("M instr/s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        LapClock clock = LapClock.of(effort);
        Path image = elf.get();
        String arguments = OurLaps.arguments(work, "");
        return List.of(
                ours(arguments, clock),
                new QemuLaps(
                        "QEMU -icount",
                        List.of("-icount", "shift=0"),
                        arguments,
                        clock,
                        image,
                        target),
                new QemuLaps("QEMU TCG", List.of(), arguments, clock, image, target));
    }

    private Contestant ours(String arguments, LapClock clock) throws VerbException {
        return options.isEmpty()
                ? OurLaps.single("ours", arguments, clock)
                : OurLaps.single("ours", new ChangedDescription(options), arguments, clock);
    }
}
