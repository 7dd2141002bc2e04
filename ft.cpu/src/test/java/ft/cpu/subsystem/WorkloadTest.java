package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiled programs give what they give when compiled for another processor. */
class WorkloadTest {
    @ParameterizedTest
    @CsvSource({
        "MIXTURE, 710335988444556110",
        "SIEVE, 19626",
        "MATRIX, 2725292589744159928",
        "CRC, 2786495622",
        "LIST, 3862",
        "MACHINE, 9467",
        "QUICKSORT, 3238518384110046890",
        "ARITHMETIC, 2671237604254852113",
        "PAGES, 6450",
        "FLOATS, 145419906634",
    })
    void checksumsAreRight(Workload workload, long checksum) {
        try (CpuSubsystem cpu = workload.start(3)) {
            assertThat(Workload.finish(cpu)).isEqualTo(checksum);
        }
    }

    @ParameterizedTest
    @CsvSource({"MIXTURE, 710335988444556110", "PAGES, 6450", "FLOATS, 145419906634"})
    void checksumsAreRightWithTranslationToo(Workload workload, long checksum) {
        try (CpuSubsystem cpu = workload.start(3, new CpuDescription(1, 32 << 20, 10))) {
            Workload.translate(cpu);
            assertThat(Workload.finish(cpu)).isEqualTo(checksum);
        }
    }
}
