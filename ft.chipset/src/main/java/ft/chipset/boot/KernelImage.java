package ft.chipset.boot;

import ft.api.server.ServerException;
import ft.chipset.boot.ProgramImage.Segment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A Linux kernel image for RISC-V ({@code Image}), as its boot protocol describes it.
 *
 * @param content the file, decompressed
 * @param offset how far above the beginning of main storage it wants to be
 * @param size bytes that it takes in memory, with what it sets to zero by itself
 */
record KernelImage(byte[] content, long offset, long size) {
    /** A kernel lies at a multiple of this, which is what one entry of its first table maps. */
    static final long ALIGNMENT = 2L << 20;

    private static final int HEADER = 64;
    private static final int OFFSET_AT = 8;
    private static final int SIZE_AT = 16;
    private static final int FLAGS_AT = 24;
    private static final int MAGIC_AT = 56;
    private static final int MAGIC = 0x05435352; // RSC, 5
    private static final int BIG_ENDIAN = 1;
    private static final int GZIP = 0x8b1f;
    private static final int PE = 0x5a4d; // MZ
    private static final int COMPRESSED_EFI = 0x676d697a; // zimg

    /** Whether a file is a kernel image or may hold one, and nothing else that can be booted. */
    static boolean isOne(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return isGzip(file)
                || file.length >= HEADER && in.getInt(MAGIC_AT) == MAGIC
                || file.length >= 2 && (in.getShort(0) & 0xffff) == PE;
    }

    private static boolean isGzip(byte[] file) {
        return file.length >= 2 && ((file[1] & 0xff) << 8 | file[0] & 0xff) == GZIP;
    }

    /**
     * Reads one.
     *
     * @param largest bytes of main storage, beyond which nothing is decompressed
     * @throws ServerException with one sentence when it is none
     */
    static KernelImage parse(String name, byte[] file, long largest) throws ServerException {
        byte[] content = isGzip(file) ? decompress(name, file, largest) : file;
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length >= 8 && in.getInt(4) == COMPRESSED_EFI) {
            throw new ServerException(
                    name
                            + " is a kernel that only EFI firmware can decompress; give the Image"
                            + " or Image.gz of the same build");
        }
        if (content.length < HEADER || in.getInt(MAGIC_AT) != MAGIC) {
            throw new ServerException(
                    name + " is no Linux kernel for RISC-V; give the Image or Image.gz of a build");
        }
        if ((in.getLong(FLAGS_AT) & BIG_ENDIAN) != 0) {
            throw new ServerException(name + " is a big endian kernel; give a little endian one");
        }
        long size = Math.max(in.getLong(SIZE_AT), content.length);
        long offset = in.getLong(OFFSET_AT);
        if (size > largest || offset < 0 || offset > largest) {
            throw new ServerException(
                    String.format(
                            "%s wants %d bytes, 0x%x above the beginning of main storage, which has"
                                    + " %d bytes; give the server more memory",
                            name, size, offset, largest));
        }
        return new KernelImage(content, offset, size);
    }

    private static byte[] decompress(String name, byte[] file, long largest)
            throws ServerException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            int limit = (int) Math.min(largest, Integer.MAX_VALUE - 16);
            byte[] content = in.readNBytes(limit);
            if (content.length == limit && in.read() >= 0) {
                throw new ServerException(
                        name
                                + " is larger than main storage when it is decompressed; give the"
                                + " server more memory");
            }
            return content;
        } catch (IOException e) {
            throw new ServerException(
                    name + " cannot be decompressed (" + e.getMessage() + "); copy it again", e);
        }
    }

    /** The image at the lowest place it may have from an address on. */
    ProgramImage at(long base, long from) {
        long lowest = Math.max(base + offset, from);
        long address = (lowest + ALIGNMENT - 1) & -ALIGNMENT;
        return new ProgramImage(address, List.of(new Segment(address, content, size)));
    }
}
