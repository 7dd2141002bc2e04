package ft.bench.parts;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
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
        return "parts of the server by JMH, against what the JDK does (source tree only)";
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
            Jmh jmh = Jmh.find();
            List<Contestant> all = new ArrayList<>();
            all.add(new Method(jmh, part, "ours", OptionalDouble.empty(), effort));
            new TreeMap<>(part.references())
                    .forEach(
                            (name, target) ->
                                    all.add(
                                            new Method(
                                                    jmh,
                                                    part,
                                                    name,
                                                    OptionalDouble.of(target),
                                                    effort)));
            return all;
        }
    }

    private record Method(Jmh jmh, Part part, String name, OptionalDouble target, Effort effort)
            implements Contestant {
        @Override
        public Sample sample() throws VerbException, InterruptedException {
            return jmh.run(part.type(), name, effort);
        }
    }
}
