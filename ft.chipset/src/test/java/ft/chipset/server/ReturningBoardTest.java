package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.state.SystemState;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A board that was ACT, was pulled, and is a spare that nobody synchronizes when it is back. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReturningBoardTest {
    private static final long SYNC = 1_000_000;
    private static final long PULL = 9_000_000;
    private static final long INSERT = 10_000_000;
    private static final long END = 16_000_000;

    private final TestParts parts = new TestParts();

    private Probe probe(boolean disturbed) throws Exception {
        try (DescribedServer server = parts.server("automaticSync=false")) {
            server.guest(parts.guest("ledger", "ws=256 report=200"));
            if (disturbed) {
                server.submitAt(SYNC, new Operation.Synchronize(1));
                server.submitAt(PULL, new Operation.Pull(0, Board.CPU));
                server.submitAt(INSERT, new Operation.Insert(0, Board.CPU));
            }
            Probe probe = TestParts.powerOnTo(server, END);
            if (disturbed) {
                assertThat(server.systems())
                        .extracting("state")
                        .containsExactly(SystemState.OFFLINE, SystemState.ONLINE_READY);
            }
            return probe;
        }
    }

    @Test
    void waitsInItsFirmwareAndSaysNothing() throws Exception {
        Probe reference = probe(false);
        Probe probe = probe(true);
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).isEqualTo(reference.memory());
    }

    @Test
    void isNoReasonToHoldTheGuestLater() throws Exception {
        assertThat(probe(true).clock()).isEqualTo(probe(false).clock());
    }
}
