package ft.crosslink.local;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any order of sends, polls and cuts against a queue. */
class LocalPortPropertiesTest {
    enum Kind {
        SEND,
        POLL,
        CUT,
        CONNECT
    }

    record Act(Kind kind, int size) {}

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<Integer> sizes =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(0, 100)),
                        Tuple.of(4, Arbitraries.integers().between(0, 9000)),
                        Tuple.of(
                                3, Arbitraries.integers().between(60_000, CrosslinkPort.MAX_FRAME)),
                        Tuple.of(1, Arbitraries.just(CrosslinkPort.MAX_FRAME)));
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        Tuple.of(50, Kind.SEND),
                        Tuple.of(45, Kind.POLL),
                        Tuple.of(1, Kind.CUT),
                        Tuple.of(4, Kind.CONNECT));
        return Combinators.combine(kinds, sizes).as(Act::new).list().ofMinSize(1).ofMaxSize(300);
    }

    @Property(tries = 150)
    void whatArrivesIsWhatWasSent(@ForAll("acts") List<Act> acts) {
        LocalCrosslink crosslink = new LocalCrosslink(2, Ring.MIN_CAPACITY, 0);
        CrosslinkPort sender = crosslink.port(1);
        CrosslinkPort receiver = crosslink.port(0);
        crosslink.connect(0, 1, true);
        sender.up(0);
        receiver.up(1);
        Deque<byte[]> underWay = new ArrayDeque<>();
        boolean up = true;
        long lost = 0;
        int held = 0;
        Random random = new Random(acts.size());
        for (Act act : acts) {
            switch (act.kind()) {
                case SEND -> {
                    byte[] frame = new byte[act.size()];
                    random.nextBytes(frame);
                    boolean taken = sender.send(0, Path.CPU_BUS, frame, 0, frame.length);
                    if (!up) {
                        assertThat(taken).isTrue();
                        lost++;
                    } else if (taken) {
                        underWay.add(frame);
                        held += Ring.size(frame.length);
                    } else {
                        // Refused only if there is no room beside the padding at the ring's end.
                        assertThat(
                                        held
                                                + Ring.size(frame.length)
                                                + Ring.size(CrosslinkPort.MAX_FRAME))
                                .isGreaterThan(Ring.MIN_CAPACITY);
                    }
                }
                case POLL -> {
                    byte[] expected = underWay.poll();
                    boolean got =
                            receiver.poll(
                                    (peer, path, buffer, offset, length) -> {
                                        assertThat(peer).isEqualTo(1);
                                        assertThat(path).isEqualTo(Path.CPU_BUS);
                                        assertThat(
                                                        Arrays.copyOfRange(
                                                                buffer, offset, offset + length))
                                                .isEqualTo(expected);
                                    });
                    assertThat(got).isEqualTo(expected != null);
                    held -= expected == null ? 0 : Ring.size(expected.length);
                }
                case CUT, CONNECT -> {
                    boolean connect = act.kind() == Kind.CONNECT;
                    crosslink.connect(1, 0, connect);
                    if (!connect && up) {
                        lost += underWay.size();
                        underWay.clear();
                        held = 0;
                        // Lets the receiver drop them, so that the model knows the room.
                        assertThat(receiver.poll((p, path, b, o, l) -> {})).isFalse();
                    }
                    up = connect;
                    assertThat(sender.up(0)).isEqualTo(up);
                    assertThat(receiver.up(1)).isEqualTo(up);
                }
            }
        }
        assertThat(sender.dropped() + receiver.dropped()).isEqualTo(lost);
    }
}
