package ft.api.io;

/** Registers of the DMA/shared resource controller, 64 bits each. */
public enum SrcRegister {
    /** Read only: {@code 0x46545352} ("FTSR") in the lower half, version 1 in the upper. */
    IDENTITY(0x00, false),
    /** Read only: 1 if the CPU subsystem of this system has been made ACT, else 0. */
    ROLE(0x08, false),
    /** Read only: 1 when the power-on sequence has settled whether the crosslink is connected. */
    READY(0x10, false),
    /** Read only: number of the state of this system's CPU subsystem, 1 to 10, 0 for off. */
    STATE(0x18, false),
    /** Read only: bit <i>n</i> is set if system <i>n</i> is reachable. */
    PRESENT(0x20, false),
    /** Read only: address of the first instruction of the guest. */
    BOOT_ENTRY(0x28, false),
    /** Read only: address of the device tree. */
    BOOT_TREE(0x30, false),
    /** Read only: third argument of the guest, for {@code fw_dynamic}. */
    BOOT_ARGUMENT(0x38, false),
    /** Read and write: a word that software of both systems can see. */
    MAILBOX(0x40, true);

    private final int offset;
    private final boolean writable;

    SrcRegister(int offset, boolean writable) {
        this.offset = offset;
        this.writable = writable;
    }

    /** Offset from the start of the controller's window. */
    public int offset() {
        return offset;
    }

    /** Whether a guest may write it. */
    public boolean writable() {
        return writable;
    }
}
