package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.fault.Fault;
import ft.api.resync.CopyEnvironment;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ResyncReport;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every strategy works with any unit of copying (P17 c.4) and with a trace of lines or pages. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class CopyUnitsTest {
    @ParameterizedTest
    @CsvSource({
        "trace, LINE, 256",
        "trace, PAGE, 256",
        "trace, PAGE, 16384",
        "trace, LINE, 4096",
        "trace, LINE, 65536",
        "checksum, PAGE, 256",
        "checksum, LINE, 16384",
        "checksum-literal, PAGE, 16384",
        "checksum-literal, LINE, 1024"
    })
    void theGuestNeverNotices(String strategy, String granularity, int unit) throws Exception {
        try (Scene scene = new Scene(6_000_000, "ws=64 report=100")) {
            scene.with("strategy=" + strategy, "traceGranularity=" + granularity)
                    .with("copyUnit=" + unit, "driver=" + (unit > 4096 ? "parallel" : "sequential"))
                    .strike(2_500_000, new Fault.RegisterFlip(1, 0, "sp", 6))
                    .at(4_000_000, new Operation.Pull(1, Board.CPU))
                    .at(4_100_000, new Operation.Insert(1, Board.CPU))
                    .assertGolden();
        }
    }

    /**
     * What was never copied may differ in all of it, so that no use of the contract copies less.
     */
    @ParameterizedTest
    @ValueSource(ints = {256, 4096})
    void aPageThatWasNeverCopiedIsCopiedWhole(int unit) throws Exception {
        try (Scene scene = new Scene(6_000_000, "ws=64 report=100")) {
            scene.parts.install("entries", new EntriesOnly());
            scene.with("strategy=entries", "traceGranularity=LINE", "copyUnit=" + unit)
                    .assertGolden();
            assertThat(scene.reports())
                    .as(scene::log)
                    .hasSize(1)
                    .allMatch(ResyncReport::succeeded)
                    .noneMatch(ResyncReport::fallback);
        }
    }

    /** Copies under stop, and only what may differ. */
    private record EntriesOnly() implements CopyStrategy {
        @Override
        public String description() {
            return "entries of all pages, under stop";
        }

        @Override
        public CopySession open(CopyEnvironment environment) {
            return new CopySession() {
                @Override
                public Step online() {
                    return Step.DONE;
                }

                @Override
                public Step stopped() {
                    for (int page = 0; page < environment.pages(); page++) {
                        environment.copyEntries(page);
                    }
                    return Step.DONE;
                }
            };
        }
    }
}
