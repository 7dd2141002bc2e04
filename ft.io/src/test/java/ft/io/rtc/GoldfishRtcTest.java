package ft.io.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.DeviceException;
import ft.device.kit.bench.DeviceBench;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldfishRtcTest {
    private static final int TIME_LOW = 0x00;
    private static final int TIME_HIGH = 0x04;
    private static final int ALARM_LOW = 0x08;
    private static final int ALARM_HIGH = 0x0c;
    private static final int IRQ_ENABLED = 0x10;
    private static final int CLEAR_ALARM = 0x14;
    private static final int ALARM_STATUS = 0x18;
    private static final int CLEAR_INTERRUPT = 0x1c;
    private static final long START = 1_700_000_000_000_000_000L;

    DeviceBench bench;

    @BeforeEach
    void attach() throws Exception {
        bench = DeviceBench.of(new GoldfishRtc(), Map.of("start", Long.toString(START)));
    }

    private long time() {
        long low = bench.read(TIME_LOW);
        return bench.read(TIME_HIGH) << 32 | low;
    }

    private void alarm(long time) {
        bench.write(ALARM_HIGH, time >>> 32);
        bench.write(ALARM_LOW, time & 0xFFFF_FFFFL);
    }

    @Test
    void showsGuestTimeFromTheStart() {
        assertThat(time()).isEqualTo(START);
        bench.boundary(5_000_000_123L);
        assertThat(time()).isEqualTo(START + 5_000_000_123L);
        assertThat(bench.read(TIME_LOW, 8)).isEqualTo(START + 5_000_000_123L);
    }

    @Test
    void readingLowLatchesHigh() {
        bench.read(TIME_LOW);
        bench.boundary(10_000_000_000L);
        assertThat(bench.read(TIME_HIGH)).isEqualTo(START >>> 32);
    }

    @Test
    void takesDates() throws Exception {
        DeviceBench dated =
                DeviceBench.of(new GoldfishRtc(), Map.of("start", "2023-11-14T22:13:20Z"));
        assertThat(dated.read(TIME_LOW, 8)).isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "-5", "99999999999999999999", "+9999-01-01T00:00:00Z"})
    void refusesWhatIsNoTime(String start) {
        assertThatThrownBy(() -> DeviceBench.of(new GoldfishRtc(), Map.of("start", start)))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                        "Slot bench0: the option start is \"%s\", but must be a time such as"
                                + " 2025-01-01T00:00:00Z or a number of nanoseconds since 1970.",
                        start);
    }

    @Test
    void canBeSet() {
        bench.write(TIME_HIGH, 1);
        bench.write(TIME_LOW, 2);
        assertThat(time()).isEqualTo(1L << 32 | 2);
        bench.boundary(40);
        assertThat(time()).isEqualTo(1L << 32 | 42);
    }

    @Test
    void interruptsAtTheAlarm() {
        bench.write(IRQ_ENABLED, 1);
        alarm(START + 1000);
        assertThat(bench.read(ALARM_LOW) | bench.read(ALARM_HIGH) << 32).isEqualTo(START + 1000);
        bench.boundary(999);
        assertThat(bench.line()).isFalse();
        assertThat(bench.read(ALARM_STATUS)).isEqualTo(1);
        bench.boundary(1);
        assertThat(bench.line()).isTrue();
        assertThat(bench.read(ALARM_STATUS)).isZero();
        bench.write(CLEAR_INTERRUPT, 1);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void anAlarmInThePastGoesOffAtOnceAndWaitsForItsEnable() {
        bench.boundary(10);
        alarm(START);
        assertThat(bench.line()).isFalse();
        bench.write(IRQ_ENABLED, 1);
        assertThat(bench.line()).isTrue();
    }

    @Test
    void aClearedAlarmIsSilent() {
        bench.write(IRQ_ENABLED, 1);
        alarm(START + 10);
        bench.write(CLEAR_ALARM, 1);
        bench.boundary(100);
        assertThat(bench.line()).isFalse();
    }

    @Test
    void theAlarmFollowsTheClockThatIsSet() {
        bench.write(IRQ_ENABLED, 1);
        alarm(START + 1_000_000);
        long later = START + 999_000;
        bench.write(TIME_HIGH, later >>> 32);
        bench.write(TIME_LOW, later & 0xFFFF_FFFFL);
        bench.boundary(1000);
        assertThat(bench.line()).isTrue();
    }
}
