package ft.chipset.controller.round;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.ServerDescription;
import ft.chipset.controller.view.ServerView;
import ft.chipset.description.Descriptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HorizonTest {
    private static final long NOTHING = Long.MAX_VALUE;

    private final ServerDescription description = Descriptions.standard("test");
    private final ServerView view = new ServerView(description);
    private final Horizon horizon = new Horizon(view, new Pacer(view));
    private final long quantum = description.quantum();

    private long next(long earliest, long asked) {
        return horizon.nextAwake(earliest, asked) / quantum;
    }

    @Test
    void aGuestThatHasJustAskedStopsAtTheNextBoundary() {
        view.clock = 40 * quantum;
        assertThat(next(NOTHING, 40 * quantum)).isEqualTo(41);
        assertThat(next(NOTHING, 39 * quantum + 1)).isEqualTo(41);
        assertThat(next(NOTHING, 41 * quantum)).isEqualTo(41);
    }

    @Test
    void theLongerItAsksForNothingTheFurtherItRuns() {
        view.clock = 40 * quantum;
        assertThat(next(NOTHING, 38 * quantum)).isEqualTo(42);
        assertThat(next(NOTHING, 36 * quantum)).isEqualTo(44);
        assertThat(next(NOTHING, 33 * quantum)).isEqualTo(44);
        assertThat(next(NOTHING, 0)).isEqualTo(64);
        view.clock = 400 * quantum;
        assertThat(next(NOTHING, 0)).isEqualTo(448);
    }

    @Test
    void aGuestThatIsPacedDoesNotKeepItsHostWaiting() throws Exception {
        ServerDescription paced = Descriptions.vary(description, Map.of("paced", "true"));
        ServerView view = new ServerView(paced);
        view.clock = 400 * quantum;
        Horizon near = new Horizon(view, new Pacer(view));
        assertThat(near.nextAwake(NOTHING, 0) / quantum).isEqualTo(416);
    }

    @Test
    void boundariesAreMultiplesOfTheStepWhereverItBegan() {
        view.clock = 43 * quantum;
        assertThat(next(NOTHING, 0)).isEqualTo(64);
        assertThat(next(NOTHING, 35 * quantum)).isEqualTo(48);
        assertThat(next(NOTHING, 39 * quantum)).isEqualTo(44);
    }

    @Test
    void nothingThatIsDueIsPassedOver() {
        view.clock = 40 * quantum;
        assertThat(next(41 * quantum + 1, 0)).isEqualTo(42);
        assertThat(next(42 * quantum, 0)).isEqualTo(42);
        assertThat(next(40 * quantum, 0)).isEqualTo(41);
        view.nextAlarm[1] = 41 * quantum;
        assertThat(next(42 * quantum, 0)).isEqualTo(41);
        view.nextAlarm[0] = 1;
        assertThat(next(42 * quantum, 0)).isEqualTo(41);
    }

    @Test
    void aGuestThatIsCopiedStopsWhenThereIsSomethingToCopy() {
        view.clock = 40 * quantum;
        assertThat(copying(NOTHING, 0, 48)).isEqualTo(48);
        assertThat(copying(NOTHING, 0, 40)).isEqualTo(41);
        assertThat(copying(NOTHING, 0, 200)).isEqualTo(64);
        assertThat(copying(NOTHING, 38 * quantum, 48)).isEqualTo(42);
        assertThat(copying(43 * quantum, 0, 48)).isEqualTo(43);
    }

    private long copying(long earliest, long asked, long work) {
        return horizon.nextCopying(earliest, asked, work * quantum) / quantum;
    }
}
