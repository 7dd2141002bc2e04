package ft.api.bench;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Benchmarks that belong together, as a service. {@code ./ft bench} runs those of all services. */
@ConsumerType
public interface BenchmarkGroup {
    /**
     * A word of small letters; what a user types for all of them, and before each of their names.
     */
    String name();

    /** What they have in common, in one line. */
    String about();

    /** The benchmarks, in the order in which they are run. Making them must cost nothing. */
    List<Benchmark> benchmarks();
}
