package ft.console.symbols;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes what of a kernel's image has its symbols, as the kernel's build does. */
final class KernelMaker {
    private static final int HEADER = 64;

    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final List<Integer> marks = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    /** In the order of their offsets. */
    void symbol(char letter, String name, int offset) {
        if (offsets.size() % 256 == 0) {
            marks.add(names.size());
        }
        offsets.add(offset);
        byte[] text = (letter + name).getBytes(StandardCharsets.US_ASCII);
        // A token of its own for what they begin with; the others are characters.
        boolean numbered = name.startsWith("number_");
        int length = numbered ? text.length - "umber_".length() : text.length;
        names.write(length);
        for (int i = 0; i < text.length; i++) {
            if (numbered && i == 1) {
                names.write(200);
                i += "number_".length() - 1;
            } else {
                names.write(text[i]);
            }
        }
    }

    byte[] image(long base, boolean offsetsBehind) {
        ByteBuffer out = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x38, 0x05435352);
        out.position(HEADER);
        out.put("0 1 2 3 4 5 6 7 8 9".replace(' ', '\0').getBytes()).position(512);
        if (offsets.isEmpty()) {
            return out.array();
        }
        if (!offsetsBehind) {
            offsets(out, base);
        }
        out.putInt(offsets.size());
        align(out);
        out.put(names.toByteArray());
        align(out);
        marks.forEach(out::putInt);
        align(out);
        int[] begins = new int[256];
        int table = out.position();
        for (int token = 0; token < 256; token++) {
            begins[token] = out.position() - table;
            String text =
                    token == 200
                            ? "number_"
                            : token > ' ' && token < 127 ? Character.toString(token) : "??" + token;
            out.put(text.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        }
        align(out);
        for (int begin : begins) {
            out.putShort((short) begin);
        }
        align(out);
        if (offsetsBehind) {
            offsets(out, base);
        }
        return out.array();
    }

    private void offsets(ByteBuffer out, long base) {
        offsets.forEach(out::putInt);
        align(out);
        out.putLong(base);
    }

    private static void align(ByteBuffer out) {
        out.position(out.position() + 7 & -8);
    }
}
