package ft.io.net.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A guest with one frame at a time, which checks every checksum that it gets. */
final class UserGuest implements AutoCloseable {
    static final byte[] MAC = {0x02, 1, 2, 3, 4, 5};
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final UserNetwork network;

    /** Which frames to the guest are lost on their way. */
    private volatile Predicate<byte[]> lost = frame -> false;

    UserGuest() throws Exception {
        network =
                new UserNetwork(
                        "test",
                        frame -> {
                            if (!lost.test(frame)) {
                                frames.add(frame);
                            }
                        },
                        problem -> frames.add(problem.getBytes()));
    }

    void lose(Predicate<byte[]> frame) {
        lost = frame;
    }

    void send(int type, byte[] payload) {
        network.send(
                ByteBuffer.allocate(14 + payload.length)
                        .put(new byte[] {-1, -1, -1, -1, -1, -1})
                        .put(MAC)
                        .putShort((short) type)
                        .put(payload)
                        .array());
    }

    void ip(int protocol, int source, int destination, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.putInt(source).putInt(destination).put(payload);
        packet.putShort(10, Ip4.checksum(packet.array(), 0, 20));
        send(0x0800, packet.array());
    }

    void udp(int port, int destination, int destinationPort, byte[] data) {
        ByteBuffer packet = ByteBuffer.allocate(8 + data.length);
        packet.putShort((short) port).putShort((short) destinationPort);
        packet.putShort((short) packet.capacity()).putShort((short) 0).put(data);
        ip(17, Ip4.GUEST, destination, packet.array());
    }

    void tcp(TcpSegment segment) {
        ip(6, Ip4.GUEST, Ip4.GATEWAY, segment.packet(Ip4.GUEST, Ip4.GATEWAY));
    }

    /** The next frame. */
    ByteBuffer receive() throws InterruptedException {
        byte[] frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return ByteBuffer.wrap(frame);
    }

    boolean isSilent() {
        return frames.isEmpty();
    }

    /** The payload of the next packet, whose protocol is to be this. */
    ByteBuffer receiveIp(int protocol, int source) throws InterruptedException {
        ByteBuffer frame = receive();
        assertThat(frame.getShort(12)).isEqualTo((short) 0x0800);
        assertThat(frame.get(14)).isEqualTo((byte) 0x45);
        assertThat(frame.getShort(16)).isEqualTo((short) (frame.limit() - 14));
        assertThat(sum(frame.slice(14, 20))).as("header checksum").isEqualTo(0xFFFF);
        assertThat((int) frame.get(23)).isEqualTo(protocol);
        assertThat(frame.getInt(26)).isEqualTo(source);
        return frame.slice(34, frame.limit() - 34);
    }

    /** The next segment of the gateway. */
    TcpSegment receiveTcp() throws InterruptedException {
        ByteBuffer packet = receiveIp(6, Ip4.GATEWAY);
        assertThat(pseudoSum(6, Ip4.GATEWAY, Ip4.GUEST, packet)).isEqualTo(0xFFFF);
        return TcpSegment.parse(packet);
    }

    /**
     * The sum that the receiver of a packet makes, in ones' complement: all ones if it is whole.
     */
    static int pseudoSum(int protocol, int source, int destination, ByteBuffer packet) {
        ByteBuffer all = ByteBuffer.allocate(12 + packet.limit());
        all.putInt(source).putInt(destination).putShort((short) protocol);
        all.putShort((short) packet.limit()).put(packet.duplicate().rewind());
        return sum(all);
    }

    private static int sum(ByteBuffer data) {
        int sum = 0;
        for (int i = 0; i < data.limit(); i += 2) {
            int low = i + 1 < data.limit() ? data.get(i + 1) & 0xFF : 0;
            sum += (data.get(i) & 0xFF) << 8 | low;
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    @Override
    public void close() {
        network.close();
    }
}
