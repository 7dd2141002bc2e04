package ft.debug.packet;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The framing of the remote protocol: {@code $}, data, {@code #}, checksum of two digits. What has
 * a meaning in the frame is escaped by {@code }} and sent with a flipped bit.
 */
public final class Packets {
    private static final int ESCAPE = '}';
    private static final int FLIP = 0x20;
    private static final int INTERRUPT = 3;
    private static final int LONGEST = 1 << 20;

    private Packets() {}

    /** A packet, framed; every character is a byte. */
    public static byte[] frame(String data) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream(data.length() + 4);
        framed.write('$');
        int sum = 0;
        for (byte each : data.getBytes(StandardCharsets.ISO_8859_1)) {
            int value = each & 0xff;
            if (value == '$' || value == '#' || value == ESCAPE || value == '*') {
                framed.write(ESCAPE);
                sum += ESCAPE;
                value ^= FLIP;
            }
            framed.write(value);
            sum += value;
        }
        framed.writeBytes(String.format("#%02x", sum & 0xff).getBytes(StandardCharsets.ISO_8859_1));
        return framed.toByteArray();
    }

    /** Waits for the next message; what is none is skipped. */
    public static Message read(InputStream in) throws IOException {
        while (true) {
            int value = next(in);
            switch (value) {
                case INTERRUPT:
                    return new Message.Interrupt();
                case '+', '-':
                    return new Message.Acknowledgement(value == '+');
                case '$':
                    return packet(in);
                default:
                    break;
            }
        }
    }

    private static int next(InputStream in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }

    private static Message packet(InputStream in) throws IOException {
        StringBuilder data = new StringBuilder();
        int sum = 0;
        for (int value = next(in); value != '#'; value = next(in)) {
            if (value == '$') {
                // What came before was never finished.
                data.setLength(0);
                sum = 0;
                continue;
            }
            sum += value;
            if (value == ESCAPE) {
                value = next(in);
                sum += value;
                value ^= FLIP;
            }
            if (data.length() >= LONGEST) {
                throw new IOException("a packet of more than " + LONGEST + " bytes");
            }
            data.append((char) value);
        }
        int high = Character.digit(next(in), 16);
        int low = Character.digit(next(in), 16);
        return (high << 4 | low) == (sum & 0xff)
                ? new Message.Packet(data.toString())
                : new Message.Broken();
    }
}
