package ft.api.resync;

import ft.api.copy.CopySession;
import java.util.BitSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All that a copy strategy can do. It cannot touch a state, a register or a device.
 *
 * <p><b>Units.</b> A page is the unit of copying, whatever its size (P17 c.4): {@link #pageSize()}
 * bytes, a power of two from 256 to 65,536, as the option {@code copyUnit} of the server says.
 * Pages are numbered from 0 and cover main storage. Write nothing that knows of 4 KiB.
 *
 * <p><b>Charges.</b> Every operation on a page is charged to the bandwidth share of the DMA engine
 * by the number of bytes it moves or reads; what both sides do at once is charged once. Stop time
 * follows from the same charges.
 *
 * <p><b>Time.</b> The guest stands still during every call, so nothing here is torn, and a sequence
 * of operations in one call of the session is atomic to the guest.
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
     * The pages that have something in the main storage access trace of either system, as of the
     * last SMI acknowledgement; meaningful for {@link CopyScope#PARTIAL}. A copy, the session's
     * own.
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

    /** Summary of an online page, by the checksum unit of the DMA engine. */
    long summary(SummaryKind kind, int page);

    /**
     * Makes the summaries of some pages on both sides at once and exchanges nothing but them (spec
     * §7.1 F). The destination's are made from its own main storage, by its own checksum unit.
     * Charged once, because both sides work at the same time.
     *
     * @param first first page
     * @param count number of pages; any, but the guest stands still for all of them
     * @param differing where the pages are added whose summaries differ
     */
    void compareSummaries(SummaryKind kind, int first, int count, BitSet differing);

    /** Reads an online page. */
    void read(int page, byte[] target);

    /**
     * Copies an online page to the destination: online memory to shared memory of the online IO
     * subsystem, over the crosslink, into the destination's memory (P6 [0048]-[0050]).
     */
    void copy(int page);

    /**
     * Copies only what may differ of a page: the entries of the access trace in it (with scope
     * {@link CopyScope#PARTIAL}) and what was written since it was last copied by this session.
     * Where the server traces lines, lines are moved and charged, not the page (spec K4). A page of
     * which nothing may differ costs nothing.
     *
     * <p>With scope {@link CopyScope#FULL} all of a page may differ that was not copied yet.
     */
    void copyEntries(int page);

    /**
     * Sets a write trap on an online page (spec §7.1 T): its first later write, by a hart or a
     * device, puts it into {@link #caught()} and takes the trap away. Setting it again is allowed.
     */
    void watch(int page);

    /**
     * Pages that ran into their write trap. Live and complete at every call into the session; the
     * session may clear bits.
     */
    BitSet caught();

    /**
     * Guards pages against use before they are verified (spec §7.1 R8, D; what post-copy migration
     * does). From the synchronization reset on, the first access to a guarded page by a hart of
     * either side, be it fetch, load, store, LR, SC or AMO, or by a device, stops that access until
     * the page was compared and, if it differs, repaired from the online side. So nobody ever sees
     * stale content.
     *
     * <p>Call it in {@link CopySession#stopped()}. Guards end page by page, with {@link #verify} or
     * by demand, and all of them when Pre online sync ends.
     *
     * @throws IllegalStateException unless the destination stands in ST8 Recover offline
     */
    void guard(BitSet pages);

    /** Pages that are guarded now; a copy. */
    BitSet guarded();

    /** The first page from this one on that is guarded, or -1; for a walk of what is left. */
    int nextGuarded(int from);

    /**
     * Compares the guarded ones of some pages of both sides, repairs what differs, and ends their
     * guards. A page that is not guarded is verified already.
     *
     * @param first first page
     * @param count number of pages; those in a row share exchanges over the crosslink
     * @param repaired where the pages are added that had to be repaired
     * @throws IllegalStateException unless both systems run duplicated
     */
    void verify(int first, int count, BitSet repaired);

    /** Guarded pages that were verified because somebody was about to use them. */
    long demanded();

    /** Those of them that differed and were repaired. */
    long demandRepaired();

    /**
     * Reads some pages from both memories at the same boundary and compares them byte by byte (P17
     * S13).
     *
     * @param first first page
     * @param count number of pages; they share exchanges over the crosslink, but the guest stands
     *     still for all of them
     * @param differing where the pages are added that differ
     * @throws IllegalStateException unless both systems run duplicated
     */
    void compare(int first, int count, BitSet differing);

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
