package ft.io.net.user;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Makes the frames that go to the device. */
final class GuestSide {
    static final int ETHERNET_HEADER = 14;
    static final int IP_HEADER = 20;
    static final short TYPE_ARP = 0x0806;
    static final short TYPE_IP = 0x0800;

    private static final int MAC = 6;
    private static final byte[] OUR_MAC = {0x02, 'F', 'T', (byte) 0xFF, 0, 1};
    private static final byte VERSION_AND_LENGTH = 0x45;
    private static final short DO_NOT_FRAGMENT = 0x4000;
    private static final byte TIME_TO_LIVE = 64;
    private static final int CHECKSUM_AT = 10;

    private final Consumer<byte[]> device;
    private final byte[] mac = new byte[MAC];
    private short identification;

    GuestSide(Consumer<byte[]> device) {
        this.device = device;
    }

    /** Notes who sent a frame: answers go there. */
    void heard(byte[] frame) {
        System.arraycopy(frame, MAC, mac, 0, MAC);
    }

    /** Answers a question for one of our addresses. */
    void arp(ByteBuffer request) {
        int at = ETHERNET_HEADER;
        boolean question =
                request.limit() >= at + 28
                        && request.getShort(at) == 1
                        && request.getShort(at + 2) == TYPE_IP
                        && request.getShort(at + 6) == 1;
        int target = question ? request.getInt(at + 24) : 0;
        if (!Ip4.isOurs(target)) {
            return;
        }
        ByteBuffer answer = frame(TYPE_ARP, 28);
        answer.putShort((short) 1).putShort(TYPE_IP).put((byte) MAC).put((byte) 4);
        answer.putShort((short) 2).put(OUR_MAC).putInt(target);
        answer.put(mac).putInt(request.getInt(at + 14));
        device.accept(answer.array());
    }

    /** Sends a packet. */
    void ip(int protocol, int source, int destination, byte[] payload) {
        ByteBuffer frame = frame(TYPE_IP, IP_HEADER + payload.length);
        frame.put(VERSION_AND_LENGTH).put((byte) 0).putShort((short) (IP_HEADER + payload.length));
        frame.putShort(identification++).putShort(DO_NOT_FRAGMENT);
        frame.put(TIME_TO_LIVE).put((byte) protocol).putShort((short) 0);
        frame.putInt(source).putInt(destination).put(payload);
        short sum = Ip4.checksum(frame.array(), ETHERNET_HEADER, IP_HEADER);
        frame.putShort(ETHERNET_HEADER + CHECKSUM_AT, sum);
        device.accept(frame.array());
    }

    /** Sends a datagram. */
    void udp(int source, int sourcePort, int destination, int destinationPort, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(8 + payload.length);
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        packet.putShort((short) packet.capacity()).putShort((short) 0).put(payload);
        short sum = Ip4.checksum(Ip4.UDP, source, destination, packet.array());
        packet.putShort(6, sum == 0 ? -1 : sum);
        ip(Ip4.UDP, source, destination, packet.array());
    }

    private ByteBuffer frame(short type, int length) {
        return ByteBuffer.allocate(ETHERNET_HEADER + length).put(mac).put(OUR_MAC).putShort(type);
    }
}
