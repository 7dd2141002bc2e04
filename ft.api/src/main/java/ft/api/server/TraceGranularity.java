package ft.api.server;

/** What one entry of the main storage access trace covers (P6 [0045], [0047]; spec K4). */
public enum TraceGranularity {
    /** A cache line: a partial copy moves little, and a trace holds little. */
    LINE(64),
    /** A page of the processor. */
    PAGE(4096);

    private final int bytes;

    TraceGranularity(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of main storage that an entry covers. */
    public int bytes() {
        return bytes;
    }
}
