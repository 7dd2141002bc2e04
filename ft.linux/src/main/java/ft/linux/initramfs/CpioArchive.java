package ft.linux.initramfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A cpio archive in the format that the kernel reads as an initial RAM disk ({@code newc}). The
 * same entries in the same order give the same bytes: inode numbers are counted, and everything
 * belongs to the superuser and is as old as time itself.
 */
final class CpioArchive {
    private static final String MAGIC = "070701";
    private static final String END = "TRAILER!!!";
    private static final int ALIGNMENT = 4;
    private static final int FOLDER = 0040755;
    private static final int FILE = 0100000;
    private static final int LINK = 0120777;
    private static final int CHARACTER_DEVICE = 0020600;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Set<String> folders = new LinkedHashSet<>();
    private int inode;

    /** A folder, with those it is in. */
    CpioArchive folder(String path) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            folder(path.substring(0, slash));
        }
        if (folders.add(path)) {
            entry(path, FOLDER, 2, 0, 0, new byte[0]);
        }
        return this;
    }

    /** A file in a folder that is made if need be. */
    CpioArchive file(String path, int permissions, byte[] content) {
        parent(path);
        entry(path, FILE | permissions, 1, 0, 0, content);
        return this;
    }

    /** A symbolic link. */
    CpioArchive link(String path, String target) {
        parent(path);
        entry(path, LINK, 1, 0, 0, target.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A character device. */
    CpioArchive device(String path, int major, int minor) {
        parent(path);
        entry(path, CHARACTER_DEVICE, 1, major, minor, new byte[0]);
        return this;
    }

    private void parent(String path) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            folder(path.substring(0, slash));
        }
    }

    /** The archive. */
    byte[] bytes() {
        inode = -1;
        entry(END, 0, 1, 0, 0, new byte[0]);
        return out.toByteArray();
    }

    private void entry(String path, int mode, int links, int major, int minor, byte[] content) {
        inode++;
        byte[] name = (path + '\0').getBytes(StandardCharsets.UTF_8);
        int[] fields = {
            inode, mode, 0, 0, links, 0, content.length, 0, 0, major, minor, name.length, 0
        };
        StringBuilder header = new StringBuilder(MAGIC);
        for (int field : fields) {
            header.append(String.format("%08x", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        pad();
        out.writeBytes(content);
        pad();
    }

    private void pad() {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }
}
