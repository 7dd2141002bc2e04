package ft.bench.copy;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.guest.GuestCatalog;
import ft.api.verb.VerbException;
import ft.bench.process.ImageFile;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What a synchronization is made of, and what a guest notices of it. */
@Component
public final class CopyBenchmarks implements BenchmarkGroup {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CpuSubsystemFactory processor;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CrosslinkFactory crosslink;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs;

    private final ImageFile steady = new ImageFile(StopTime.GUEST, () -> catalogs);

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public String about() {
        return "copying main storage, and how long a guest stands still for it";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(
                new PageBenchmark(PageBenchmark.Work.COPY, this::storages),
                new PageBenchmark(PageBenchmark.Work.SUMMARY, this::storages),
                new PageBenchmark(PageBenchmark.Work.COMPARE, this::storages),
                new StopTime(steady),
                new Slowdown("slowdown", "checksum-iterate"),
                new Slowdown("slowdown.trace", "trace"));
    }

    private Storages storages(int pages) throws VerbException {
        CpuSubsystemFactory factory = processor;
        CrosslinkFactory wires = crosslink;
        if (factory == null || wires == null) {
            throw new VerbException("A processor or a crosslink is not installed.");
        }
        return new Storages(factory, wires, pages);
    }
}
