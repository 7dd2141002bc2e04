package ft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.bench.run.Result;
import ft.bench.run.Taken;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir Path folder;

    private static Taken taken(String name, OptionalDouble target, double... values) {
        return new Taken(
                name,
                target,
                Arrays.stream(values).mapToObj(value -> new Sample(value, 10, 10, "a")).toList(),
                Optional.empty());
    }

    private final Result measured =
            new Result(
                    "cpu.mix",
                    "a mixture",
                    Measure.rate("M instr/s"),
                    List.of(
                            taken("ours", OptionalDouble.empty(), 1000, 1100, 1200),
                            taken("QEMU", OptionalDouble.of(1), 1000, 1000, 1000),
                            new Taken(
                                    "spike",
                                    OptionalDouble.empty(),
                                    List.of(),
                                    Optional.of("is not installed"))),
                    Optional.empty(),
                    false);

    private final Result leftOut =
            new Result(
                    "linux.boot",
                    "a boot",
                    Measure.time("s"),
                    List.of(),
                    Optional.of("Linux has not been fetched."),
                    true);

    @Test
    void aRowForEachReference() {
        assertThat(Table.text(List.of(measured, leftOut)))
                .isEqualTo(
                        """
                        benchmark              ours  reference   ratio      spread  by processor time   target
                        cpu.mix     1,100 M instr/s  QEMU 1,000   1.10  1.00..1.20               1.10  >= 1.00  met
                                                     spike           -           -                  -        -  is not installed
                        linux.boot                -  -               -           -                  -        -  left out: Linux has not been fetched.
                        """);
    }

    @Test
    void thePageHasTheSameTable() {
        assertThat(Table.markdown(List.of(measured)))
                .contains(
                        "| cpu.mix | 1,100 M instr/s | QEMU 1,000 | 1.10 | 1.00..1.20 | 1.10 | ≥"
                                + " 1.00 | met |");
    }

    @Test
    void samplesThatWereSavedAreReadAgain() throws Exception {
        SamplesFile.write(folder, List.of(measured, leftOut));
        Result read = SamplesFile.read(folder).get("cpu.mix");
        assertThat(read.measure()).isEqualTo(measured.measure());
        assertThat(read.taken())
                .extracting(Taken::samples)
                .containsExactly(
                        measured.taken().get(0).samples(), measured.taken().get(1).samples());
        assertThat(Earlier.compare(List.of(measured), SamplesFile.read(folder)))
                .singleElement()
                .satisfies(
                        pair ->
                                assertThat(pair.comparisons().get(0).ratios().median())
                                        .isEqualTo(1));
    }
}
