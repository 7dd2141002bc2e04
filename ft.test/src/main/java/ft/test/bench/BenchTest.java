package ft.test.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.bench.Benchmark;
import ft.api.bench.BenchmarkGroup;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** {@code ./ft bench} with a group of a bundle that is none of ours. */
class BenchTest {
    /** Goes with its registration, which the framework extension takes back. */
    @InjectBundleContext BundleContext context;

    @InjectService(filter = "(component.name=ft.bench.verb.BenchVerb)", timeout = 10_000)
    Verb bench;

    @TempDir Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private record Fixed(String name, double value, String result) implements Contestant {
        @Override
        public OptionalDouble target() {
            return OptionalDouble.of(2);
        }

        @Override
        public Sample sample() {
            return new Sample(value, 1_000, 1_000, result);
        }
    }

    private record Race(String name, List<Contestant> contestants) implements Benchmark {
        @Override
        public String about() {
            return "a race of numbers";
        }

        @Override
        public Measure measure() {
            return Measure.rate("laps/s");
        }

        @Override
        public List<Contestant> contestants(Effort effort) {
            return contestants;
        }
    }

    private record Races(List<Benchmark> benchmarks) implements BenchmarkGroup {
        @Override
        public String name() {
            return "third";
        }

        @Override
        public String about() {
            return "of a third party";
        }
    }

    @BeforeEach
    void register() {
        Benchmark fair =
                new Race(
                        "fair",
                        List.of(new Fixed("ours", 30, "42"), new Fixed("theirs", 10, "42")));
        Benchmark unfair =
                new Race(
                        "unfair",
                        List.of(new Fixed("ours", 30, "42"), new Fixed("theirs", 10, "43")));
        context.registerService(BenchmarkGroup.class, new Races(List.of(fair, unfair)), null);
    }

    private int run(String... words) throws Exception {
        return bench.run(
                List.of(words),
                new PrintStream(printed),
                new PrintStream(new ByteArrayOutputStream()));
    }

    @Test
    void itListsWhatEveryBundleBrings() throws Exception {
        assertThat(run("--list")).isEqualTo(Verb.OK);
        assertThat(printed.toString())
                .contains("third: of a third party\n  third.fair")
                .contains("cpu.mix")
                .contains("pair.mix")
                .contains("parts.page-walk")
                .contains("linux.boot");
    }

    @Test
    void itMeasuresAndSavesAndComparesWithWhatItSaved() throws Exception {
        assertThat(run("third.fair", "--save", folder.toString())).isEqualTo(Verb.OK);
        assertThat(printed.toString())
                .containsPattern("third.fair +30.0 laps/s +theirs 10.0 +3.00 .* met")
                .contains("processor", "load at the start");
        assertThat(Files.readString(folder.resolve("report.md"))).contains("| third.fair | 30.0");
        assertThat(Files.readAllLines(folder.resolve("samples.csv"))).hasSize(1 + 2 * 5);
        assertThat(run("third", "--against", folder.toString())).isEqualTo(Verb.BAD);
        assertThat(printed.toString())
                .containsPattern("third.fair +30.0 laps/s +then 30.0 +1.00")
                .contains("FAILED: theirs computed 43, but ours 42.");
    }

    @Test
    void whatIsNotThereIsASentence() {
        assertThatThrownBy(() -> run("none"))
                .isInstanceOf(VerbException.class)
                .hasMessageStartingWith("There is no benchmark 'none'; the groups are ");
        assertThatThrownBy(() -> run("third", "--against", "/no/such/folder"))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("There is no /no/such/folder/samples.csv");
    }
}
