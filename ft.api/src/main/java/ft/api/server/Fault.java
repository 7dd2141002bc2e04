package ft.api.server;

/** A fault to inject into one system. */
public sealed interface Fault {
    /** The system it strikes. */
    int system();

    /**
     * A bit of a register flips.
     *
     * @param system the system
     * @param hart the hart
     * @param register name as {@link ft.api.cpu.CpuSubsystem#registerNames()} has it
     * @param bit 0 to 63
     */
    record RegisterFlip(int system, int hart, String register, int bit) implements Fault {}

    /**
     * A bit of main storage flips.
     *
     * @param system the system
     * @param address physical address of the byte
     * @param bit 0 to 7
     */
    record MemoryFlip(int system, long address, int bit) implements Fault {}

    /**
     * Hardware reports a located fault of the CPU subsystem: FAIL(x).
     *
     * @param system the system
     */
    record CpuFailure(int system) implements Fault {}

    /**
     * The crosslink of a system is lost, or returns.
     *
     * @param system the system
     * @param up whether it returns
     */
    record CrosslinkLoss(int system, boolean up) implements Fault {}

    /**
     * The next copy session fails after a number of pages.
     *
     * @param system the source system
     * @param pages pages copied before the error
     */
    record CopyFailure(int system, int pages) implements Fault {}
}
