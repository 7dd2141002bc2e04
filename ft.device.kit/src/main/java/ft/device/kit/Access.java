package ft.device.kit;

/** What software can do with a register, in the terms of data sheets. */
public enum Access {
    /** Read only (RO): a write is dropped. */
    READ_ONLY(true, false),
    /** Read and write (RW). */
    READ_WRITE(true, true),
    /** Write only (WO): keeps nothing, and reads as 0. */
    WRITE_ONLY(false, true),
    /** Write 1 to clear (W1C): as for bits of an interrupt status. */
    WRITE_1_TO_CLEAR(true, true),
    /** Write 1 to set (W1S). */
    WRITE_1_TO_SET(true, true),
    /** Read to clear (RC): a read gives the bits and clears them; a write is dropped. */
    READ_TO_CLEAR(true, false),
    /** Reserved: always reads its reset value, a write is dropped. */
    RESERVED(false, false);

    private final boolean readable;
    private final boolean writable;

    Access(boolean readable, boolean writable) {
        this.readable = readable;
        this.writable = writable;
    }

    /** Whether a read means something. */
    public boolean isReadable() {
        return readable;
    }

    /** Whether a write means something. */
    public boolean isWritable() {
        return writable;
    }

    /** Whether the register keeps a value, which is part of the device's state. */
    boolean keeps() {
        return this != WRITE_ONLY && this != RESERVED;
    }
}
