package ft.observe.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Outbox> closed = new ArrayList<>();
    private final Outbox outbox = new Outbox("test", () -> {}, failures::add, closed::add);

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void whoPutsSomethingInNeverWaitsAndWhatDoesNotFitIsCounted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(Outbox.CAPACITY);
        outbox.start();
        outbox.put(
                () -> {
                    begun.countDown();
                    awaitUninterrupted(goOn);
                });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.lastDrop()).isEmpty();
        for (int i = 0; i < Outbox.CAPACITY + 7; i++) {
            outbox.put(done::countDown);
        }
        assertThat(outbox.dropped()).isEqualTo(7);
        assertThat(outbox.lastDrop()).isPresent();
        goOn.countDown();
        assertThat(done.await(30, TimeUnit.SECONDS)).as("the others are done").isTrue();
        assertThat(outbox.dropped()).isEqualTo(7);
    }

    @Test
    void aFailureIsToldAndEndsNothing() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        outbox.put(
                () -> {
                    throw new IllegalStateException("a handler of somebody else");
                });
        outbox.put(done::countDown);
        outbox.start();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingIsDoneAfterItWasClosed() {
        outbox.start();
        outbox.close();
        outbox.put(() -> failures.add(new AssertionError("done after the end")));
        assertThat(closed).containsExactly(outbox);
        assertThat(failures).isEmpty();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
