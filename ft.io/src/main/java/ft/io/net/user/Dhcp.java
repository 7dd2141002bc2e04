package ft.io.net.user;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Gives the one guest its address, as a DHCP server does. */
final class Dhcp {
    static final int SERVER_PORT = 67;
    static final int CLIENT_PORT = 68;

    private static final int OPTIONS = 240;
    private static final int MAGIC = 0x63825363;
    private static final int HARDWARE_ADDRESS = 28;
    private static final int LEASE_SECONDS = 86_400;

    private static final byte DISCOVER = 1;
    private static final byte OFFER = 2;
    private static final byte REQUEST = 3;
    private static final byte ACK = 5;
    private static final byte NAK = 6;

    private static final byte OPTION_MASK = 1;
    private static final byte OPTION_ROUTER = 3;
    private static final byte OPTION_NAMESERVER = 6;
    private static final byte OPTION_WANTED = 50;
    private static final byte OPTION_LEASE = 51;
    private static final byte OPTION_TYPE = 53;
    private static final byte OPTION_SERVER = 54;
    private static final byte OPTION_END = -1;

    private Dhcp() {}

    /** The answer to a message, if it needs one. */
    static Optional<byte[]> answer(ByteBuffer message) {
        if (message.limit() < OPTIONS || message.get(0) != 1 || message.getInt(236) != MAGIC) {
            return Optional.empty();
        }
        byte type = option(message, OPTION_TYPE).map(value -> value.get(0)).orElse((byte) 0);
        if (type != DISCOVER && type != REQUEST) {
            return Optional.empty();
        }
        int wanted =
                option(message, OPTION_WANTED)
                        .filter(value -> value.remaining() == 4)
                        .map(ByteBuffer::getInt)
                        .orElse(message.getInt(12));
        byte result = type == DISCOVER ? OFFER : wanted == Ip4.GUEST ? ACK : NAK;
        ByteBuffer answer = ByteBuffer.allocate(OPTIONS + 64);
        answer.put((byte) 2).put((byte) 1).put((byte) 6).put((byte) 0);
        answer.putInt(message.getInt(4)).putInt(0);
        answer.putInt(0).putInt(result == NAK ? 0 : Ip4.GUEST).putInt(Ip4.GATEWAY).putInt(0);
        for (int i = 0; i < 16; i++) {
            answer.put(message.get(HARDWARE_ADDRESS + i));
        }
        answer.position(OPTIONS - 4).putInt(MAGIC);
        answer.put(OPTION_TYPE).put((byte) 1).put(result);
        number(answer, OPTION_SERVER, Ip4.GATEWAY);
        if (result != NAK) {
            number(answer, OPTION_LEASE, LEASE_SECONDS);
            number(answer, OPTION_MASK, Ip4.MASK);
            number(answer, OPTION_ROUTER, Ip4.GATEWAY);
            number(answer, OPTION_NAMESERVER, Ip4.NAMESERVER);
        }
        answer.put(OPTION_END);
        return Optional.of(answer.array());
    }

    private static void number(ByteBuffer answer, byte option, int value) {
        answer.put(option).put((byte) 4).putInt(value);
    }

    private static Optional<ByteBuffer> option(ByteBuffer message, byte wanted) {
        int at = OPTIONS;
        while (at + 1 < message.limit() && message.get(at) != OPTION_END) {
            if (message.get(at) == 0) {
                at++;
                continue;
            }
            int length = message.get(at + 1) & 0xFF;
            if (message.get(at) == wanted && length > 0 && at + 2 + length <= message.limit()) {
                return Optional.of(message.slice(at + 2, length));
            }
            at += 2 + length;
        }
        return Optional.empty();
    }
}
