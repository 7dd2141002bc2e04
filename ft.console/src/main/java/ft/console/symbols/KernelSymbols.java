package ft.console.symbols;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The symbols that a Linux kernel carries in its image for its own messages (CONFIG_KALLSYMS): one
 * needs neither a file of the kernel's packager nor a guest that has come as far as a shell.
 *
 * <p>There is nothing that says where the tables are. What they are made of does: names are
 * sequences of up to 256 tokens, and every character is a token too, so the digits stand in a row
 * in the table of tokens. Behind it are the begins of the tokens; before it, for every 256th name,
 * where it begins; before those, the names and their number. The addresses, as offsets from a base,
 * are before all of it or behind, as the version of the kernel has it.
 */
final class KernelSymbols {
    /** Where the kernel is linked to; a kernel that can be relocated has 0 as the base. */
    private static final long LINKED_AT = 0xffff_ffff_8000_0000L;

    private static final int MAGIC_AT = 0x38;
    private static final int MAGIC = 0x05435352; // RSC and 5
    private static final int TOKENS = 256;
    private static final int GROUP = 256;
    private static final int LONGEST_TOKEN = 128;
    private static final byte[] DIGITS =
            "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final ByteBuffer in;
    private final byte[] image;
    private final String[] tokens = new String[TOKENS];
    private int tokenTable;
    private int tokenIndexEnd;
    private int markers;
    private int groups;

    private KernelSymbols(byte[] image) {
        this.image = image;
        in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The image of a file that may be compressed with gzip; the file itself if it is not. */
    static byte[] unpacked(byte[] file) {
        if (file.length < 2 || file[0] != 0x1f || file[1] != (byte) 0x8b) {
            return file;
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return unzipped.readAllBytes();
        } catch (IOException e) {
            return file; // whoever loads it complains
        }
    }

    /** Whether an unpacked file is the image of a kernel for RISC-V. */
    static boolean isOne(byte[] image) {
        return image.length > MAGIC_AT + 4
                && ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(MAGIC_AT) == MAGIC;
    }

    /** Those of an image; none if it carries none. */
    static List<Symbol> of(byte[] image) {
        KernelSymbols kernel = new KernelSymbols(image);
        for (int at = kernel.find(0); at >= 0; at = kernel.find(at + 1)) {
            try {
                List<Symbol> symbols = kernel.read(at);
                if (!symbols.isEmpty()) {
                    return symbols;
                }
            } catch (IndexOutOfBoundsException e) {
                // Something else that has the digits in a row.
            }
        }
        return List.of();
    }

    private int find(int from) {
        for (int at = from; at <= image.length - DIGITS.length; at++) {
            int length = 0;
            while (length < DIGITS.length && image[at + length] == DIGITS[length]) {
                length++;
            }
            if (length == DIGITS.length) {
                return at;
            }
        }
        return -1;
    }

    private List<Symbol> read(int digits) {
        if (!readTokens(digits)) {
            return List.of();
        }
        findMarkers();
        // What is before the names is their number, and 256 of them, or less, follow the last mark.
        int lastMark = in.getInt(markers + 4 * (groups - 1));
        int highest = markers - lastMark & -8;
        int lowest = Math.max(8, highest - GROUP * LONGEST_TOKEN);
        for (int names = highest; names >= lowest; names -= 8) {
            int count = in.getInt(names - 8);
            if (count > 0 && (count + GROUP - 1) / GROUP == groups && areNames(names, count)) {
                return symbols(names, count);
            }
        }
        return List.of();
    }

    /** The tokens, from where the digits are; their begins are behind them. */
    private boolean readTokens(int digits) {
        int end = digits;
        for (int token = '0'; token < TOKENS; token++) {
            end = next(end);
        }
        int index = end + 7 & -8;
        int start = digits - (in.getShort(index + 2 * '0') & 0xffff);
        for (int token = 0; token < TOKENS; token++) {
            int offset = in.getShort(index + 2 * token) & 0xffff;
            if (token > 0 && next(tokenTable) != start + offset || token == 0 && offset != 0) {
                return false;
            }
            tokenTable = start + offset;
            tokens[token] =
                    new String(
                            image,
                            tokenTable,
                            next(tokenTable) - 1 - tokenTable,
                            StandardCharsets.ISO_8859_1);
        }
        tokenTable = start;
        tokenIndexEnd = index + 2 * TOKENS;
        return true;
    }

    private int next(int text) {
        int end = text;
        while (image[end] != 0) {
            end++;
        }
        return end + 1;
    }

    /** They ascend from 0, right before the tokens. */
    private void findMarkers() {
        int end = tokenTable & -4;
        while (in.getInt(end - 4) == 0) {
            end -= 4;
        }
        markers = end - 4;
        while (Integer.compareUnsigned(in.getInt(markers - 4), in.getInt(markers)) < 0) {
            markers -= 4;
        }
        groups = (end - markers) / 4;
    }

    private boolean areNames(int names, int count) {
        int at = names;
        for (int number = 0; number < count; number++) {
            if (number % GROUP == 0 && at - names != in.getInt(markers + number / GROUP * 4)) {
                return false;
            }
            at += bytes(at);
        }
        return at <= markers;
    }

    /** Bytes of a name with its length, which has one byte or two. */
    private int bytes(int name) {
        int length = image[name] & 0xff;
        return length < 0x80 ? 1 + length : 2 + (length & 0x7f | (image[name + 1] & 0xff) << 7);
    }

    private List<Symbol> symbols(int names, int count) {
        int offsets = tokenIndexEnd + 7 & -8;
        int base = offsets + 4 * count + 7 & -8;
        if (!ascend(offsets, count)) {
            base = names - 16;
            offsets = base - (4 * count + 7 & -8);
            if (offsets < 0 || !ascend(offsets, count)) {
                return List.of();
            }
        }
        long start = in.getLong(base);
        List<Symbol> symbols = new ArrayList<>(count);
        int at = names;
        for (int number = 0; number < count; number++) {
            int next = at + bytes(at);
            String name = name(at + (image[at] < 0 ? 2 : 1), next);
            long offset = Integer.toUnsignedLong(in.getInt(offsets + 4 * number));
            symbols.add(
                    new Symbol(
                            (start == 0 ? LINKED_AT : start) + offset,
                            0,
                            name.substring(1),
                            MapSymbols.kind(name.charAt(0))));
            at = next;
        }
        return symbols;
    }

    private boolean ascend(int offsets, int count) {
        for (int number = 1; number < count; number++) {
            int before = in.getInt(offsets + 4 * number - 4);
            if (Integer.compareUnsigned(in.getInt(offsets + 4 * number), before) < 0) {
                return false;
            }
        }
        return in.getInt(offsets + 4 * count - 4) != 0;
    }

    private String name(int from, int to) {
        StringBuilder name = new StringBuilder();
        for (int at = from; at < to; at++) {
            name.append(tokens[image[at] & 0xff]);
        }
        return name.toString();
    }
}
