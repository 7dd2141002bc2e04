package ft.api.cpu;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Memory that is reached by physical address: main storage, or the reserved area of the firmware.
 * What the DMA engine reads and writes.
 *
 * <p><b>Threading:</b> only the thread that owns the CPU subsystem, and only between two calls of
 * {@link CpuSubsystem#run(long)} or {@link CpuSubsystem#serve(long)}.
 *
 * <p><b>Errors:</b> an address outside is an {@link IndexOutOfBoundsException}; check with {@link
 * #contains(long, long)} first where the address comes from a guest.
 */
@ProviderType
public interface Storage {
    /** Physical address of the first byte. */
    long base();

    /** Size in bytes. */
    long size();

    /** Whether {@code length} bytes from a physical address on lie inside. */
    default boolean contains(long address, long length) {
        return length >= 0
                && length <= size()
                && address >= base()
                && address - base() <= size() - length;
    }

    /** Copies bytes out, beginning at a physical address. */
    void read(long address, byte[] target, int offset, int length);

    /** Copies bytes in, beginning at a physical address. */
    void write(long address, byte[] source, int offset, int length);

    /** Copies bytes in as a copy from an equal side does. */
    default void restore(long address, byte[] source, int offset, int length) {
        write(address, source, offset, length);
    }
}
