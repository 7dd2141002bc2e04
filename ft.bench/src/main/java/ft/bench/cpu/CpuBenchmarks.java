package ft.bench.cpu;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.guest.GuestCatalog;
import ft.bench.process.ImageFile;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code cpu}: how fast a system computes. */
@Component
public final class CpuBenchmarks implements BenchmarkGroup {
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs;

    private final ImageFile elf = new ImageFile(Laps.GUEST, () -> catalogs);

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String about() {
        return "one system that computes, once it is warm, against QEMU with the same program";
    }

    @Override
    public List<Benchmark> benchmarks() {
        List<Benchmark> all = new ArrayList<>();
        Work.COMPUTING.forEach(work -> all.add(Laps.of(work, elf)));
        all.add(Laps.interpreted(elf));
        return all;
    }
}
