package ft.chipset.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPOutputStream;

/** Makes Linux kernel images that do nothing. */
public final class KernelFile {
    private KernelFile() {}

    /** An image of some length with its header. */
    public static byte[] image(int length, long offset, long size) {
        ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x13);
        file.putLong(8, offset);
        file.putLong(16, size);
        file.put(48, "RISCV".getBytes());
        file.put(56, "RSC\5".getBytes());
        return file.array();
    }

    /** The same, compressed. */
    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
