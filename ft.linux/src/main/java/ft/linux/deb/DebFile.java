package ft.linux.deb;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** A Debian package: an {@code ar} archive with a compressed {@code tar} archive of its files. */
public final class DebFile {
    private static final String MAGIC = "!<arch>\n";
    private static final int HEADER = 60;
    private static final int NAME_LENGTH = 16;
    private static final int SIZE_AT = 48;
    private static final int SIZE_LENGTH = 10;
    private static final String DATA = "data.tar";
    private static final int BUFFER = 1 << 16;

    private DebFile() {}

    /**
     * An entry of the archive.
     *
     * @param name path without a leading slash
     * @param type letter of its kind, as {@code tar} has it
     * @param target where a link leads
     */
    public record Entry(String name, char type, String target) {
        /** Whether it is a file with content of its own. */
        public boolean isFile() {
            return type == '0' || type == 0;
        }

        /** Whether it is a symbolic link. */
        public boolean isLink() {
            return type == '2';
        }
    }

    /** Gives the content of the entry that is being looked at. */
    @FunctionalInterface
    public interface Content {
        /** All of it. */
        byte[] read() throws IOException;
    }

    /** Hears of every entry, in the order of the archive. */
    @FunctionalInterface
    public interface Visitor {
        /** Of one; its content is there during the call. */
        void visit(Entry entry, Content content) throws IOException;
    }

    /**
     * Goes through the files of a package.
     *
     * @throws IOException when it is none or cannot be read
     */
    public static void visit(Path file, Visitor visitor) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = new BufferedInputStream(raw, BUFFER)) {
            if (!new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII)
                    .equals(MAGIC)) {
                throw new IOException(file.getFileName() + " is no Debian package");
            }
            TarReader tar = new TarReader(data(file, in));
            for (Optional<Entry> each = tar.next(); each.isPresent(); each = tar.next()) {
                visitor.visit(each.get(), tar::readAll);
            }
        }
    }

    private static InputStream data(Path file, InputStream in) throws IOException {
        while (true) {
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) {
                throw new EOFException(file.getFileName() + " has no " + DATA);
            }
            String name = text(header, 0, NAME_LENGTH);
            if (name.startsWith(DATA)) {
                return decompressed(file, name.substring(DATA.length()), in);
            }
            long size = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH));
            in.skipNBytes(size + (size & 1));
        }
    }

    private static InputStream decompressed(Path file, String ending, InputStream in)
            throws IOException {
        switch (ending) {
            case "":
                return in;
            case ".xz":
                return new BufferedInputStream(new XZInputStream(in), BUFFER);
            case ".gz":
                return new GZIPInputStream(in, BUFFER);
            default:
                throw new IOException(
                        file.getFileName()
                                + " is compressed as "
                                + ending
                                + ", which is not known");
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.US_ASCII).strip();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
