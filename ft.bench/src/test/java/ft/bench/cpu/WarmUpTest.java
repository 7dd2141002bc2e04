package ft.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Laps of a time that is given, and how many of them are to warm up. */
class WarmUpTest {
    private static final long MILLI = 1_000_000;
    private static final long MOST = 10_000 * MILLI;

    private static WarmUp.Patience patience(long mostNanos) {
        return new WarmUp.Patience(2, mostNanos);
    }

    /** In milliseconds since the first lap; laps take the given times, the last one for ever. */
    private static long end(WarmUp warmUp, long... laps) {
        long now = 5 * MOST;
        long from = now;
        for (int lap = 0; !warmUp.isOver(now); lap++) {
            now += laps[Math.min(lap, laps.length - 1)] * MILLI;
        }
        return (now - from) / MILLI;
    }

    @Test
    void whatIsAsFastAsItGetsIsLookedAtForThreeWindows() {
        assertThat(end(new WarmUp(patience(MOST)), 100)).isEqualTo(3 * 800);
    }

    @Test
    void whoHasPatienceLooksLonger() {
        WarmUp.Patience patient = new WarmUp.Patience(5, MOST);
        assertThat(end(new WarmUp(patient), 100)).isEqualTo(6 * 800);
    }

    @Test
    void whatGetsFasterGoesOn() {
        assertThat(end(new WarmUp(patience(MOST)), 800, 400, 400, 200, 200, 200, 200, 100))
                .isEqualTo(4 * 800 + 2 * 800);
    }

    @Test
    void whatCreepsIsSeenInTime() {
        long[] laps = new long[40];
        for (int lap = 0; lap < laps.length; lap++) {
            laps[lap] = 1000 - 20 * lap;
        }
        assertThat(end(new WarmUp(patience(MOST)), laps)).isGreaterThan(6_000);
    }

    @Test
    void whatNeverEndsEnds() {
        long[] laps = new long[100];
        for (int lap = 0; lap < laps.length; lap++) {
            laps[lap] = Math.max(1, 1000 >> lap);
        }
        assertThat(end(new WarmUp(patience(2_000 * MILLI)), laps)).isEqualTo(2_000);
        assertThat(end(new WarmUp(patience(0)), 100)).isZero();
    }
}
