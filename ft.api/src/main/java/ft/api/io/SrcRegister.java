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
    MAILBOX(0x40, true),
    /**
     * First of the {@link #LOCKS} lock words, 8 bytes apart, for devices that several requesters
     * use (P6 [0070], [0077]). A read gives who holds the lock: 0 says that it was free and is now
     * the reader's. A write of its holder releases it; a write of anybody else is dropped. Holders
     * are numbered as {@link SharedResources#SERVICE} says.
     */
    LOCK_0(0x100, true),
    /** The second lock word. */
    LOCK_1(0x108, true),
    /** The third lock word. */
    LOCK_2(0x110, true),
    /** The fourth lock word. */
    LOCK_3(0x118, true),
    /** The fifth lock word. */
    LOCK_4(0x120, true),
    /** The sixth lock word. */
    LOCK_5(0x128, true),
    /** The seventh lock word. */
    LOCK_6(0x130, true),
    /** The eighth lock word. */
    LOCK_7(0x138, true),
    /** Read only: the holders of all locks, a byte each, without taking any. */
    LOCK_HOLDERS(0x140, false),
    /**
     * Read and write: a command to the firmware of this system while it stands by (T205). Bits 0-7:
     * 0 none or done, 1 load, 2 store; bits 8-15 the width in bytes; bit 16 asks for an ordinary
     * request instead of an asynchronous one. The firmware writes 0 when it has done it.
     */
    MAIL_COMMAND(0x180, true),
    /** Read and write: the physical address of the command. */
    MAIL_ADDRESS(0x188, true),
    /** Read and write: what to store; the firmware leaves here what it loaded, zero-extended. */
    MAIL_VALUE(0x190, true);

    /** Number of lock words. */
    public static final int LOCKS = 8;

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
