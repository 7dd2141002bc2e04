package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Operation;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the check of main storage takes (T114) follows from the rate of the checksum units. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MemoryCheckTest {
    private static final long SYNCHRONIZED = 2_000_000;
    private static final long END = 40_000_000;

    /** Cycles from the synchronization reset until main storage is proven equal. */
    private static long check(String checksumRate) throws Exception {
        TestParts parts = new TestParts();
        Map<StateEvent, Long> clocks = new EnumMap<>(StateEvent.class);
        try (DescribedServer server =
                parts.server(
                        "driver=sequential",
                        "memory=1MiB",
                        "automaticSync=false",
                        "strategy=stop-and-copy",
                        "dmaRate=64MiB",
                        "checksumRate=" + checksumRate)) {
            server.onEvent(event -> note(clocks, event));
            server.guest(parts.guest("writer", "ws=256 pause=100"));
            server.submitAt(SYNCHRONIZED, new Operation.Synchronize(1));
            TestParts.powerOnHeldAt(server, END);
            assertThat(server.systems())
                    .extracting(SystemStatus::state)
                    .containsOnly(SystemState.ONLINE_SYNC);
        }
        return clocks.get(StateEvent.CHECK_OK) - clocks.get(StateEvent.SYNC_RESET);
    }

    private static void note(Map<StateEvent, Long> clocks, ServerEvent event) {
        if (event.event() != null) {
            clocks.put(event.event(), event.clock());
        }
    }

    @Test
    void theCheckTakesAsLongAsTheChecksumUnitsNeedForIt() throws Exception {
        assertThat(check("16MiB")).isCloseTo(4 * check("64MiB"), Percentage.withPercentage(10));
    }
}
