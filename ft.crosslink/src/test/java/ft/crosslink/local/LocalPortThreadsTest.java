package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two threads; a wake-up that is lost makes a test run into its time limit. A thread of its own,
 * since one that waits for ever ignores being interrupted.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalPortThreadsTest {
    private static final long FOREVER = Long.MAX_VALUE;

    private final LocalCrosslink crosslink = new LocalCrosslink(2, Ring.MIN_CAPACITY, 200);
    private final CrosslinkPort zero = crosslink.port(0);
    private final CrosslinkPort one = crosslink.port(1);

    private void connect() {
        crosslink.connect(0, 1, true);
        zero.up(1);
        one.up(0);
    }

    private static CompletableFuture<Void> start(Callable<?> body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                body.call();
                                done.complete(null);
                            } catch (Throwable e) {
                                done.completeExceptionally(new CompletionException(e));
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** A million frames there and back, as many under way as fit. */
    @Test
    void aMillionFramesComeBackInOrder() throws Exception {
        connect();
        int count = 1_000_000;
        CompletableFuture<Void> echo =
                start(
                        () -> {
                            CrosslinkPort.Handler back =
                                    (peer, path, buffer, offset, length) -> {
                                        while (!one.send(peer, path, buffer, offset, length)) {
                                            Thread.yield();
                                        }
                                    };
                            for (int served = 0; served < count; ) {
                                if (one.poll(back)) {
                                    served++;
                                } else {
                                    one.await(FOREVER);
                                }
                            }
                            return null;
                        });
        int[] back = {0};
        CrosslinkPort.Handler check =
                (peer, path, buffer, offset, length) -> {
                    int mark =
                            (buffer[offset] & 0xff)
                                    | (buffer[offset + 1] & 0xff) << 8
                                    | (buffer[offset + 2] & 0xff) << 16;
                    if (mark != back[0] || length != 3 + mark % 61) {
                        throw new AssertionError(mark + " came where " + back[0] + " was due");
                    }
                    back[0]++;
                };
        byte[] frame = new byte[64];
        for (int sent = 0; back[0] < count; ) {
            boolean did = false;
            if (sent < count) {
                frame[0] = (byte) sent;
                frame[1] = (byte) (sent >> 8);
                frame[2] = (byte) (sent >> 16);
                if (zero.send(1, Path.CROSSLINK, frame, 0, 3 + sent % 61)) {
                    sent++;
                    did = true;
                }
            }
            did |= zero.poll(check);
            if (!did) {
                zero.await(FOREVER);
            }
        }
        echo.get();
        assertThat(back[0]).isEqualTo(count);
        assertThat(zero.up(1)).isTrue();
        assertThat(one.up(0)).isTrue();
        assertThat(zero.dropped() + one.dropped()).isZero();
    }

    /** One frame under way at a time: each must end the other side's wait. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void noFrameIsMissedByAWaitingReceiver(int spins) throws Exception {
        LocalCrosslink link = new LocalCrosslink(2, Ring.MIN_CAPACITY, spins);
        CrosslinkPort left = link.port(0);
        CrosslinkPort right = link.port(1);
        link.connect(0, 1, true);
        left.up(1);
        right.up(0);
        int count = 10_000;
        CompletableFuture<Void> echo = start(() -> pingPong(right, 0, count, false, 7));
        pingPong(left, 1, count, true, 11);
        echo.get();
        assertThat(left.up(1)).isTrue();
    }

    private static Void pingPong(
            CrosslinkPort port, int peer, int count, boolean begin, long seed) {
        byte[] frame = new byte[1];
        Random random = new Random(seed);
        AtomicInteger got = new AtomicInteger();
        CrosslinkPort.Handler handler =
                (from, path, buffer, offset, length) -> got.incrementAndGet();
        for (int i = 0; i < count; i++) {
            if (begin) {
                port.send(peer, Path.CROSSLINK, frame, 0, 1);
            }
            while (got.get() == i) {
                if (!port.poll(handler)) {
                    port.await(FOREVER);
                }
            }
            // Sends now a little before, now a little after the other side has gone to sleep.
            for (int spin = random.nextInt(400); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            if (!begin) {
                port.send(peer, Path.CROSSLINK, frame, 0, 1);
            }
        }
        return null;
    }

    @Test
    void aWakeBeforeTheWaitEndsIt() {
        zero.wake();
        zero.wake();
        zero.await(FOREVER);
        // Both were taken by one wait: this one lasts as long as it was told.
        long start = System.nanoTime();
        zero.await(1_000_000);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000);
    }

    @Test
    void noWakeIsMissed() throws Exception {
        int count = 10_000;
        AtomicInteger done = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Void> waiter =
                start(
                        () -> {
                            for (int i = 1; i <= count; i++) {
                                while (asked.get() < i) {
                                    one.await(FOREVER);
                                }
                                done.set(i);
                            }
                            return null;
                        });
        Random random = new Random(5);
        for (int i = 1; i <= count; i++) {
            asked.set(i);
            one.wake();
            while (done.get() < i && !waiter.isCompletedExceptionally()) {
                Thread.yield();
            }
            for (int spin = random.nextInt(300); spin > 0; spin--) {
                Thread.onSpinWait();
            }
        }
        waiter.get();
        assertThat(done.get()).isEqualTo(count);
    }

    @Test
    void aChangeOfALinkEndsTheWaitUntilItWasSeen() throws Exception {
        CompletableFuture<Void> cutter =
                start(
                        () -> {
                            for (int i = 0; i < 2000; i++) {
                                crosslink.connect(0, 1, i % 2 == 0);
                            }
                            return null;
                        });
        cutter.get();
        // The last change was a cut; nothing was seen yet.
        zero.await(FOREVER);
        assertThat(zero.up(1)).isFalse();

        CompletableFuture<Void> waiter =
                start(
                        () -> {
                            while (!zero.up(1)) {
                                zero.await(FOREVER);
                            }
                            while (zero.up(1)) {
                                zero.await(FOREVER);
                            }
                            return null;
                        });
        crosslink.connect(0, 1, true);
        while (!one.up(0)) {}
        // Told to the waiter or not: the cut must be.
        crosslink.connect(0, 1, false);
        crosslink.connect(0, 1, true);
        if (!waiter.isDone()) {
            Thread.sleep(5);
            crosslink.connect(0, 1, false);
        }
        waiter.get();
    }

    /** Whoever finds damage tells the other side, too. */
    @Test
    void damageEndsTheWaitOfTheSender() throws Exception {
        LocalCrosslink link = new LocalCrosslink(2, Ring.MIN_CAPACITY, 0);
        LocalPort sender = (LocalPort) link.port(0);
        LocalPort receiver = (LocalPort) link.port(1);
        link.connect(0, 1, true);
        sender.up(1);
        receiver.up(0);
        sender.send(1, Path.CROSSLINK, new byte[9], 0, 9);
        receiver.incoming(0).corrupt(20, 1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Void> waiter =
                start(
                        () -> {
                            thread.complete(Thread.currentThread());
                            while (sender.up(1)) {
                                sender.await(FOREVER);
                            }
                            return null;
                        });
        while (thread.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.yield();
        }
        assertThat(receiver.poll((peer, path, buffer, offset, length) -> {})).isFalse();
        waiter.get();
    }

    /** Whatever came after it, for {@link CrosslinkPort#isTaken} waits for all. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thatWhatWasLentIsTakenEndsTheWait(boolean more) throws Exception {
        connect();
        zero.lend(1, Path.CROSSLINK, new byte[8], 0, 8, new byte[][] {new byte[4096]}, 1);
        if (more) {
            zero.send(1, Path.CROSSLINK, new byte[8], 0, 8);
        }
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Void> lender =
                start(
                        () -> {
                            thread.complete(Thread.currentThread());
                            zero.await(FOREVER);
                            assertThat(zero.isTaken(1)).isTrue();
                            return null;
                        });
        while (thread.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.yield();
        }
        while (one.poll((peer, path, buffer, offset, length) -> {})) {}
        lender.get();
    }

    @Test
    void whatWasTakenIsNewsUntilItWasToldSo() {
        connect();
        zero.lend(1, Path.CROSSLINK, new byte[8], 0, 8, new byte[][] {new byte[4096]}, 1);
        while (one.poll((peer, path, buffer, offset, length) -> {})) {}
        zero.await(FOREVER);
        assertThat(zero.isTaken(1)).isTrue();
        long start = System.nanoTime();
        zero.await(2_000_000);
        assertThat(System.nanoTime() - start).as("waited").isGreaterThan(1_900_000);
    }

    /** A cut, a connection and a wake reach a thread that is parked. */
    @Test
    void aChangeOfALinkEndsTheWaitOfBothSides() throws Exception {
        for (int side = 0; side < 2; side++) {
            LocalCrosslink link = new LocalCrosslink(2, Ring.MIN_CAPACITY, 0);
            CrosslinkPort port = link.port(side);
            int other = 1 - side;
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            CompletableFuture<Void> waiter =
                    start(
                            () -> {
                                thread.complete(Thread.currentThread());
                                while (!port.up(other)) {
                                    port.await(FOREVER);
                                }
                                return null;
                            });
            while (thread.get().getState() != Thread.State.TIMED_WAITING) {
                Thread.yield();
            }
            link.connect(0, 1, true);
            waiter.get();
        }
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        zero.await(FOREVER);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Cuts at any moment: what arrives between two cuts is a beginning of what was sent. */
    @Test
    void cutsNeverLetAGapThrough() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger total = new AtomicInteger();
        CompletableFuture<Void> sender =
                start(
                        () -> {
                            byte[] frame = new byte[40];
                            boolean up = false;
                            int number = 0;
                            while (!stop.get()) {
                                boolean now = zero.up(1);
                                if (now && !up) {
                                    number = 0;
                                }
                                up = now;
                                frame[0] = (byte) number;
                                frame[1] = (byte) (number >> 8);
                                frame[2] = (byte) (number >> 16);
                                if (zero.send(1, Path.CROSSLINK, frame, 0, 40)) {
                                    number++;
                                } else {
                                    Thread.yield();
                                }
                            }
                            return null;
                        });
        CompletableFuture<Void> cutter =
                start(
                        () -> {
                            Random random = new Random(3);
                            for (int i = 0; i < 500; i++) {
                                crosslink.connect(0, 1, true);
                                int enough = total.get() + random.nextInt(4);
                                while (total.get() < enough && !stop.get()) {
                                    Thread.yield();
                                }
                                for (int spin = random.nextInt(500); spin > 0; spin--) {
                                    Thread.onSpinWait();
                                }
                                crosslink.connect(0, 1, false);
                            }
                            stop.set(true);
                            return null;
                        });
        int[] expected = {0};
        CrosslinkPort.Handler check =
                (peer, path, buffer, offset, length) -> {
                    int mark =
                            (buffer[offset] & 0xff)
                                    | (buffer[offset + 1] & 0xff) << 8
                                    | (buffer[offset + 2] & 0xff) << 16;
                    if (mark != expected[0]) {
                        throw new AssertionError(mark + " came where " + expected[0] + " was due");
                    }
                    expected[0]++;
                    total.incrementAndGet();
                };
        boolean up = false;
        try {
            while (!stop.get()) {
                boolean now = one.up(0);
                if (now && !up) {
                    expected[0] = 0;
                }
                up = now;
                while (one.poll(check)) {}
                Thread.yield();
            }
        } finally {
            stop.set(true);
        }
        cutter.get();
        sender.get();
        assertThat(total.get()).isPositive();
    }
}
