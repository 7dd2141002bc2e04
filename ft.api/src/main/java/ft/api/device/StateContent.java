package ft.api.device;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Content that is saved and loaded in blocks: main storage, a disk. Blocks that are equal to those
 * of the snapshot before, or to other ones, are kept once.
 *
 * <p><b>Errors:</b> a host resource that fails is an {@link java.io.UncheckedIOException} with one
 * sentence.
 */
@ConsumerType
public interface StateContent {
    /** Size of a block in bytes, as long as there are so many left. */
    int BLOCK = 4096;

    /** Size in bytes. What was saved loads into content of the same size only. */
    long size();

    /** Copies bytes out, within one block. */
    void read(long position, byte[] target, int offset, int length);

    /** Copies bytes in, within one block. */
    void write(long position, byte[] source, int offset, int length);

    /** Whether a block was never written, and so reads as zeros and need not be saved. */
    default boolean isHole(long position) {
        return false;
    }
}
