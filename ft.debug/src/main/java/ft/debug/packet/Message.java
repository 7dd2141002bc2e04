package ft.debug.packet;

/** What comes from a debugger. */
public sealed interface Message {
    /** A packet, unescaped; characters are bytes (ISO 8859-1). */
    record Packet(String text) implements Message {}

    /** The request to stop what runs. */
    record Interrupt() implements Message {}

    /** The last packet came through, or not. */
    record Acknowledgement(boolean good) implements Message {}

    /** A packet with a wrong checksum. */
    record Broken() implements Message {}

    /** The characters of a packet that has bytes in it, from an index on. */
    static byte[] bytes(String packet, int from) {
        byte[] bytes = new byte[packet.length() - from];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) packet.charAt(from + index);
        }
        return bytes;
    }
}
