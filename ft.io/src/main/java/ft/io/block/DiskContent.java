package ft.io.block;

import ft.api.device.StateContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The content of a disk as a snapshot takes it. What is there already is not written again: an
 * image keeps its holes, and one that may not be written may be right.
 */
final class DiskContent implements StateContent {
    private final Disk disk;
    private final LongPredicate holes;
    private final byte[] present = new byte[BLOCK];

    /**
     * Of a disk.
     *
     * @param holes tells by its position whether a block was never written
     */
    DiskContent(Disk disk, LongPredicate holes) {
        this.disk = disk;
        this.holes = holes;
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public boolean isHole(long position) {
        return holes.test(position);
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
        try {
            disk.read(position, target, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException("the disk cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
        try {
            disk.read(position, present, 0, length);
            if (!Arrays.equals(present, 0, length, source, offset, offset + length)) {
                disk.write(position, source, offset, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the disk cannot be given the content it was saved with: " + e.getMessage(), e);
        }
    }
}
