package ft.api.io;

/**
 * Registers of the hot-plug controller, 64 bits each, from {@link
 * ft.api.board.BoardMap#HOT_PLUG_BASE} on in the window of every IO subsystem that has a
 * {@linkplain SlotDescription#isBay() bay}; accesses have 4 or 8 bytes. It knows the first {@link
 * #SLOTS} slots, in the order of the description, each as a bit of the bitmaps and as a block of
 * registers.
 *
 * <p>It raises interrupt {@link ft.api.board.BoardMap#HOT_PLUG_INTERRUPT} of its IO subsystem while
 * {@link #ENABLE} is 1 and a bit of {@link #CHANGED} or {@link #ATTENTION} is set.
 */
public enum HotPlugRegister {
    /** Read only: {@code 0x46544850} ("FTHP") in the lower half, version 1 in the upper. */
    IDENTITY(0x00, false),
    /** Read only: number of slots. */
    COUNT(0x08, false),
    /** Read only: slots with a device. */
    PRESENT(0x10, false),
    /**
     * Slots whose device came, left or was replaced by another since the bit was cleared; writing 1
     * clears. What was in its slot at power on has not changed.
     */
    CHANGED(0x18, true),
    /**
     * Slots whose device an operator wants out. Writing 1 lets it go, at the next instruction
     * boundary. It goes without that when nobody has enabled the interrupt, or after {@link
     * #PATIENCE_NANOS}.
     */
    ATTENTION(0x20, true),
    /** Bit 0 lets the interrupt through. */
    ENABLE(0x28, true),
    /** Read only, of slot 0: physical address of the window. */
    BASE(0x100, false),
    /** Read only, of slot 0: bytes of the window. */
    SIZE(0x108, false),
    /** Read only, of slot 0: source of the PLIC, 0 for none. */
    SOURCE(0x110, false),
    /**
     * Read only, of slot 0: devices that have come since power on, so that a device that was
     * replaced between two looks is seen.
     */
    ARRIVALS(0x118, false),
    /** Read only, of slot 0: the device type in ASCII, {@link #TYPE_SIZE} bytes, ended by zeros. */
    TYPE(0x120, false);

    /** Distance of the registers of two slots. */
    public static final int STRIDE = 0x40;

    /** Most slots that are known. */
    public static final int SLOTS = 64;

    /** Bytes of {@link #TYPE}. */
    public static final int TYPE_SIZE = 32;

    /** {@link #IDENTITY}. */
    public static final long MAGIC = 1L << 32 | 0x46544850;

    /** Guest time for which a device waits for {@link #ATTENTION}: 100 ms. */
    public static final long PATIENCE_NANOS = 100_000_000;

    private final int offset;
    private final boolean writable;

    HotPlugRegister(int offset, boolean writable) {
        this.offset = offset;
        this.writable = writable;
    }

    /** Offset from the start of the controller's window. */
    public int offset() {
        return offset;
    }

    /** Offset of one of the registers that each slot has. */
    public int offset(int slot) {
        return offset + slot * STRIDE;
    }

    /** Whether a guest may write it. */
    public boolean writable() {
        return writable;
    }
}
