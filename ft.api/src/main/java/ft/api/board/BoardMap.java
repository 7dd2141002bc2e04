package ft.api.board;

/**
 * Physical address map of the board, compatible with QEMU's RISC-V {@code virt} machine so that
 * stock firmware and kernels run unchanged.
 *
 * <p>CLINT, PLIC and DRAM belong to the CPU subsystem: they are part of what runs in lock-step, so
 * no IO board takes interrupts or timers away when it is pulled. Everything else below {@link
 * #DRAM_BASE} is IO and leaves the CPU subsystem through the FT controller. IO subsystem <i>i</i>
 * answers in a window of {@link #IO_WINDOW_SIZE} bytes at {@code i * IO_WINDOW_SIZE}; the windows
 * have the same shape, so a device of IO subsystem #1 is found at its #0 address plus 0x2000_0000.
 */
public final class BoardMap {
    /** Boot ROM; harts start here after a reset. Shadowed into the CPU subsystem at reset. */
    public static final long ROM_BASE = 0x1000;

    /** Size of the boot ROM in bytes. */
    public static final long ROM_SIZE = 0xF000;

    /** Where a hart goes on a service interrupt (Smrnmi: RNMI trap handler address). */
    public static final long SERVICE_VECTOR = ROM_BASE + 0x40;

    /** Where a hart goes on an exception while NMIE is 0 (Smrnmi: RNMI exception trap handler). */
    public static final long SERVICE_EXCEPTION_VECTOR = ROM_BASE + 0x80;

    /** SiFive test finisher ({@code sifive,test1}): power off, fail, reset. */
    public static final long FINISHER_BASE = 0x10_0000;

    /** Goldfish real time clock. */
    public static final long RTC_BASE = 0x10_1000;

    /** DMA/shared resource controller 122 (P6 FIG. 6), as the registers of one IO subsystem. */
    public static final long SRC_BASE = 0x11_0000;

    /**
     * The shared resource controller of the system the access comes from. While the CPU subsystems
     * are duplicated this is the one of the ACT system, so that both read the same.
     */
    public static final long OWN_SRC_BASE = 0x12_0000;

    /** Size of a shared resource controller's register window. */
    public static final long SRC_SIZE = 0x1_0000;

    /**
     * Registers of the access control of the own FT controller ({@link ft.api.io.AccessRegister}),
     * in the window at {@link #OWN_SRC_BASE}. They are answered before a request goes to any IO
     * subsystem, each CPU subsystem by its own.
     */
    public static final long ACCESS_BASE = OWN_SRC_BASE + 0x8000;

    /** Size of the window of the access registers. */
    public static final long ACCESS_SIZE = 0x1000;

    /**
     * Memory reserved for the firmware, {@link #RESERVED_HART_SIZE} bytes a hart: it exists in
     * service mode only, and is not main storage. The DMA engine reaches it.
     */
    public static final long RESERVED_BASE = 0x13_0000;

    /** Bytes of reserved memory a hart. */
    public static final int RESERVED_HART_SIZE = 0x400;

    /** Hot-plug controller ({@link ft.api.io.HotPlugRegister}) of an IO subsystem with bays. */
    public static final long HOT_PLUG_BASE = 0x14_0000;

    /** Size of the hot-plug controller's window. */
    public static final long HOT_PLUG_SIZE = 0x2000;

    /** Interrupt of the hot-plug controller within its IO subsystem. */
    public static final int HOT_PLUG_INTERRUPT = 31;

    /** Core local interruptor: MSIP, mtimecmp, mtime. */
    public static final long CLINT_BASE = 0x200_0000;

    /** Size of the CLINT. */
    public static final long CLINT_SIZE = 0x1_0000;

    /** Platform level interrupt controller. */
    public static final long PLIC_BASE = 0xC00_0000;

    /** Size of the PLIC. */
    public static final long PLIC_SIZE = 0x60_0000;

    /** Highest interrupt source number of the PLIC ({@code riscv,ndev}). */
    public static final int PLIC_SOURCES = 95;

    /** First UART, a 16550A. */
    public static final long UART_BASE = 0x1000_0000;

    /** First of the virtio-mmio slots. */
    public static final long VIRTIO_BASE = 0x1000_1000;

    /** Distance of two virtio-mmio slots. */
    public static final long VIRTIO_STRIDE = 0x1000;

    /** Size and distance of the windows of the IO subsystems. */
    public static final long IO_WINDOW_SIZE = 0x2000_0000;

    /** Number of IO windows that fit below main storage. */
    public static final int IO_WINDOWS = 4;

    /** PLIC sources of IO subsystem <i>i</i> are those of #0 plus {@code i * IO_SOURCES}. */
    public static final int IO_SOURCES = 32;

    /** Main storage. */
    public static final long DRAM_BASE = 0x8000_0000L;

    /** Frequency of {@code mtime} in Hz (board.md: time base 10 MHz). */
    public static final long TIMEBASE_HZ = 10_000_000;

    private BoardMap() {}

    /** Whether an address lies in the window of some IO subsystem. */
    public static boolean isIo(long address) {
        return address >= 0 && address < IO_WINDOWS * IO_WINDOW_SIZE;
    }

    /** Number of the IO subsystem whose window holds an {@linkplain #isIo(long) IO address}. */
    public static int ioSubsystem(long address) {
        return (int) (address / IO_WINDOW_SIZE);
    }
}
