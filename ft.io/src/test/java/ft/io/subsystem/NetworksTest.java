package ft.io.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.Device;
import ft.api.io.InboundPort;
import ft.api.io.SlotDescription;
import ft.api.slot.DeviceContext;
import ft.api.slot.NetworkPort;
import ft.device.kit.state.SavedState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two IO subsystems with two stations each, on switches that are joined. */
class NetworksTest {
    private static final long NANOS_PER_KILOCYCLE = 10_000;

    private final List<Station> stations = new ArrayList<>();
    private SlottedIoSubsystem first;
    private SlottedIoSubsystem second;

    /** Sends at a boundary what it was told to, and notes what it hears. */
    private static final class Station implements Device {
        private final List<String> heard = new ArrayList<>();
        private final Queue<byte[]> waiting = new ArrayDeque<>();
        private DeviceContext context;
        private NetworkPort port;

        @Override
        public void attach(DeviceContext newContext) {
            context = newContext;
            port =
                    newContext.network(
                            newContext.options().get("network"),
                            frame ->
                                    heard.add(
                                            "%d %s"
                                                    .formatted(
                                                            context.clock().nanos(),
                                                            new String(
                                                                    frame,
                                                                    StandardCharsets.UTF_8))));
        }

        @Override
        public long read(long offset, int size) {
            return 0;
        }

        @Override
        public void write(long offset, int size, long value) {
            port.send(new byte[14], 0, 14);
        }

        void send(String frame) {
            waiting.add(frame.getBytes(StandardCharsets.UTF_8));
            context.requestWork();
        }

        @Override
        public void work() {
            while (!waiting.isEmpty()) {
                port.send(waiting.peek(), 0, waiting.remove().length);
            }
        }

        List<String> take() {
            List<String> taken = List.copyOf(heard);
            heard.clear();
            return taken;
        }
    }

    private final InboundPort port =
            new InboundPort() {
                @Override
                public boolean dmaRead(long address, byte[] target, int offset, int length) {
                    return false;
                }

                @Override
                public boolean dmaWrite(long address, byte[] source, int offset, int length) {
                    return false;
                }
            };

    @BeforeEach
    void make() {
        first = subsystem(0);
        second = subsystem(1);
        first.uplink(second::frame);
        second.uplink(first::frame);
        first.reset();
        second.reset();
    }

    private SlottedIoSubsystem subsystem(int number) {
        DeviceDirectory directory = new DeviceDirectory();
        directory.add(
                new TestProvider(
                        "station",
                        () -> {
                            Station station = new Station();
                            stations.add(station);
                            return station;
                        }));
        return new SlottedIoSubsystem(
                number,
                List.of(slot(number, "a", "lan"), slot(number, "b", "lan"), slot(number, "c", "x")),
                NANOS_PER_KILOCYCLE,
                port,
                directory,
                () -> new byte[0],
                (sentence, cause) -> {
                    throw new AssertionError(sentence, cause);
                });
    }

    private static SlotDescription slot(int number, String name, String network) {
        long base = 0x1000_0000 + 0x1000L * name.charAt(0);
        return new SlotDescription(
                name, number, "station", base, 0x100, 0, Map.of("network", network));
    }

    /** A, B and C are in #0, D, E and F in #1; C and F are on another network. */
    private Station station(char name) {
        return stations.get(name - 'A');
    }

    private static String frame(char to, char from) {
        return ("" + to).repeat(6) + ("" + from).repeat(6) + "--";
    }

    private void boundary(long clock) {
        first.boundary(clock);
        second.boundary(clock);
    }

    private List<String> heard() {
        List<String> heard = new ArrayList<>();
        for (char name = 'A'; name <= 'F'; name++) {
            for (String each : station(name).take()) {
                heard.add(name + " " + each);
            }
        }
        return heard;
    }

    @Test
    void aFrameForAllReachesAllOthersOfItsNetworkAtTheNextBoundary() {
        station('D').send("\u0001ooooo" + "DDDDDD" + "--");
        boundary(100);
        assertThat(heard()).isEmpty();
        assertThat(second.nextAlarm()).as("the sender needs a next boundary").isEqualTo(101);
        assertThat(second.due(100)).isFalse();
        assertThat(second.due(101)).isTrue();
        boundary(200);
        assertThat(heard())
                .containsExactly(
                        "A 2000 \u0001oooooDDDDDD--",
                        "B 2000 \u0001oooooDDDDDD--",
                        "E 2000 \u0001oooooDDDDDD--");
        assertThat(second.nextAlarm()).isEqualTo(Long.MAX_VALUE);
        boundary(300);
        assertThat(heard()).isEmpty();
    }

    @Test
    void whatWasLearnedIsNotFlooded() {
        // Letters as addresses: those of one device have an even first byte.
        station('A').send(frame('D', 'B'));
        boundary(1);
        boundary(2);
        assertThat(heard()).as("nobody knows D yet").hasSize(3);
        station('D').send(frame('B', 'D'));
        boundary(3);
        boundary(4);
        assertThat(heard()).containsExactly("A 40 " + frame('B', 'D'));
        station('B').send(frame('D', 'H'));
        boundary(5);
        boundary(6);
        assertThat(heard()).containsExactly("D 60 " + frame('D', 'H'));
        // B's address moves to E, as with a bond that changes over.
        station('E').send(frame('D', 'B'));
        boundary(7);
        boundary(8);
        assertThat(heard()).containsExactly("D 80 " + frame('D', 'B'));
        station('D').send(frame('B', 'D'));
        boundary(9);
        boundary(10);
        assertThat(heard()).containsExactly("E 100 " + frame('B', 'D'));
    }

    @Test
    void framesKeepTheOrderOfTheTurns() {
        station('A').send(frame('B', 'J') + 1);
        station('D').send(frame('B', 'L') + 2);
        station('A').send(frame('B', 'J') + 3);
        boundary(1);
        boundary(2);
        assertThat(station('B').take())
                .containsExactly(
                        "20 " + frame('B', 'J') + 1,
                        "20 " + frame('B', 'J') + 3,
                        "20 " + frame('B', 'L') + 2);
        assertThat(station('E').take()).hasSize(3);
    }

    @Test
    void powerOnForgetsWhatIsUnderWayAndWhatWasLearned() {
        station('D').send(frame('B', 'D'));
        boundary(1);
        boundary(2);
        heard();
        station('D').send(frame('B', 'D'));
        boundary(3);
        first.reset();
        boundary(4);
        assertThat(station('A').take()).isEmpty();
        assertThat(station('B').take()).isEmpty();
        station('A').send(frame('D', 'B'));
        boundary(5);
        boundary(6);
        assertThat(station('B').take()).as("D is not known any more").hasSize(1);
    }

    @Test
    void framesAreSentAtBoundariesOnly() {
        assertThatThrownBy(() -> station('A').write(0, 4, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The device in slot a sends a frame between instruction boundaries; it may"
                                + " do so in work, in an alarm and in a receiver only.");
    }

    @Test
    void aStateHoldsFramesAndAddresses() {
        Networks networks = new Networks();
        List<String> left = new ArrayList<>();
        for (int port = 0; port < 3; port++) {
            int name = port;
            networks.join("lan", port, frame -> left.add(name + " " + frame[13]));
        }
        byte[] frame = (frame('B', 'D')).getBytes(StandardCharsets.UTF_8);
        networks.send("lan", 0, 10, frame);
        networks.deliver(11);
        left.clear();
        networks.send("lan", 1, 11, (frame('D', 'B')).getBytes(StandardCharsets.UTF_8));
        SavedState.Saver saver = SavedState.saver();
        networks.state(saver);

        Networks other = new Networks();
        List<String> right = new ArrayList<>();
        for (int port = 0; port < 3; port++) {
            int name = port;
            other.join("lan", port, each -> right.add(name + " " + each[13]));
        }
        other.state(saver.done().loader());
        assertThat(other.next()).isEqualTo(12);
        networks.deliver(12);
        other.deliver(12);
        assertThat(left).containsExactly("0 45");
        assertThat(right).isEqualTo(left);
        networks.send("lan", 2, 12, frame);
        other.send("lan", 2, 12, frame);
        networks.deliver(13);
        other.deliver(13);
        assertThat(left).containsExactly("0 45", "1 45");
        assertThat(right).isEqualTo(left);
    }
}
