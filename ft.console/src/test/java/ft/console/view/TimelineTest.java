package ft.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a timeline shows. */
class TimelineTest {
    private final List<ServerEvent> log = new ArrayList<>();
    private final SystemState[] states = {SystemState.OFF, SystemState.OFF, SystemState.OFF};
    private boolean refused;

    private void event(
            long clock, int system, String label, StateEvent event, SystemState to, String text) {
        log.add(
                new ServerEvent(
                        log.size(),
                        clock,
                        clock * 10,
                        Instant.EPOCH.plusNanos(clock * 10),
                        system,
                        label,
                        event,
                        states[system],
                        to,
                        system == 0 ? Mode.ACT : Mode.SBY,
                        refused,
                        text));
        states[system] = to;
    }

    private void firstSynchronization() {
        event(0, 0, "T100", StateEvent.POR, SystemState.OFFLINE_DIVIDE, "power on");
        event(0, 1, "T200", StateEvent.POR, SystemState.OFFLINE_DIVIDE, "power on");
        event(0, 0, "T101", StateEvent.SET_ACT, SystemState.ONLINE_DIVIDE, "#0 is ACT");
        event(300, 0, "T204", StateEvent.XLINK_UP, SystemState.ONLINE_READY, "connected");
        event(300, 1, "T204", StateEvent.XLINK_UP, SystemState.OFFLINE, "connected");
        event(500, 0, "T105", StateEvent.SYNC_START, SystemState.ONLINE_READY, "asked for");
        event(500, 1, "T105", StateEvent.SYNC_START, SystemState.RECOVER_OFFLINE, "asked for");
        event(500, 0, "", null, SystemState.ONLINE_READY, "a note that is too long for its line");
        event(900, 0, "T110", StateEvent.SYNC_RESET, SystemState.PRE_ONLINE_SYNC, "reset");
        event(900, 1, "T206", StateEvent.SYNC_RESET, SystemState.PRE_ONLINE_SYNC, "reset");
    }

    private static String body(String timeline) {
        return timeline.replaceAll("(?m)^ *0\\.(\\d{6})  \\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "$1")
                .replaceAll("(?m)^ {25}", " ".repeat(6))
                .replaceAll("(?m) +$", "");
    }

    @Test
    void statesAreBarsThatGoDownUntilTheyChange() {
        firstSynchronization();
        assertThat(body(Timeline.of(log, 2, -1, 100, 80).toString()))
                .isEqualTo(
                        """
                         guest time  wall clock    #0         #1         what and why
                        000000  ST6  T100  ST6  T200  power on
                        000000  ST1  T101  .          #0 is ACT
                        000003  ST2  T204  ST7  T204  connected
                        000005  #    T105  ST8  T105  asked for
                        000005  #    *     :          a note that is too long for its
                                #          :          line
                        000009  ST3  T110  ST3  T206  reset
                        # in service, ACT; | in service, SBY; : copied to, or becoming quiet; . spare;
                        x isolated; blank: off""");
    }

    @Test
    void theNewestEventsKnowTheStatesBefore() {
        firstSynchronization();
        assertThat(body(Timeline.of(log, 2, -1, 3, 80).toString()).lines().skip(1).limit(3))
                .containsExactly(
                        "000005  #    *     :          a note that is too long for its",
                        "        #          :          line",
                        "000009  ST3  T110  ST3  T206  reset");
    }

    @Test
    void oneSystemAlone() {
        firstSynchronization();
        String timeline = Timeline.of(log, 2, 1, 2, 80).toString();
        assertThat(body(timeline).lines().limit(3))
                .containsExactly(
                        " guest time  wall clock    #1         what and why",
                        "000005  ST8  T105  asked for",
                        "000009  ST3  T206  reset");
    }

    @Test
    void theSameTextOfOneSystemTwiceIsTwoRows() {
        event(0, 0, "", null, SystemState.OFF, "again");
        event(0, 0, "", null, SystemState.OFF, "again");
        assertThat(Timeline.of(log, 2, -1, 100, 80).rows()).hasSize(2);
    }

    @Test
    void whatWasRefusedSaysSo() {
        refused = true;
        event(0, 0, "", StateEvent.RESET, SystemState.OFF, "not now");
        assertThat(Timeline.of(log, 2, -1, 100, 80).toString()).contains("*     ", "refused not");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 132})
    void noLineIsLongerThanTheTerminal(int width) {
        firstSynchronization();
        event(950, 2, "T200", StateEvent.POR, SystemState.OFFLINE_DIVIDE, "word ".repeat(30));
        for (int systems = 3; systems <= 4; systems++) {
            String text = Timeline.of(log, systems, -1, 100, width).toString();
            assertThat(text.lines().skip(1)).allMatch(line -> line.length() <= width);
            assertThat(text).contains("ST3  T110", "word word").matches("\\p{ASCII}*");
        }
    }

    @Test
    void nothingYet() {
        assertThat(Timeline.of(log, 2, -1, 100, 80))
                .hasToString("Nothing has happened yet; ft:power on begins.");
    }
}
