package ft.io.net.user;

import java.nio.ByteBuffer;

/**
 * A TCP segment.
 *
 * @param window bytes that the sender takes
 * @param mss longest segment that the sender takes, if it says so with SYN, else 0
 */
record TcpSegment(
        int sourcePort,
        int port,
        int sequence,
        int ack,
        int flags,
        int window,
        int mss,
        byte[] data) {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private static final int HEADER = 20;
    private static final int OPTION_MSS = 2;

    static TcpSegment parse(ByteBuffer packet) {
        int header = packet.limit() < HEADER ? 0 : (packet.get(12) & 0xF0) >>> 2;
        if (header < HEADER || header > packet.limit()) {
            return null;
        }
        byte[] data = new byte[packet.limit() - header];
        packet.get(header, data);
        return new TcpSegment(
                packet.getShort(0) & 0xFFFF,
                packet.getShort(2) & 0xFFFF,
                packet.getInt(4),
                packet.getInt(8),
                packet.get(13) & 0xFF,
                packet.getShort(14) & 0xFFFF,
                mss(packet, header),
                data);
    }

    private static int mss(ByteBuffer packet, int header) {
        int at = HEADER;
        while (at + 1 < header && packet.get(at) != 0) {
            if (packet.get(at) == 1) {
                at++;
                continue;
            }
            int length = packet.get(at + 1) & 0xFF;
            if (packet.get(at) == OPTION_MSS && length == 4 && at + 4 <= header) {
                return packet.getShort(at + 2) & 0xFFFF;
            }
            at += Math.max(2, length);
        }
        return 0;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Bytes and flags that it takes of the sequence. */
    int length() {
        return data.length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    /** The segment as a packet, with its checksum. */
    byte[] packet(int source, int destination) {
        int header = HEADER + (mss != 0 ? 4 : 0);
        ByteBuffer packet = ByteBuffer.allocate(header + data.length);
        packet.putShort((short) sourcePort).putShort((short) port).putInt(sequence).putInt(ack);
        packet.put((byte) (header << 2)).put((byte) flags).putShort((short) window).putInt(0);
        if (mss != 0) {
            packet.put((byte) OPTION_MSS).put((byte) 4).putShort((short) mss);
        }
        packet.put(data);
        short sum = Ip4.checksum(Ip4.TCP, source, destination, packet.array());
        return packet.putShort(16, sum).array();
    }
}
