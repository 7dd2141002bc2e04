package ft.linux.deb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the entries of a tar archive in their order, as Debian's packages have them. */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final int TARGET_AT = 157;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int MAGIC_AT = 257;
    private static final String USTAR = "ustar\0";
    private static final char LONG_NAME = 'L';
    private static final char LONG_TARGET = 'K';
    private static final int LARGEST_NAME = 1 << 16;

    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next entry; what was not read of the one before is passed over.
     *
     * @return empty at the end
     */
    Optional<DebFile.Entry> next() throws IOException {
        String longName = null;
        String longTarget = null;
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new EOFException("the archive has no end");
            }
            if (isEnd(header)) {
                return Optional.empty();
            }
            left = octal(header, SIZE_AT, SIZE_LENGTH);
            padding = -left & (BLOCK - 1);
            char type = (char) header[TYPE_AT];
            if (type == LONG_NAME) {
                longName = content();
            } else if (type == LONG_TARGET) {
                longTarget = content();
            } else {
                String name = longName == null ? name(header) : longName;
                String target =
                        longTarget == null ? text(header, TARGET_AT, NAME_LENGTH) : longTarget;
                return Optional.of(new DebFile.Entry(plain(name), type, target));
            }
        }
    }

    private static boolean isEnd(byte[] header) {
        for (byte each : header) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private String content() throws IOException {
        if (left > LARGEST_NAME) {
            throw new IOException("a name of " + left + " bytes in the archive");
        }
        byte[] bytes = readAll();
        return text(bytes, 0, bytes.length);
    }

    /** The whole content of the entry. */
    byte[] readAll() throws IOException {
        byte[] bytes = in.readNBytes((int) left);
        if (bytes.length < left) {
            throw new EOFException("the archive ends in the middle of a file");
        }
        left = 0;
        return bytes;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, NAME_LENGTH);
        boolean split = text(header, MAGIC_AT, USTAR.length()).equals("ustar");
        String prefix =
                split && header[MAGIC_AT + USTAR.length() - 1] == 0
                        ? text(header, PREFIX_AT, PREFIX_LENGTH)
                        : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Names begin with {@code ./} in a package; folders end with a slash. */
    private static String plain(String name) {
        String plain = name.startsWith("./") ? name.substring(2) : name;
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] bytes, int from, int length) throws IOException {
        String digits = text(bytes, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("a size in the archive is no number", e);
        }
    }
}
