package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.verb.VerbException;
import ft.bench.process.ImageFile;
import java.nio.file.Path;
import java.util.List;

/** One kind of work of the guest laps, on one system and on QEMU. */
final class Laps implements Benchmark {
    /** The guest of the catalog. */
    static final String GUEST = "laps";

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
        String arguments = OurLaps.arguments(work, "");
        return List.of(
                OurLaps.single("ours", arguments, clock),
                new QemuLaps(
                        "QEMU -icount", List.of("-icount", "shift=0"), arguments, clock, image),
                new QemuLaps("QEMU TCG", List.of(), arguments, clock, image));
    }
}
