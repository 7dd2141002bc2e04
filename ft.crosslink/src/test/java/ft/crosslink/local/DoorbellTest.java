package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DoorbellTest {
    private static final int SPINS = 6400;
    private static final long LONG_NANOS = 20_000_000;

    private int looks;
    private int newsAt = Integer.MAX_VALUE;
    private final Doorbell bell = new Doorbell(SPINS, () -> ++looks >= newsAt);

    private int await(int untilLook) {
        looks = 0;
        newsAt = untilLook;
        bell.await(LONG_NANOS);
        return looks;
    }

    // On a machine that has other things to do a wait may look short, or long, now and then.

    @Test
    void whoWaitsLongAgainAndAgainSoonSleepsAtOnce() {
        int least = await(Integer.MAX_VALUE);
        assertThat(least).isGreaterThan(SPINS);
        while (least > SPINS / 32) {
            least = await(Integer.MAX_VALUE);
        }
    }

    @Test
    void whoWouldNotHaveHadToSleepLooksAsOftenAsItMayAgain() {
        do {
            for (int i = 0; i < 12; i++) {
                await(Integer.MAX_VALUE);
            }
            await(SPINS / 64 + 2); // as soon as it is about to sleep
        } while (await(Integer.MAX_VALUE) <= SPINS);
    }

    /** Waking up may take longer than all looks; what counts is when the bell was rung. */
    @Test
    void whoWakesUpSlowlyLooksAsOftenAsItMayAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean news = new AtomicBoolean();
        Doorbell slow =
                new Doorbell(
                        SPINS,
                        () -> {
                            asked.incrementAndGet();
                            return news.get() && wokeUpLate();
                        });
        int most = 0;
        while (most <= SPINS) {
            asked.set(0);
            news.set(false);
            for (int i = 0; i < 12; i++) {
                slow.await(LONG_NANOS);
            }
            asked.set(0);
            Thread ringer =
                    new Thread(
                            () -> {
                                while (asked.get() < SPINS / 64) {
                                    Thread.onSpinWait();
                                }
                                news.set(true);
                                slow.ring();
                            });
            ringer.start();
            slow.await(100 * LONG_NANOS);
            ringer.join();
            news.set(false);
            asked.set(0);
            slow.await(LONG_NANOS);
            most = asked.get();
        }
        assertThat(most).isGreaterThan(SPINS);
    }

    private static boolean wokeUpLate() {
        LockSupport.parkNanos(LONG_NANOS);
        return true;
    }
}
