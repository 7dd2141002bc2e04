package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.fault.Trigger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to frames on their way: they arrive once each and in order. */
class LineFaultsTest {
    private static final int FRAMES = 40;

    private final LocalCrosslink crosslink = new LocalCrosslink(3, Ring.MIN_CAPACITY, 0);
    private final CrosslinkPort zero = crosslink.port(0);
    private final CrosslinkPort one = crosslink.port(1);
    private final Received received = new Received();

    @BeforeEach
    void connect() {
        crosslink.connect(0, 1, true);
        assertThat(zero.up(1)).isTrue();
        assertThat(one.up(0)).isTrue();
    }

    private void arm(String fault, String trigger) {
        zero.faults().arm(5, Fault.parse(fault), Trigger.parse(trigger));
    }

    private void transfer() {
        for (int i = 0; i < FRAMES; i++) {
            Path path = i % 3 == 0 ? Path.CPU_BUS : Path.CROSSLINK;
            assertThat(zero.send(1, path, new byte[] {(byte) i, 1, 2, 3}, 0, 4)).isTrue();
        }
        for (int polls = 0; polls < 10 * FRAMES; polls++) {
            one.poll(received);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "drop, 1, 1", "drop, 8, 8", "drop, 20, 9", "corrupt, 1, 1", "corrupt, 8, 8",
        "corrupt, 0, 9", "duplicate, 1, 1", "duplicate, 7, 7", "delay, 1, 0", "delay, 30, 0",
    })
    void framesArriveAllTheSame(String mishap, int count, int repeated) {
        arm("link 0 1 " + mishap + " " + count, "frame 0 1 3");
        transfer();
        assertThat(received.marks()).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
        assertThat(one.repeated()).isEqualTo(repeated);
        assertThat(zero.repeated() + one.dropped()).isZero();
        assertThat(zero.faults().takeStrikes()).singleElement().matches(strike -> strike.id() == 5);
    }

    @Test
    void whatIsLateComesLater() {
        arm("link 0 1 delay 1", "now");
        zero.send(1, Path.CROSSLINK, new byte[1], 0, 1);
        assertThat(one.poll(received)).isFalse();
        for (int polls = 0; polls < 10; polls++) {
            one.poll(received);
        }
        assertThat(received.frames).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"link 0 1 drop 9", "link 0 1 corrupt 0"})
    void aLinkBeyondRepetitionIsDeclaredDown(String fault) {
        arm(fault, "now");
        transfer();
        assertThat(zero.faults().takeStrikes())
                .extracting(Strike::text)
                .containsExactly("link to #1 declared down after 8 repetitions");
        assertThat(zero.faults().takeStrikes()).isEmpty();
    }

    @Test
    void onlyTheWayThatWasHitIs() {
        crosslink.connect(0, 2, true);
        CrosslinkPort two = crosslink.port(2);
        zero.up(2);
        two.up(0);
        arm("link 0 1 drop 3", "now");
        zero.send(2, Path.CROSSLINK, new byte[1], 0, 1);
        one.send(0, Path.CROSSLINK, new byte[1], 0, 1);
        assertThat(two.poll(received)).isTrue();
        assertThat(zero.poll(received)).isTrue();
        assertThat(zero.faults().takeStrikes()).isEmpty();
        transfer();
        assertThat(two.repeated() + zero.repeated()).isZero();
        assertThat(one.repeated()).isEqualTo(3);
    }

    @Test
    void framesCanBeWatched() {
        zero.faults().watch(9, new Trigger.AtFrame(0, 1, FRAMES));
        transfer();
        assertThat(zero.faults().takeStrikes()).isEqualTo(List.of(new Strike(9, 0, "frame to #1")));
        assertThat(received.frames).hasSize(FRAMES);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu 0, now",
        "link 1 0 drop 1, now",
        "link 0 0 drop 1, now",
        "link 0 3 drop 1, now",
        "link 0 1 drop 1, 500",
        "link 0 1 drop 1, frame 0 2 1",
    })
    void whatIsNotThereIsRefused(String fault, String trigger) {
        assertThatThrownBy(() -> arm(fault, trigger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[^\\n]{10,}");
    }
}
