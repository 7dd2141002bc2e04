package ft.io.block;

import ft.api.device.StateFields;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A disk in an image file, which it holds locked. */
final class ImageDisk implements Disk {
    private final FileChannel file;
    private final long size;

    private ImageDisk(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /**
     * Opens an image.
     *
     * @throws IOException with the second half of a sentence that begins with the image's path
     */
    static ImageDisk open(Path path, boolean readOnly) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("does not exist; create it, or correct the option image");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException("is not a file; name a disk image in the option image");
        }
        FileChannel file = openFile(path, readOnly);
        try {
            lock(file, readOnly);
            long size = file.size();
            if (size < SECTOR) {
                throw new IOException(
                        "has only %d bytes, less than a sector of %d".formatted(size, SECTOR));
            }
            if (size % SECTOR != 0) {
                throw new IOException(
                        "has %d bytes, which is not a multiple of the sector size %d"
                                .formatted(size, SECTOR));
            }
            return new ImageDisk(file, size);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static FileChannel openFile(Path path, boolean readOnly) throws IOException {
        try {
            return FileChannel.open(
                    path,
                    readOnly
                            ? Set.of(StandardOpenOption.READ)
                            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (AccessDeniedException e) {
            throw new IOException(
                    readOnly
                            ? "may not be read by this user"
                            : "may not be written by this user; allow it, or set readonly=true",
                    e);
        }
    }

    private static void lock(FileChannel file, boolean readOnly) throws IOException {
        try {
            FileLock lock = file.tryLock(0, Long.MAX_VALUE, readOnly);
            if (lock == null) {
                throw new IOException(
                        "is locked by another process; end that, or name another image");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(
                    "is already in another slot of this emulator; name another image", e);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, position + buffer.position() - offset);
            if (count < 0) {
                throw new EOFException("the image has become shorter");
            }
        }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
        while (buffer.hasRemaining()) {
            file.write(buffer, position + buffer.position() - offset);
        }
    }

    @Override
    public void flush() throws IOException {
        file.force(false);
    }

    @Override
    public void state(StateFields fields) {
        // The image file keeps the data.
    }

    @Override
    public void close() throws IOException {
        try {
            file.force(true);
        } finally {
            file.close();
        }
    }
}
