package ft.io.net.user;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses, protocols and checksums of IPv4. */
final class Ip4 {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;

    static final int NETWORK = 0x0A00_0200;
    static final int MASK = 0xFFFF_FF00;

    /** The host itself: what is sent there goes to its loopback address. */
    static final int GATEWAY = 0x0A00_0202;

    static final int NAMESERVER = 0x0A00_0203;
    static final int GUEST = 0x0A00_020F;
    static final int BROADCAST = -1;

    private static final int PSEUDO_HEADER = 12;

    private Ip4() {}

    /** Whether an address belongs to something that answers here. */
    static boolean isOurs(int address) {
        return address == GATEWAY || address == NAMESERVER;
    }

    static boolean isLocal(int address) {
        return (address & MASK) == NETWORK;
    }

    /** Where on the host, or beyond it, what is sent to an address goes. */
    static InetAddress onHost(int address) {
        if (address == GATEWAY) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    /** The Internet checksum of bytes whose own checksum field is 0. */
    static short checksum(byte[] data, int offset, int length) {
        return fold(sum(data, offset, length));
    }

    /** The checksum of a UDP or TCP packet, with the addresses it is sent between. */
    static short checksum(int protocol, int source, int destination, byte[] packet) {
        byte[] pseudo =
                ByteBuffer.allocate(PSEUDO_HEADER)
                        .putInt(source)
                        .putInt(destination)
                        .putShort((short) protocol)
                        .putShort((short) packet.length)
                        .array();
        return fold(sum(pseudo, 0, pseudo.length) + sum(packet, 0, packet.length));
    }

    private static long sum(byte[] data, int offset, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (long) (data[offset + i] & 0xFF) << ((i & 1) == 0 ? 8 : 0);
        }
        return sum;
    }

    private static short fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
