package ft.api.io;

/**
 * Registers of the access control in the own FT controller, 64 bits each, at {@link
 * ft.api.board.BoardMap#ACCESS_BASE}; accesses of 4 or 8 bytes. They are the CPU subsystem's own:
 * duplicated ones hold the same, and a context transfer carries them.
 */
public enum AccessRegister {
    /**
     * Read and write: the class of the requests that this CPU subsystem makes while it is not in
     * service (P6 [0077]): 1 asynchronous, as after a reset; 0 ordinary, and then each ends in a
     * master abort ([0076]). A CPU subsystem in service makes ordinary requests, whatever is here.
     */
    REQUEST_CLASS(0x00),
    /** Read only: outbound requests that ended in a master abort, since the power-on reset. */
    ABORT_COUNT(0x08),
    /** Read only: physical address of the latched abort. */
    ABORT_ADDRESS(0x10),
    /**
     * The latched abort, the first since the latch was empty: bit 0 the latch is full, bit 1 it was
     * a write, bit 2 others followed, bits 8-15 its width in bytes, bits 16-23 its hart, bits 24-31
     * why: 1 the state does not permit it, 2 an ordinary request of a CPU subsystem that is not in
     * service, 3 there is no such IO subsystem or its board is out. Writing 1 to bit 0 empties the
     * latch.
     */
    ABORT_STATUS(0x18);

    private final int offset;

    AccessRegister(int offset) {
        this.offset = offset;
    }

    /** Offset from {@link ft.api.board.BoardMap#ACCESS_BASE}. */
    public int offset() {
        return offset;
    }
}
