package ft.campaign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.ServerException;
import ft.campaign.scenario.Machine;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A golden run is recorded once. */
class GoldensTest {
    private static final Machine MACHINE = new Machine("writer", "", Map.of(), 1000);

    private final Goldens goldens = new Goldens();

    @Test
    @Timeout(60)
    void whoComesWhileItIsRecordedWaits() throws Exception {
        AtomicInteger recordings = new AtomicInteger();
        CountDownLatch recording = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Goldens.Recorder recorder =
                machine -> {
                    recordings.incrementAndGet();
                    recording.countDown();
                    goOn.await();
                    return new Golden(null, 2000, 500);
                };
        FutureTask<Golden> first = new FutureTask<>(() -> goldens.of(MACHINE, recorder));
        FutureTask<Golden> second = new FutureTask<>(() -> goldens.of(MACHINE, recorder));
        new Thread(first).start();
        recording.await();
        Thread waiter = new Thread(second);
        waiter.start();
        // It waits in any case: for the first one, or in a recording of its own.
        while (waiter.getState() != Thread.State.WAITING) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        goOn.countDown();
        assertThat(second.get()).isSameAs(first.get());
        assertThat(recordings).hasValue(1);
        assertThat(goldens.of(MACHINE, recorder)).isSameAs(first.get());
    }

    @Test
    void whatFailedIsTriedAgain() throws Exception {
        assertThatThrownBy(
                        () ->
                                goldens.of(
                                        MACHINE,
                                        machine -> {
                                            throw new ServerException("no such guest");
                                        }))
                .isInstanceOf(ServerException.class)
                .hasMessage("no such guest");
        Golden golden = new Golden(null, 2000, 500);
        assertThat(goldens.of(MACHINE, machine -> golden)).isSameAs(golden);
    }
}
