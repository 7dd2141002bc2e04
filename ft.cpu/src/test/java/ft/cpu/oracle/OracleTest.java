package ft.cpu.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of instructions leave the same registers, CSRs, traps and memory here and in QEMU. {@code
 * -Dft.oracle.seeds=1-100000} runs other seeds, {@code -Dft.oracle.replay=SEED:ITEMS} one stream or
 * a part of it; see {@code docs/conformance.md}.
 */
class OracleTest {
    private static final long INSTRUCTIONS = 1_000_000;

    @TempDir Path folder;

    private Oracle oracle;

    @BeforeEach
    void needsQemu() {
        assumeTrue(Qemu.isInstalled(), "qemu-system-riscv64 is missing; install qemu-system-misc");
        oracle = new Oracle(folder);
    }

    @Test
    void streamsDoTheSameInQemu() throws Exception {
        String replay = System.getProperty("ft.oracle.replay", "");
        if (!replay.isEmpty()) {
            Stream stream = oracle.replayed(replay);
            System.out.println(oracle.describe(stream));
            assertThat(oracle.differs(stream)).isFalse();
            return;
        }
        String[] seeds = System.getProperty("ft.oracle.seeds", "1-1500").split("-");
        long last = Long.parseLong(seeds[seeds.length - 1]);
        long end;
        for (long seed = Long.parseLong(seeds[0]); seed <= last; seed = end + 1) {
            end = seed;
            while (end < last && !Generator.isLast(end)) {
                end++;
            }
            List<Stream> batch =
                    LongStream.rangeClosed(seed, end).mapToObj(oracle::stream).toList();
            for (Stream different : oracle.allDiffering(batch)) {
                fail(oracle.describe(oracle.shrink(different)));
            }
        }
        System.out.printf("%,d streams, %,d instructions%n", oracle.streams(), oracle.executed());
        if (System.getProperty("ft.oracle.seeds") == null) {
            assertThat(oracle.executed()).isGreaterThan(INSTRUCTIONS);
        }
    }
}
