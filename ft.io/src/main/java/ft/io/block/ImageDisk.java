package ft.io.block;

import ft.api.fields.StateFields;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk in an image file, which it holds locked.
 *
 * <p>Not accessed through its channel: a channel closes itself when its thread is interrupted.
 */
final class ImageDisk implements Disk {
    private static final int LONGEST_WRITE = 64 * 1024;

    private final RandomAccessFile file;
    private final long size;

    private ImageDisk(RandomAccessFile file, long size) {
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
        if (!Files.isReadable(path)) {
            throw new IOException("may not be read by this user; allow it");
        }
        if (!readOnly && !Files.isWritable(path)) {
            throw new IOException(
                    "may not be written by this user; allow it, or set readonly=true");
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), readOnly ? "r" : "rw");
        try {
            lock(file, readOnly);
            long size = file.length();
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

    private static void lock(RandomAccessFile file, boolean readOnly) throws IOException {
        try {
            FileLock lock = file.getChannel().tryLock(0, Long.MAX_VALUE, readOnly);
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
        file.seek(position);
        try {
            file.readFully(target, offset, length);
        } catch (EOFException e) {
            throw new IOException("the image has become shorter", e);
        }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
        file.seek(position);
        file.write(source, offset, length);
    }

    @Override
    public void zero(long position, long length) throws IOException {
        byte[] zeros = new byte[(int) Math.min(length, LONGEST_WRITE)];
        for (long done = 0; done < length; done += zeros.length) {
            write(position + done, zeros, 0, (int) Math.min(zeros.length, length - done));
        }
    }

    /** A file can only be cut at its end: what is filled up again then is a hole. */
    @Override
    public void discard(long position, long length) throws IOException {
        if (position + length == size) {
            file.setLength(position);
            file.setLength(size);
        }
    }

    @Override
    public void flush() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void state(StateFields fields) {
        // The image file keeps the data while this program runs.
        if (fields.isSnapshot()) {
            fields.content("disk", new DiskContent(this, position -> false));
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
