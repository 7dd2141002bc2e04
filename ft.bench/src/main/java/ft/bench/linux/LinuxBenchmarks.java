package ft.bench.linux;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code linux}: a stock Linux. */
@Component
public final class LinuxBenchmarks implements BenchmarkGroup {
    @Override
    public String name() {
        return "linux";
    }

    @Override
    public String about() {
        return "a stock Linux on one system, against QEMU with the same firmware, kernel and disk";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(new Boot());
    }
}
