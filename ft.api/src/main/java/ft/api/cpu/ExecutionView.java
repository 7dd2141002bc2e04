package ft.api.cpu;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a debugger sees of a CPU subsystem between two instructions. Nothing here but what says so
 * changes anything: no signature, no change set, no accessed bit.
 *
 * <p><b>Threading:</b> the thread that owns the CPU subsystem.
 */
@ProviderType
public interface ExecutionView {
    /** In place of a physical address: there is none. */
    long NOWHERE = -1;

    /** Number of harts. */
    int harts();

    /** Cycles since the power-on reset. */
    long clock();

    /** Instructions retired by all harts since the power-on reset. */
    long retired();

    /** The names {@link #register} knows: {@code pc}, {@code x0}-{@code x31}, CSRs. */
    List<String> registerNames();

    /**
     * Value of a register.
     *
     * @throws IllegalArgumentException with one sentence for an unknown hart or name
     */
    long register(int hart, String name);

    /**
     * Sets a register behind the guest's back, for fault injection and debuggers. A duplicated
     * system falls out of step by it.
     *
     * @throws IllegalArgumentException with one sentence for an unknown hart or name
     */
    void setRegister(int hart, String name, long value);

    /**
     * Privilege mode of a hart, as {@code mstatus.MPP} has it: 0 user, 1 supervisor, 3 machine.
     *
     * @throws IllegalArgumentException with one sentence for an unknown hart
     */
    int privilege(int hart);

    /** Whether a hart waits for an interrupt (WFI). */
    boolean isWaiting(int hart);

    /**
     * The physical address that a hart means by an address in the mode that it is in, whatever the
     * access: {@code mstatus.MPRV} and protection are not looked at.
     *
     * @return {@link #NOWHERE} if it is not mapped
     * @throws IllegalArgumentException with one sentence for an unknown hart
     */
    long translate(int hart, long address);

    /**
     * Reads main storage or the ROM.
     *
     * @param address physical
     * @return whether all bytes are memory; if not, nothing is read
     */
    boolean peek(long address, byte[] target, int offset, int length);

    /**
     * Writes main storage behind the guest's back. Counts as a change, as DMA does, but not for the
     * signature. A duplicated system falls out of step by it.
     *
     * @param address physical
     * @return whether all bytes are main storage; if not, nothing is written
     */
    boolean poke(long address, byte[] source, int offset, int length);
}
