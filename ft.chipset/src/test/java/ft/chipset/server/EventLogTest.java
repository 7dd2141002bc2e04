package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final int KEPT = 10_000;

    private final EventLog log = new EventLog();

    private static ServerEvent event(long clock) {
        return new ServerEvent(
                99,
                clock,
                clock * 10,
                Instant.EPOCH,
                1,
                "T105",
                StateEvent.SYNC_START,
                SystemState.OFFLINE,
                SystemState.RECOVER_OFFLINE,
                Mode.SBY,
                false,
                "why");
    }

    @Test
    void eventsAreNumberedInTheirOrderAndOtherwiseUnchanged() {
        log.add(event(5));
        log.add(event(6));
        assertThat(log.all()).extracting(ServerEvent::sequence).containsExactly(0L, 1L);
        assertThat(log.all().get(0))
                .usingRecursiveComparison()
                .ignoringFields("sequence")
                .isEqualTo(event(5));
    }

    @Test
    void theNewestEventsAreKeptAndKeepTheirNumbers() {
        for (int i = 0; i < KEPT + 5; i++) {
            log.add(event(i));
        }
        assertThat(log.all()).hasSize(KEPT);
        assertThat(log.all().get(0).sequence()).isEqualTo(5);
        assertThat(log.all().get(KEPT - 1).sequence()).isEqualTo(KEPT + 4);
    }

    @Test
    void whatWasReadDoesNotChange() {
        log.add(event(1));
        List<ServerEvent> read = log.all();
        log.add(event(2));
        assertThat(read).hasSize(1);
    }

    @Test
    void listenersHearNumberedEventsUntilTheyAreClosed() throws Exception {
        List<ServerEvent> heard = new ArrayList<>();
        AutoCloseable listening = log.listen(heard::add);
        log.add(event(1));
        listening.close();
        log.add(event(2));
        assertThat(heard).containsExactlyElementsOf(log.all().subList(0, 1));
    }
}
