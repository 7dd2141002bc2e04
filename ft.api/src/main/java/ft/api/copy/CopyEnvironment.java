package ft.api.copy;

import java.util.BitSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All that a copy strategy can do. It cannot touch a state, a register or a device. Pages are
 * numbered from 0; a page is {@link #pageSize()} bytes. Every operation on a page is charged to the
 * bandwidth share of the DMA engine by the number of bytes it moves or reads.
 *
 * <p><b>Threading:</b> only inside a call of the {@link CopySession} it was opened for.
 *
 * <p><b>Errors:</b> an operation that cannot be done because the link or the destination is gone
 * throws {@link CopyAbortedException}; let it pass.
 */
@ProviderType
public interface CopyEnvironment {
    /** Number of pages of main storage. */
    int pages();

    /** Size of a page in bytes. */
    int pageSize();

    /** What is to be brought over. */
    CopyScope scope();

    /**
     * The pages in the main storage access trace of both systems when the online one was asked to
     * resynchronize; meaningful for {@link CopyScope#PARTIAL}. A copy, the session's own.
     */
    BitSet trace();

    /**
     * Pages of the online system written since the session was opened, by harts or devices. Live
     * and complete at every call into the session; the session may clear bits to start a new
     * interval for those pages.
     */
    BitSet changed();

    /** Whether an online page was never written, and so holds zeros. Costs nothing. */
    boolean isUntouched(int page);

    /** CRC32C of an online page, by the checksum unit of the DMA engine. */
    int crc32c(int page);

    /** Reads an online page. */
    void read(int page, byte[] target);

    /**
     * Copies an online page to the destination: online memory to shared memory of the online IO
     * subsystem, over the crosslink, into the destination's memory (P6 [0048]-[0050]).
     */
    void copy(int page);

    /**
     * Reads a page from both memories at the same boundary and compares them byte by byte (P17
     * S13).
     *
     * @throws IllegalStateException unless both systems run duplicated
     */
    boolean equal(int page);

    /**
     * Writes the online content of a page into both memories at one boundary (P17 S15).
     *
     * @throws IllegalStateException unless both systems run duplicated
     */
    void repair(int page);

    /**
     * Enters a step of the algorithm into the event log of the server, at this boundary. For the
     * few steps that a patent names, not for every page.
     *
     * @param label the patent's label, such as {@code S4}; {@code ""} if it has none
     * @param text what begins or has ended, in words
     */
    default void step(String label, String text) {
        // An environment without a log has nowhere to enter it.
    }
}
