package ft.chipset.link;

/**
 * What FT controllers say to each other over the crosslink. The ordinal is the frame's first byte.
 */
public enum FrameType {
    /** A round begins that was not expected: a server that stood still goes on. */
    START,
    /** A CPU subsystem has reached its boundary; what its side reports there. */
    REPORT,
    /** Bus signature of the quantum, on the path between the memory controllers. */
    SIGNATURE,
    /** What the IO-access comparator of one side found in the quantum. */
    VERDICT,
    /** The IO subsystem of one side has done its work at the boundary. */
    INBOUND_DONE,
    /** This side has taken all that belongs before a turn of the other one. */
    PASSED,
    /** The system in service has done its share of the boundary, and says where the next one is. */
    ROUND_DONE,
    /** Outbound request. */
    REQUEST,
    /** Completion of an outbound read. */
    COMPLETION,
    /** A CPU subsystem waits for a read; does everybody? Answered by {@link #WAITS}. */
    WHO_WAITS,
    /** How the own CPU subsystem is and who waits here, to the side whose read is in question. */
    WAITS,
    /** Inbound read of main storage; answered by {@link #DMA_DATA}. */
    DMA_READ,
    /** Data of an inbound read. */
    DMA_DATA,
    /** Inbound write to main storage. */
    DMA_WRITE,
    /** Send a digest of main storage; answered by {@link #DMA_DIGEST}. */
    DMA_CHECK,
    /** Digest of a range of main storage. */
    DMA_DIGEST,
    /** A state event, applied by all at this point of the round. */
    EVENT,
    /** Content to write into main storage. */
    CONTENT,
    /** Zeros to write into main storage. */
    ZEROS,
    /** Pages to write into main storage, which are lent. */
    PAGES,
    /** Compare pages, which are lent; answered by {@link #DIFFERENCES}. */
    COMPARE_REQUEST,
    /** A mask of the pages that differ. */
    DIFFERENCES,
    /** Send a piece of main storage; answered by {@link #CONTENT_DATA}. */
    CONTENT_REQUEST,
    /** That piece of main storage, with a mask of its pages that were never written. */
    CONTENT_DATA,
    /** Send summaries of main storage; answered by {@link #SUMMARIES}. */
    SUMMARY_REQUEST,
    /** Summaries of main storage. */
    SUMMARIES,
    /** Send the check values of pages; answered by {@link #CHECK_VALUES}. */
    CHECK_REQUEST,
    /** Check values of pages. */
    CHECK_VALUES,
    /** Pages are guarded until they are verified. */
    GUARD,
    /** The guard of a page has ended. */
    UNGUARD,
    /** A hart of the destination is about to touch a guarded page: send its online content. */
    GUARD_PULL,
    /** Online content of a guarded page. */
    GUARDED_CONTENT,
    /** A device of a third system is about to touch a guarded page; answered when verified. */
    GUARD_DEMAND,
    /** That page is verified. */
    GUARD_READY,
    /** Send the access trace; answered by {@link #TRACE_ENTRIES} frames, the last one empty. */
    TRACE_REQUEST,
    /** Entries of the access trace. */
    TRACE_ENTRIES,
    /** What firmware has saved of the CPU context in its reserved memory. */
    RESERVED,
    /** What of the CPU context firmware cannot reach, and interrupt lines. */
    CONTEXT,
    /** How did the last SMI or synchronization reset go? Answered by {@link #SERVICE_STATE}. */
    SERVICE_REQUEST,
    /** How the last SMI or synchronization reset went. */
    SERVICE_STATE,
    /** The guest goes on where the SMI stopped it. */
    SERVICE_RELEASE,
    /** Send a digest of the CPU context; answered by {@link #CONTEXT_DIGEST}. */
    CONTEXT_REQUEST,
    /** Digest of the CPU context. */
    CONTEXT_DIGEST;

    private static final FrameType[] ALL = values();

    /** The type of a frame. */
    public static FrameType of(byte first) {
        return ALL[first];
    }
}
