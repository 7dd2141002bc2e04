package ft.api.cpu;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Main storage 112 of one CPU subsystem, reached by page and by physical address. Allocated lazily:
 * a page nobody wrote reads as zeros and costs nothing.
 *
 * <p><b>Threading:</b> only the thread that owns the CPU subsystem, and only between two calls of
 * {@link CpuSubsystem#run(long)}.
 *
 * <p><b>Errors:</b> an address outside main storage is an {@link IndexOutOfBoundsException}; check
 * with {@link #contains(long, long)} first where the address comes from a guest.
 */
@ProviderType
public interface MainStorage extends Storage {
    /** Size of a page of the processor in bytes: the unit in which memory comes into being. */
    int PAGE_SIZE = 4096;

    /** Physical address of page 0. */
    @Override
    long base();

    /** Number of pages. */
    default int pages() {
        return (int) (size() / PAGE_SIZE);
    }

    /** Page number of a physical address in main storage. */
    default int pageOf(long address) {
        return (int) ((address - base()) / PAGE_SIZE);
    }

    /** Physical address of a page. */
    default long addressOf(int page) {
        return base() + (long) page * PAGE_SIZE;
    }

    /**
     * Copies bytes in, beginning at a physical address. Counts as a change of every page it touches
     * ({@link CpuSubsystem#takeWritten}); predecoded instructions and reservations there are
     * dropped.
     */
    @Override
    void write(long address, byte[] source, int offset, int length);

    /**
     * Copies bytes in as a memory copy does that brings one side's content to another (P6 [0050]):
     * like {@link #write}, but reservations stay, because which there are comes with the context.
     * So content that is equal already can be written once more (P17 S15) unseen by the guest.
     */
    @Override
    void restore(long address, byte[] source, int offset, int length);

    /**
     * {@link #restore(long, byte[], int, int)} of whole pages: with many at once the processor
     * waits for memory less often.
     *
     * @param pages their numbers, none twice
     * @param contents what comes into them, from the begin of each array on
     * @param count how many there are of both, from 0 on
     */
    default void restore(int[] pages, byte[][] contents, int count) {
        for (int i = 0; i < count; i++) {
            restore(addressOf(pages[i]), contents[i], 0, PAGE_SIZE);
        }
    }

    /**
     * Shows a page where it lies, so that whoever copies or compares it needs no copy in between.
     * It is to be read only, and only until memory is written or the guest runs.
     *
     * @return its bytes, or null if it was never written and so holds zeros
     */
    byte[] lend(int page);

    /** Whether a page was never written, and so holds zeros without taking memory. */
    boolean isUntouched(int page);

    /** CRC32C of bytes from a physical address on; what the checksum unit of a DMA engine gives. */
    int crc32c(long address, int length);

    /**
     * A 64 bit check of bytes from a physical address on: two CRCs of different polynomials, CRC32C
     * in the upper and CRC32 in the lower half.
     */
    long check(long address, int length);

    /** {@link #check(long, int)} of a page, for the memory check (T114). */
    default long check(int page) {
        return check(addressOf(page), PAGE_SIZE);
    }
}
