package ft.chipset.server;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
