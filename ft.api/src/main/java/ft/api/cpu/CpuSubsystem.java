package ft.api.cpu;

import ft.api.board.DeviceTreeNode;
import ft.api.fault.FaultSite;
import ft.api.fields.StateFields;
import ft.api.observer.ExecutionObserver;
import ft.api.observer.PageVisitor;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A CPU subsystem 110: harts, CLINT, PLIC, main storage 112 and memory controller 113.
 *
 * <p>The machine is deterministic: what it does is a function of its context, its main storage, the
 * data of IO completions, and the clock values at which {@link #interrupt} and {@link
 * MainStorage#write} were called. Two equal subsystems that are given the same run in lock-step.
 *
 * <p><b>Time</b> is counted in cycles. Each hart spends one cycle on an instruction, retired or
 * trapped; harts are interleaved in a fixed order. When every hart waits (WFI) the clock skips to
 * the next timer or to the boundary, whichever is first. {@code mtime} is the clock divided by
 * {@link CpuDescription#cyclesPerTick()}.
 *
 * <p><b>Service mode</b> is the patents' system management mode (P6 [0071]): a hart is in it from
 * the entry of a service interrupt, which is the resumable non-maskable interrupt of the RISC-V
 * extension Smrnmi, to the end of its handler (MNRET), and from a {@linkplain #synchronizationReset
 * synchronization reset} likewise. The handler is firmware in ROM. Its instructions advance neither
 * {@link #clock()} nor {@link #retired()} nor any counter, no interrupt is taken, and signature and
 * change sets do not see them. Such a hart reaches the ROM, the {@linkplain #reservedMemory()
 * reserved memory} and its own shared resource controller; main storage and all other IO are access
 * faults, so that service cannot disturb the guest. The CSRs and the instruction of Smrnmi are
 * there while {@code mnstatus.NMIE} is 0 and illegal otherwise.
 *
 * <p><b>Threading:</b> one thread owns a CPU subsystem at a time, and nothing here may be called by
 * another one. Ownership changes hands with a happens-before edge, by a mailbox for instance.
 */
@ProviderType
public interface CpuSubsystem extends ExecutionView, AutoCloseable {
    /** Main storage. */
    MainStorage mainStorage();

    /**
     * Executes instructions in another way from the next {@link #run} on, which nobody can tell but
     * by the time it takes. One that knows a single way stays with it.
     */
    default void use(CpuEngine engine) {}

    /** What the CPU subsystem contributes to the device tree: cpus, memory, CLINT, PLIC. */
    List<DeviceTreeNode> deviceTree();

    /**
     * Power-on reset (T100): clock 0, main storage empty, every register as the privileged manual
     * says, all harts at {@link ft.api.board.BoardMap#ROM_BASE}.
     *
     * @param rom content of the boot ROM, at most {@link ft.api.board.BoardMap#ROM_SIZE} bytes;
     *     shadowed read-only at its address, as PC firmware does, because instruction fetch does
     *     not go through the FT controller
     */
    void reset(byte[] rom);

    /**
     * Runs until the clock reaches a boundary or a hart makes an IO request.
     *
     * @param boundary clock value to stop at, exactly; not below {@link #clock()}
     * @throws IllegalStateException if a read is waiting for its completion
     */
    RunExit run(long boundary);

    /**
     * Raises the service interrupt (SMI) of a hart, which takes it in the next {@link #serve}. It
     * stays raised while the hart has it masked, which is only from a reset until its firmware has
     * set {@code mnstatus.NMIE}.
     */
    void interruptForService(int hart);

    /**
     * Runs the harts that are in service mode, those with a service interrupt raised first entering
     * it, in the order of their numbers, each until it waits (WFI) or leaves service mode. A hart
     * that waited goes on.
     *
     * @param limit value of {@link #served()} to stop at with {@link RunExit#BOUNDARY}
     * @return {@link RunExit#QUIET} if no hart can go on; {@link RunExit#IO_READ} or {@link
     *     RunExit#IO_WRITE} for an access to the own shared resource controller
     * @throws IllegalStateException if a read is waiting for its completion
     */
    RunExit serve(long limit);

    /** Bit <i>h</i> is set if hart <i>h</i> takes a service interrupt when it is raised. */
    int servable();

    /** Bit <i>h</i> is set if hart <i>h</i> is in service mode. */
    int inService();

    /** Instructions executed in service mode since the power-on reset. */
    long served();

    /**
     * The memory that only service mode and the DMA engine reach, at its place in the board map.
     */
    Storage reservedMemory();

    /** The request of the last {@link RunExit#IO_READ} or {@link RunExit#IO_WRITE}. */
    IoRequest request();

    /**
     * Completes the pending request; the instruction retires when {@link #run} is called again.
     *
     * @param data for a read the data, of which the lower {@link IoRequest#size()} bytes count; all
     *     ones for a master abort; ignored for a write
     */
    void complete(long data);

    /**
     * If every hart waits for an interrupt: the clock of the next timer interrupt that is enabled,
     * or {@link Long#MAX_VALUE} if only an inbound event can wake one. Otherwise {@link #clock()}.
     */
    long idleUntil();

    /**
     * Signature of what the CPU-bus comparator 114 compares: a hash over what was done since the
     * last call to make systems differ, which is every store to main storage or to IO, in order,
     * with physical address and data, and every accessed or dirty bit that a hart sets in a page
     * table; and over the registers and CSRs of all harts as they are now, in which is whatever a
     * load brought that was not stored. Equal in two subsystems that did the same, whatever their
     * harts have kept of page tables that were read.
     */
    long takeSignature();

    /**
     * Hands over the granules ({@link CpuDescription#granule()}) that were written since the last
     * call, by harts or through {@link MainStorage#write}, each once, in ascending order, numbered
     * from the begin of main storage, and forgets them. Always on (spec K1).
     */
    void takeWritten(IntConsumer visitor);

    /**
     * Hands over the granules that harts read or fetched from since the last call, page tables
     * included, in the same way, and forgets them. Needed where a disagreeing read is the only clue
     * (spec K3). There may be more of them: what was decoded of a page beside the instructions that
     * were executed.
     */
    void takeRead(IntConsumer visitor);

    /**
     * Guards pages: {@link #run} comes back with {@link RunExit#GUARDED_PAGE} before the first
     * instruction that would fetch from, load from or store to one of them, LR, SC, AMO and walks
     * of page tables included. It is done again by the next {@link #run}. No access is slower while
     * nothing is guarded. Guards do not survive a reset, and do survive {@link #restoreContext}.
     * What comes by {@link #mainStorage()} is not held up.
     *
     * @param pages pages of {@link MainStorage#PAGE_SIZE}, in addition to those guarded already
     */
    void guard(BitSet pages);

    /** Ends the guard of a page. */
    void unguard(int page);

    /** Ends all guards. */
    void unguardAll();

    /** The page of the last {@link RunExit#GUARDED_PAGE}, until {@link #run} is called again. */
    int guardedPage();

    /**
     * Hands over the pages whose content may have changed since the last call, by whatever: harts,
     * {@link MainStorage#write}, {@link #flip}, reset. For observers; what the other methods hand
     * over does not depend on it.
     */
    void takeChangedPages(PageVisitor visitor);

    /**
     * Sets the level of an interrupt line into the PLIC.
     *
     * @param source PLIC source, 1 to {@link ft.api.board.BoardMap#PLIC_SOURCES}
     */
    void interrupt(int source, boolean level);

    /**
     * The whole context (P6 T109): registers, CSRs, reservations, clock and counters, CLINT and
     * PLIC, pending interrupts. Not main storage. Only between runs with no read pending, and not
     * in service mode, where the registers are those of the firmware.
     */
    byte[] captureContext();

    /**
     * Takes over a context captured from an equal subsystem, as a debugger would; service mode
     * ends.
     *
     * @throws IllegalArgumentException with one sentence if the context is of another version or
     *     shape
     */
    void restoreContext(byte[] context);

    /**
     * What of the context the firmware cannot reach: clock and whose turn it is, CLINT, PLIC, a
     * completion that has not been taken, reservations, harts that wait. Beside what the firmware
     * has saved it makes the whole context (P6 T109: "cache and context").
     */
    byte[] captureHidden();

    /**
     * Synchronization reset (T110, T122): every register of every hart as after a power-on reset,
     * all harts at {@link ft.api.board.BoardMap#ROM_BASE} in service mode, where the firmware
     * restores them; and the hidden state set to what an equal subsystem {@linkplain #captureHidden
     * had}. Memory stays.
     *
     * @param hidden from {@link #captureHidden()}
     * @param skew cycles by which this side is released late; 0 unless a fault is injected
     * @throws IllegalArgumentException with one sentence if the hidden state is of another version
     *     or shape
     */
    void synchronizationReset(byte[] hidden, long skew);

    /**
     * Has an observer look at what the harts execute, in place of the one before; null for none.
     * History is the same. Not from within {@link #run}, where an observer that wants less, or
     * nothing, says so by its {@linkplain ExecutionObserver#interests() interests}.
     */
    void observe(ExecutionObserver observer);

    /**
     * Changes a byte of main storage behind the guest's back: no signature, no change set. This is
     * what a flipped memory cell is.
     */
    void flip(long address, int mask);

    /**
     * Where faults of this CPU subsystem are injected. It sees the triggers {@link
     * ft.api.fault.Trigger.AtClock} by its own clock, {@link ft.api.fault.Trigger.AtInstruction}
     * and {@link ft.api.fault.Trigger.AtAccess}, each exactly at its instruction.
     */
    FaultSite faults();

    /**
     * A sentence if the guest cannot make progress any more, such as a hart that traps forever
     * because its trap vector cannot be fetched.
     */
    Optional<String> stuck();

    /**
     * Names everything that decides how it goes on: context, main storage, ROM, reserved memory,
     * service mode, change sets, faults. Only between runs with no read pending; loaded into a new
     * subsystem of equal description. Whatever is only kept for speed is not in it.
     */
    void state(StateFields fields);

    /** Gives main storage back. */
    @Override
    void close();
}
