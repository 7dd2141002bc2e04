package ft.api.cpu;

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
public interface MainStorage {
    /** Unit of copying and change tracking, in bytes (P17: a page). */
    int PAGE_SIZE = 4096;

    /** Physical address of page 0. */
    long base();

    /** Size in bytes. */
    long size();

    /** Number of pages. */
    default int pages() {
        return (int) (size() / PAGE_SIZE);
    }

    /** Whether {@code length} bytes from a physical address on lie in main storage. */
    default boolean contains(long address, long length) {
        return length >= 0
                && length <= size()
                && address >= base()
                && address - base() <= size() - length;
    }

    /** Page number of a physical address in main storage. */
    default int pageOf(long address) {
        return (int) ((address - base()) / PAGE_SIZE);
    }

    /** Physical address of a page. */
    default long addressOf(int page) {
        return base() + (long) page * PAGE_SIZE;
    }

    /** Copies bytes out, beginning at a physical address. */
    void read(long address, byte[] target, int offset, int length);

    /**
     * Copies bytes in, beginning at a physical address. Counts as a change of every page it touches
     * ({@link CpuSubsystem#takeWrittenPages}); predecoded instructions and reservations there are
     * dropped.
     */
    void write(long address, byte[] source, int offset, int length);

    /** Whether a page was never written, and so holds zeros without taking memory. */
    boolean isUntouched(int page);

    /** CRC32C of a page's content, unsigned; what the checksum unit of the DMA engine gives. */
    int crc32c(int page);

    /**
     * A 64 bit check of a page's content for the memory check (T114): two CRCs of different
     * polynomials, CRC32C in the upper and CRC32 in the lower half.
     */
    long check(int page);
}
