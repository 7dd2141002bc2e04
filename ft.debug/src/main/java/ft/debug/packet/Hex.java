package ft.debug.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** How the remote protocol writes numbers, registers and text. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    /** Bytes as digits. */
    public static String of(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    /** A register of 64 bits, lowest byte first. */
    public static String register(long value) {
        return of(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    /** Text as digits of its bytes in UTF-8. */
    public static String text(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A number, highest digit first.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static long number(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    /**
     * Bytes of digits.
     *
     * @throws IllegalArgumentException if they are none
     */
    public static byte[] bytes(String digits) {
        return FORMAT.parseHex(digits);
    }

    /** The value of a register of at most 64 bits, lowest byte first. */
    public static long registerValue(String digits) {
        byte[] bytes = bytes(digits);
        long value = 0;
        for (int index = 0; index < Math.min(bytes.length, Long.BYTES); index++) {
            value |= (bytes[index] & 0xffL) << 8 * index;
        }
        return value;
    }

    /** Text that was written as {@link #text}. */
    public static String string(String digits) {
        return new String(bytes(digits), StandardCharsets.UTF_8);
    }
}
