package ft.bench.start;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.guest.GuestCatalog;
import ft.bench.process.ImageFile;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code start}: what a user notices of a server that has nothing to compute. */
@Component
public final class StartBenchmarks implements BenchmarkGroup {
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs;

    private final ImageFile idle = new ImageFile(Idle.GUEST, () -> catalogs);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "from ./ft to the prompt, memory, and what an idle pair takes";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(new Prompt(), new Footprint(), new Idle(idle));
    }
}
