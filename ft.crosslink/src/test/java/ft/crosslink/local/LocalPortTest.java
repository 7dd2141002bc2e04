package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPortTest {
    private static final Path FT = Path.CROSSLINK;
    private static final Path BUS = Path.CPU_BUS;

    private final LocalCrosslink crosslink = new LocalCrosslink(3, Ring.MIN_CAPACITY, 0);
    private final LocalPort zero = (LocalPort) crosslink.port(0);
    private final LocalPort one = (LocalPort) crosslink.port(1);
    private final LocalPort two = (LocalPort) crosslink.port(2);
    private final Received received = new Received();

    private void connect() {
        crosslink.connect(0, 1, true);
        assertThat(zero.up(1)).isTrue();
        assertThat(one.up(0)).isTrue();
    }

    private static boolean send(CrosslinkPort port, int peer, Path path, int... bytes) {
        byte[] frame = new byte[bytes.length + 3];
        for (int i = 0; i < bytes.length; i++) {
            frame[i + 2] = (byte) bytes[i];
        }
        return port.send(peer, path, frame, 2, bytes.length);
    }

    /** Pages that a frame lends. */
    @Nested
    class Lent {
        private final List<byte[]> seen = new ArrayList<>();

        /** Whether the sender may go on was told while the receiver was at its frame. */
        private final List<Boolean> takenMeanwhile = new ArrayList<>();

        private final CrosslinkPort.Handler handler =
                new CrosslinkPort.Handler() {
                    @Override
                    public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
                        received.frame(peer, path, buffer, offset, length);
                    }

                    @Override
                    public void lent(
                            int peer,
                            Path path,
                            byte[] buffer,
                            int offset,
                            int length,
                            byte[][] pages) {
                        frame(peer, path, buffer, offset, length);
                        seen.addAll(Arrays.asList(pages).subList(0, 2));
                        takenMeanwhile.add(zero.isTaken(1));
                    }
                };

        private boolean lend(int mark, byte[]... pages) {
            return zero.lend(1, FT, new byte[] {(byte) mark}, 0, 1, pages, pages.length);
        }

        @Test
        void areSeenWhereTheyLieAndTakenWhenTheirFrameIs() {
            connect();
            byte[] page = new byte[4096];
            send(zero, 1, FT, 1);
            lend(2, page, null);
            send(zero, 1, BUS, 3);

            assertThat(zero.isTaken(1)).isFalse();
            while (one.poll(handler)) {}

            assertThat(received.marks()).containsExactly(1, 2, 3);
            assertThat(seen).containsExactly(page, null);
            assertThat(seen.get(0)).isSameAs(page);
            assertThat(takenMeanwhile).containsExactly(false);
            assertThat(zero.isTaken(1)).isTrue();
        }

        @Test
        void areTakenWithTheFrameInWhoseHandlerTheyWere() {
            connect();
            crosslink.connect(1, 2, true);
            assertThat(one.up(2) && two.up(1)).isTrue();
            lend(1, new byte[4096], null);
            one.poll(handler); // so that the other peer's turn is next
            send(two, 1, FT, 3);
            lend(2, new byte[4096], null);
            boolean[] nested = new boolean[1];
            one.poll((peer, path, buffer, offset, length) -> nested[0] = one.poll(handler));
            assertThat(nested).containsExactly(true);
            assertThat(received.marks()).containsExactly(1, 2);
            assertThat(zero.isTaken(1)).isTrue();
        }

        @Test
        void areAsManyAsHaveRoom() {
            connect();
            int sent = 0;
            while (sent < 1000 && lend(sent, new byte[] {(byte) sent}, new byte[0])) {
                sent++;
            }
            assertThat(sent).isBetween(2, 999);
            assertThat(one.poll(handler)).isTrue();
            assertThat(lend(sent, new byte[] {(byte) sent}, new byte[0])).isTrue();
            while (one.poll(handler)) {}
            for (int i = 0; i <= sent; i++) {
                assertThat(seen.get(2 * i)).containsExactly(i);
            }
            assertThat(zero.isTaken(1)).isTrue();
            assertThat(lend(7, new byte[] {7}, new byte[0])).isTrue();
            assertThat(one.poll(handler)).isTrue();
            assertThat(seen.get(seen.size() - 2)).containsExactly(7);
        }

        @Test
        void arriveWhateverHappensOnTheWay() {
            connect();
            Fault.LinkFault fault = new Fault.LinkFault(0, 1, Fault.Mishap.CORRUPT, 2);
            zero.faults().arm(1, fault, new Trigger.Now());
            byte[] page = {1, 2};
            lend(9, page, null);
            while (one.poll(handler)) {}
            assertThat(received.marks()).containsExactly(9);
            assertThat(seen.get(0)).isSameAs(page);
            assertThat(one.repeated()).isEqualTo(2);
        }

        @Test
        void areNobodysWhenTheLinkIsCut() {
            connect();
            lend(1, new byte[1], null);
            crosslink.connect(0, 1, false);
            assertThat(zero.isTaken(1)).isTrue();
            assertThat(one.up(0)).isFalse();
            assertThat(one.poll(handler)).isFalse();
            assertThat(seen).isEmpty();
            assertThat(zero.up(1)).isFalse();
            assertThat(lend(1, new byte[1], null)).as("dropped").isTrue();
            assertThat(zero.isTaken(1)).isTrue();
        }

        @Test
        void areNotMoreThanAFrameLends() {
            connect();
            byte[][] many = new byte[CrosslinkPort.MAX_LENT + 1][];
            assertThatThrownBy(() -> lend(1, many)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class Frames {
        @Test
        void arriveInOrderWhateverTheirPath() {
            connect();
            send(zero, 1, FT, 1, 10, 11);
            send(zero, 1, BUS, 2);
            send(zero, 1, FT);
            send(zero, 1, BUS, 4, 5);

            while (one.poll(received)) {}

            assertThat(received.frames)
                    .containsExactly(
                            Received.Frame.of(0, FT, (byte) 1, (byte) 10, (byte) 11),
                            Received.Frame.of(0, BUS, (byte) 2),
                            Received.Frame.of(0, FT),
                            Received.Frame.of(0, BUS, (byte) 4, (byte) 5));
            assertThat(zero.poll(received)).isFalse();
            assertThat(one.dropped() + zero.dropped()).isZero();
        }

        @Test
        void arriveOneByPoll() {
            connect();
            send(zero, 1, FT, 1);
            send(zero, 1, FT, 2);

            assertThat(one.poll(received)).isTrue();
            assertThat(received.marks()).containsExactly(1);
            assertThat(one.poll(received)).isTrue();
            assertThat(one.poll(received)).isFalse();
            assertThat(received.marks()).containsExactly(1, 2);
        }

        @Test
        void ofOnePeerDoNotKeepThoseOfAnotherWaiting() {
            connect();
            crosslink.connect(2, 1, true);
            two.up(1);
            one.up(2);
            for (int i = 0; i < 3; i++) {
                send(zero, 1, FT, i);
                send(two, 1, FT, 100 + i);
            }

            while (one.poll(received)) {}

            assertThat(received.frames.stream().map(Received.Frame::peer))
                    .containsExactly(2, 0, 2, 0, 2, 0);
            assertThat(received.marks()).containsExactly(100, 0, 101, 1, 102, 2);
        }

        @Test
        void ofLargestSizePassTheEndOfTheRing() {
            connect();
            byte[] frame = new byte[CrosslinkPort.MAX_FRAME];
            for (int i = 0; i < 50; i++) {
                frame[0] = (byte) i;
                frame[frame.length - 1] = (byte) ~i;
                assertThat(zero.send(1, FT, frame, 0, frame.length)).isTrue();
                assertThat(one.poll(received)).isTrue();
                List<Byte> bytes = received.frames.get(i).bytes();
                assertThat(bytes).hasSize(frame.length);
                assertThat(bytes.get(0)).isEqualTo((byte) i);
                assertThat(bytes.get(frame.length - 1)).isEqualTo((byte) ~i);
            }
            assertThat(one.up(0)).isTrue();
        }

        @Test
        void longerThanAllowedAreRefused() {
            connect();
            assertThatThrownBy(() -> zero.send(1, FT, new byte[70_000], 0, 65_537))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A frame of 65537 bytes is longer than 65536");
            assertThatThrownBy(() -> zero.send(1, FT, new byte[4], 2, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(one.poll(received)).isFalse();
        }

        @Test
        void areTakenOnceEvenIfTheHandlerFails() {
            connect();
            send(zero, 1, FT, 1);
            send(zero, 1, FT, 2);

            assertThatThrownBy(
                            () ->
                                    one.poll(
                                            (peer, path, buffer, offset, length) -> {
                                                throw new IllegalStateException("handler");
                                            }))
                    .hasMessage("handler");
            while (one.poll(received)) {}

            assertThat(received.marks()).containsExactly(2);
            assertThat(one.up(0)).isTrue();
        }

        @Test
        void stayReadableWhileTheHandlerPollsForMore() {
            connect();
            byte[] large = new byte[CrosslinkPort.MAX_FRAME - 100];
            for (int i = 0; i < 40; i++) {
                while (true) {
                    large[0] = (byte) i;
                    large[large.length - 1] = (byte) i;
                    if (!zero.send(1, FT, large, 0, large.length)) {
                        break;
                    }
                    i++;
                }
                assertThat(
                                one.poll(
                                        (peer, path, buffer, offset, length) -> {
                                            byte mark = buffer[offset];
                                            while (one.poll(received)) {}
                                            // Nothing is given back while this frame is read.
                                            assertThat(zero.send(1, FT, large, 0, large.length))
                                                    .isFalse();
                                            assertThat(buffer[offset + length - 1]).isEqualTo(mark);
                                        }))
                        .isTrue();
            }
            assertThat(received.frames).isNotEmpty();
            assertThat(one.up(0)).isTrue();
        }
    }

    @Test
    void nothingIsAllocatedForAFrame() {
        connect();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        byte[] frame = new byte[5000];
        int[] count = {0};
        CrosslinkPort.Handler handler = (peer, path, buffer, offset, length) -> count[0]++;
        long allocated = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 20_000; i++) {
                zero.send(1, FT, frame, 0, i % 5000);
                one.poll(handler);
                one.await(0);
                one.up(0);
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertThat(count[0]).isEqualTo(40_000);
        // Less than one byte a frame: what the first calls of anything take.
        assertThat(allocated).isLessThan(20_000);
    }

    @Nested
    class AFullRing {
        @Test
        void refusesFramesAndLosesNone() {
            connect();
            int sent = 0;
            byte[] frame = new byte[1000];
            for (int round = 0; round < 20; round++) {
                frame[0] = (byte) sent;
                while (zero.send(1, FT, frame, 0, frame.length)) {
                    sent++;
                    frame[0] = (byte) sent;
                }
                // Room for one is room for one only.
                assertThat(one.poll(received)).isTrue();
                assertThat(one.poll(received)).isTrue();
                assertThat(zero.send(1, FT, frame, 0, frame.length)).isTrue();
                sent++;
                for (int i = 0; i < 7; i++) {
                    one.poll(received);
                }
            }
            while (one.poll(received)) {}

            assertThat(received.frames).hasSize(sent);
            for (int i = 0; i < sent; i++) {
                assertThat(received.marks().get(i)).isEqualTo(i & 0xff);
            }
            assertThat(zero.dropped()).isZero();
        }

        @Test
        void takesAsManyBytesAsItHas() {
            connect();
            byte[] frame = new byte[1004];
            int size = Ring.size(frame.length);
            int fit = 0;
            while (zero.send(1, FT, frame, 0, frame.length)) {
                fit++;
            }
            assertThat(size).isEqualTo(1024);
            assertThat(fit).isEqualTo(Ring.MIN_CAPACITY / size);
        }

        @Test
        void isEmptiedByACut() {
            connect();
            byte[] frame = new byte[1000];
            int sent = 0;
            while (zero.send(1, FT, frame, 0, frame.length)) {
                sent++;
            }
            crosslink.connect(0, 1, false);
            assertThat(one.poll(received)).isFalse();
            assertThat(one.dropped()).isEqualTo(sent);
            one.up(0);
            zero.up(1);
            connect();
            assertThat(send(zero, 1, FT, 7)).isTrue();
            assertThat(one.poll(received)).isTrue();
            assertThat(received.marks()).containsExactly(7);
        }
    }

    @Nested
    class ALink {
        @Test
        void isDownAtFirstAndDropsWhatIsSent() {
            assertThat(zero.up(1)).isFalse();
            assertThat(send(zero, 1, FT, 1)).isTrue();
            assertThat(zero.dropped()).isEqualTo(1);
            connect();
            assertThat(one.poll(received)).isFalse();
        }

        @Test
        void isUpBetweenThoseThatWereConnectedOnly() {
            connect();
            assertThat(zero.up(2)).isFalse();
            assertThat(one.up(2)).isFalse();
            assertThat(two.up(0)).isFalse();
            assertThat(two.up(1)).isFalse();
        }

        @Test
        void losesWhatIsUnderWayWhenItIsCut() {
            connect();
            send(zero, 1, FT, 1);
            send(zero, 1, BUS, 2);
            crosslink.connect(1, 0, false);
            send(zero, 1, FT, 3);

            assertThat(one.poll(received)).isFalse();
            assertThat(one.dropped()).isEqualTo(2);
            assertThat(zero.dropped()).isEqualTo(1);
            assertThat(zero.up(1)).isFalse();
            assertThat(one.up(0)).isFalse();
        }

        @Test
        void dropsOldFramesWhenItIsConnectedAgain() {
            connect();
            send(zero, 1, FT, 1);
            send(zero, 1, FT, 2);
            crosslink.connect(0, 1, false);
            crosslink.connect(0, 1, true);
            // What the sender has not noticed yet is of the old connection, too.
            send(zero, 1, FT, 3);

            assertThat(zero.up(1)).as("the cut is told").isFalse();
            assertThat(zero.up(1)).isTrue();
            send(zero, 1, FT, 4);
            assertThat(one.poll(received)).as("the cut has not been told").isFalse();
            assertThat(one.up(0)).as("the cut is told").isFalse();
            assertThat(one.poll(received)).isFalse();
            assertThat(one.up(0)).isTrue();
            assertThat(one.poll(received)).isTrue();
            assertThat(received.marks()).containsExactly(4);
            assertThat(one.dropped()).isEqualTo(2);
            assertThat(zero.dropped()).isEqualTo(1);
        }

        @Test
        void keepsFramesUntilTheReceiverHasSeenItUp() {
            crosslink.connect(0, 1, true);
            zero.up(1);
            send(zero, 1, FT, 1);

            assertThat(one.poll(received)).isFalse();
            assertThat(one.up(0)).isTrue();
            assertThat(one.poll(received)).isTrue();
            assertThat(received.marks()).containsExactly(1);
        }

        @Test
        void staysAsItIsWhenConnectedTwice() {
            connect();
            send(zero, 1, FT, 1);
            crosslink.connect(0, 1, true);
            assertThat(one.poll(received)).isTrue();
            crosslink.connect(0, 1, false);
            crosslink.connect(1, 0, false);
            assertThat(one.up(0)).isFalse();
            assertThat(one.up(0)).isFalse();
        }

        @Test
        void toItselfDoesNotExist() {
            assertThatThrownBy(() -> zero.up(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> send(zero, 0, FT, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> crosslink.connect(2, 2, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("System 2 has no link to itself");
            assertThatThrownBy(() -> crosslink.port(3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void isCutForGoodWhenTheCrosslinkIsClosed() {
            connect();
            crosslink.close();
            assertThat(zero.up(1)).isFalse();
            assertThat(one.up(0)).isFalse();
            crosslink.connect(0, 1, false);
            assertThatThrownBy(() -> crosslink.connect(0, 1, true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The crosslink is closed");
        }
    }

    @Nested
    class Damage {
        /** Every byte of a frame of 12 bytes, from its length to its CRC. */
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 11, 12, 15, 16, 20, 27, 28, 31})
        void takesTheLinkDownAndIsNotPassedOn(int distance) {
            for (int bit = 0; bit < 8; bit++) {
                connect();
                send(zero, 1, FT, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
                send(zero, 1, FT, 2);
                one.incoming(0).corrupt(distance, bit);

                assertThat(one.poll(received)).as("bit %d", bit).isFalse();
                assertThat(one.up(0)).isFalse();
                assertThat(zero.up(1)).isFalse();
            }
            assertThat(received.frames).isEmpty();
            assertThat(one.dropped()).isEqualTo(8);
            connect();
            send(zero, 1, FT, 9);
            assertThat(one.poll(received)).isTrue();
            assertThat(received.marks()).containsExactly(9);
        }

        @Test
        void leavesTheFramesBeforeItAlone() {
            connect();
            send(zero, 1, FT, 1);
            send(zero, 1, FT, 2);
            one.incoming(0).corrupt(Ring.size(1) + 16, 0);

            assertThat(one.poll(received)).isTrue();
            assertThat(one.poll(received)).isFalse();
            assertThat(received.marks()).containsExactly(1);
            assertThat(one.up(0)).isFalse();
        }

        @Test
        void ofTheLengthDoesNotLeadOutOfTheRing() {
            connect();
            byte[] frame = new byte[CrosslinkPort.MAX_FRAME];
            zero.send(1, FT, frame, 0, frame.length);
            zero.send(1, FT, frame, 0, frame.length);
            zero.send(1, FT, frame, 0, frame.length);
            one.poll(received);
            one.poll(received);
            one.poll(received);
            send(zero, 1, FT, 1);
            one.incoming(0).corrupt(1, 7);
            assertThat(one.poll(received)).isFalse();
            assertThat(one.up(0)).isFalse();
        }

        @Test
        void ofALengthNearTheEndDoesNotLeadOutOfTheRing() {
            connect();
            byte[] frame = new byte[CrosslinkPort.MAX_FRAME];
            int toEnd = Ring.MIN_CAPACITY - 3 * Ring.size(frame.length);
            for (int length : new int[] {frame.length, frame.length, frame.length, toEnd - 1020}) {
                zero.send(1, FT, frame, 0, length);
                assertThat(one.poll(received)).isTrue();
            }
            // 1000 bytes are left: this frame still lies there, the next at the beginning.
            send(zero, 1, FT, 1);
            zero.send(1, FT, frame, 0, frame.length);
            one.incoming(0).corrupt(1, 7);
            assertThat(one.poll(received)).isFalse();
            assertThat(one.up(0)).isFalse();
        }

        @Test
        void givesTheRoomBack() {
            connect();
            byte[] frame = new byte[CrosslinkPort.MAX_FRAME];
            while (zero.send(1, FT, frame, 0, frame.length)) {}
            one.incoming(0).corrupt(0, 0);
            assertThat(one.poll(received)).isFalse();
            one.up(0);
            zero.up(1);
            connect();
            assertThat(zero.send(1, FT, frame, 0, frame.length)).isTrue();
            assertThat(one.poll(received)).isTrue();
        }

        @Test
        void includesAGapInTheSequence() {
            connect();
            send(zero, 1, FT, 1);
            one.poll(received);
            byte[] frame = {5};
            one.incoming(0).write(FT.ordinal(), 1, 2, frame, 0, 1);

            assertThat(one.poll(received)).isFalse();
            assertThat(one.up(0)).isFalse();
            assertThat(received.marks()).containsExactly(1);
        }

        @Test
        void onOneLinkLeavesTheOthersAlone() {
            connect();
            crosslink.connect(2, 1, true);
            two.up(1);
            one.up(2);
            send(zero, 1, FT, 1);
            send(two, 1, FT, 2);
            one.incoming(0).corrupt(16, 3);

            while (one.poll(received)) {}

            assertThat(received.marks()).containsExactly(2);
            assertThat(one.up(2)).isTrue();
            assertThat(one.up(0)).isFalse();
        }
    }
}
