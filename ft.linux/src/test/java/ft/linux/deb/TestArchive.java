package ft.linux.deb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes packages as small as they can be. */
public final class TestArchive {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    /** A file. */
    public TestArchive file(String name, byte[] content) {
        return entry(name, '0', "", content);
    }

    /** A symbolic link. */
    public TestArchive link(String name, String target) {
        return entry(name, '2', target, new byte[0]);
    }

    /** A folder. */
    public TestArchive folder(String name) {
        return entry(name + "/", '5', "", new byte[0]);
    }

    /** Any entry; a long name gets an entry of its own before it, as GNU tar does it. */
    public TestArchive entry(String name, char type, String target, byte[] content) {
        if (name.length() > 100) {
            entry("././@LongLink", 'L', "", (name + '\0').getBytes(StandardCharsets.UTF_8));
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name.substring(0, Math.min(100, name.length())));
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o", content.length));
        put(header, 156, String.valueOf(type));
        put(header, 157, target);
        put(header, 257, "ustar  \0");
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[-content.length & (BLOCK - 1)]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** The archive itself. */
    public byte[] tar() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(tar.toByteArray());
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    /** A package with its files compressed in some way. */
    public byte[] deb(String ending) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        member(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        member(out, "control.tar.xz", new byte[5]);
        member(out, "data.tar" + ending, compressed(ending));
        return out.toByteArray();
    }

    private byte[] compressed(String ending) throws IOException {
        switch (ending) {
            case ".xz":
                return xz(tar());
            case ".gz":
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                    gzip.write(tar());
                }
                return out.toByteArray();
            default:
                return tar();
        }
    }

    /** Compresses. */
    public static byte[] xz(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(0))) {
            xz.write(content);
        }
        return out.toByteArray();
    }

    private static void member(ByteArrayOutputStream out, String name, byte[] content) {
        String header =
                String.format(
                        "%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "100644", content.length);
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(content);
        if (content.length % 2 != 0) {
            out.write('\n');
        }
    }
}
