package ft.bench.parts;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code parts}: what JMH measures. */
@Component
public final class PartBenchmarks implements BenchmarkGroup {
    @Override
    public String name() {
        return "parts";
    }

    @Override
    public String about() {
        return "parts of the server alone, by JMH (source tree only)";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return Arrays.stream(Part.values()).map(part -> (Benchmark) new Measured(part)).toList();
    }

    private record Measured(Part part) implements Benchmark {
        @Override
        public String name() {
            return part.title();
        }

        @Override
        public String about() {
            return part.about();
        }

        @Override
        public Measure measure() {
            return Part.MEASURE;
        }

        @Override
        public List<Contestant> contestants(Effort effort) throws VerbException {
            return List.of(new Method(Jmh.find(), part, effort));
        }
    }

    private record Method(Jmh jmh, Part part, Effort effort) implements Contestant {
        @Override
        public String name() {
            return "ours";
        }

        @Override
        public Sample sample() throws VerbException, InterruptedException {
            return jmh.run(part.type(), name(), effort);
        }
    }
}
