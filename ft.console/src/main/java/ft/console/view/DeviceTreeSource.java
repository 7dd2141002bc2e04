package ft.console.view;

import ft.console.text.Problem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A flattened device tree (Devicetree Specification 0.4), whose text is its source: what {@code
 * dtc} compiles back into an equal tree.
 *
 * <p>A flattened tree does not say of what type a property is. Like others that have to guess, this
 * takes for text what is printable and ends with NUL, then cells of 32 bits, then bytes; whatever
 * is guessed, the bytes are the same.
 */
public final class DeviceTreeSource {
    private static final int MAGIC = 0xd00dfeed;
    private static final int STRUCTURE = 8;
    private static final int STRINGS = 12;
    private static final int RESERVATIONS = 16;
    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int NOTHING = 4;
    private static final int END = 9;

    private final byte[] blob;
    private final String text;

    /**
     * Of a flattened tree.
     *
     * @throws Problem when it is none
     */
    public DeviceTreeSource(byte[] blob) throws Problem {
        this.blob = blob.clone();
        try {
            text = read(ByteBuffer.wrap(this.blob));
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new Problem("The device tree ends too early.", e);
        }
    }

    /** The flattened tree. */
    public byte[] blob() {
        return blob.clone();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String read(ByteBuffer in) throws Problem {
        if (in.getInt(0) != MAGIC) {
            throw new Problem("That is no flattened device tree.");
        }
        StringBuilder out = new StringBuilder("/dts-v1/;\n");
        in.position(in.getInt(RESERVATIONS));
        for (long at = in.getLong(), size = in.getLong(); size != 0; ) {
            out.append(String.format("/memreserve/ 0x%x 0x%x;%n", at, size));
            at = in.getLong();
            size = in.getLong();
        }
        in.position(in.getInt(STRUCTURE));
        int strings = in.getInt(STRINGS);
        int depth = 0;
        boolean afterNode = false;
        while (true) {
            int token = in.getInt();
            String indent = "\t".repeat(depth);
            switch (token) {
                case BEGIN_NODE -> {
                    String name = name(in, in.position());
                    in.position(aligned(in.position() + name.length() + 1));
                    out.append('\n').append(indent).append(name.isEmpty() ? "/" : name);
                    out.append(" {\n");
                    depth++;
                }
                case END_NODE -> {
                    depth--;
                    out.append("\t".repeat(depth)).append("};\n");
                }
                case PROPERTY -> {
                    byte[] value = new byte[in.getInt()];
                    String name = name(in, strings + in.getInt());
                    in.get(value);
                    in.position(aligned(in.position()));
                    out.append(indent).append(name).append(value(value)).append(";\n");
                }
                case NOTHING -> {}
                case END -> {
                    return out.toString().stripTrailing();
                }
                default -> throw new Problem("The device tree has a token " + token + ".");
            }
        }
    }

    private static int aligned(int position) {
        return position + 3 & -4;
    }

    private static String name(ByteBuffer in, int start) {
        int end = start;
        while (in.get(end) != 0) {
            end++;
        }
        return new String(in.array(), start, end - start, StandardCharsets.UTF_8);
    }

    private static String value(byte[] value) {
        if (value.length == 0) {
            return "";
        }
        StringBuilder out = new StringBuilder(" = ");
        if (isText(value)) {
            String all = new String(value, 0, value.length - 1, StandardCharsets.US_ASCII);
            String separator = "";
            for (String each : all.split("\0")) {
                String escaped = each.replace("\\", "\\\\").replace("\"", "\\\"");
                out.append(separator).append('"').append(escaped).append('"');
                separator = ", ";
            }
            return out.toString();
        }
        boolean cells = value.length % Integer.BYTES == 0;
        out.append(cells ? '<' : '[');
        ByteBuffer in = ByteBuffer.wrap(value);
        while (in.hasRemaining()) {
            out.append(in.position() == 0 ? "" : " ");
            out.append(
                    cells
                            ? "0x" + Integer.toHexString(in.getInt())
                            : String.format("%02x", in.get()));
        }
        return out.append(cells ? '>' : ']').toString();
    }

    /** Whether it is one text or several, none of them empty. */
    private static boolean isText(byte[] value) {
        boolean empty = true;
        for (byte each : value) {
            if (each == 0 ? empty : each < ' ' || each > '~') {
                return false;
            }
            empty = each == 0;
        }
        return empty;
    }
}
