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
    MAIL_VALUE(0x190, true),
    /** Read and write: physical address that the DMA engine reads from. */
    DMA_FROM(0x1C0, true),
    /** Read and write: physical address that the DMA engine writes to. */
    DMA_TO(0x1C8, true),
    /** Read and write: bytes to move, at most the size of the shared memory. */
    DMA_LENGTH(0x1D0, true),
    /**
     * Read and write: a command to the DMA engine, carried out at the next boundary (P6 [0048] to
     * [0050]). Bits 0-7: 1 begins. Bits 8-15: 0 writes to the service, <i>n</i> + 1 to system
     * <i>n</i>, which must be out of service. What is read is main storage of the service; if that
     * is not within reach, of the own system. The engine answers with 2 when it has moved the data,
     * or 3 for a master abort.
     */
    DMA_COMMAND(0x1D8, true),
    /**
     * Read only: bit <i>h</i> is set when hart <i>h</i> has acknowledged a service interrupt (SMI
     * ACK, P6 [0071]). In service mode a hart writes the bits to set. 0 while no hart is in service
     * mode.
     */
    SMI_ACK(0x200, false),
    /**
     * Read only: why the harts were reset, {@link #RESET_ORDINARY} or, in service mode only, {@link
     * #RESET_SYNCHRONIZATION}.
     */
    RESET_CAUSE(0x208, false),
    /** Read only, in service mode: 1 sends a hart that has acknowledged back to its guest. */
    SMI_RELEASE(0x210, false),
    /**
     * Read and write: what software asks of the FT controllers (P6 [0052]): bits 0-7 a {@link
     * #COMMAND_SYNCHRONIZE command}, bits 8-15 the number of the system it is about. Carried out at
     * the next boundary, after which it reads 0 and {@link #INTEGRATION_RESULT} tells.
     */
    INTEGRATION_COMMAND(0x220, true),
    /** Read only: the last command, and in bits 16-23 1 if it was carried out, 2 if refused. */
    INTEGRATION_RESULT(0x228, false),
    /**
     * Read only: the last state event of the server. Bits 0-7 its ordinal in {@link
     * ft.api.state.StateEvent} plus 1, bits 8-15 the system it was about, bits 32-63 how many there
     * have been.
     */
    INTEGRATION_EVENT(0x230, false),
    /**
     * Read only: byte <i>n</i> is the state of system <i>n</i>, 1 to 10, 0 for off; bit 7 of it is
     * set if it is ACT.
     */
    INTEGRATION_STATES(0x238, false);

    /** {@link #RESET_CAUSE}: power on, or a reset after a fault. */
    public static final long RESET_ORDINARY = 1;

    /** {@link #RESET_CAUSE}: synchronization reset; the context is in reserved memory. */
    public static final long RESET_SYNCHRONIZATION = 2;

    /** {@link #INTEGRATION_COMMAND}: start the synchronization of a system that is Offline. */
    public static final int COMMAND_SYNCHRONIZE = 1;

    /** {@link #INTEGRATION_COMMAND}: end Online async, which starts a resynchronization. */
    public static final int COMMAND_LEAVE_ASYNC = 2;

    /** {@link #INTEGRATION_COMMAND}: exchange ACT and SBY. */
    public static final int COMMAND_MAKE_ACTIVE = 3;

    /** {@link #INTEGRATION_COMMAND}: isolate a CPU subsystem. */
    public static final int COMMAND_ISOLATE = 4;

    /** {@link #INTEGRATION_COMMAND}: reset an isolated CPU subsystem. */
    public static final int COMMAND_RESET = 5;

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
