package ft.api.trace;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.log.LogLevel;

/** Something that a guest or a device did. */
@ProviderType
public sealed interface TraceEvent {
    /** Clock of the guest, in cycles; that of the boundary for what happens there. */
    long clock();

    /** System whose hart or IO subsystem it was. */
    int system();

    /**
     * An access to a device. Of duplicated CPU subsystems one access gets here.
     *
     * @param slot name of the slot, {@code src} for the shared resource controller, {@code ""}
     *     where nothing is
     * @param address physical address
     * @param offset from the start of the slot's window
     * @param register name of the register, {@code ""} if the device does not tell
     * @param size in bytes
     * @param write whether it is a write
     * @param value what was read or written; all ones for a read that nothing answered
     * @param answered false for a master abort
     */
    record Access(
            long clock,
            int system,
            String slot,
            long address,
            long offset,
            String register,
            int size,
            boolean write,
            long value,
            boolean answered)
            implements TraceEvent {}

    /**
     * An interrupt line that has changed its level.
     *
     * @param slot name of the device's slot
     * @param source source number of the interrupt controller
     * @param high the new level
     */
    record Line(long clock, int system, String slot, int source, boolean high)
            implements TraceEvent {}

    /**
     * What a device logs.
     *
     * @param slot name of its slot
     * @param level how much it matters
     * @param text in words
     */
    record Log(long clock, int system, String slot, LogLevel level, String text)
            implements TraceEvent {}

    /**
     * A hart goes to a trap handler.
     *
     * @param hart its number
     * @param interrupt whether it is an interrupt
     * @param code of the cause
     * @param cause in words
     * @param pc address of the instruction that traps, or that is interrupted
     * @param value the trap value
     * @param from privilege before
     * @param to privilege after
     */
    record Trap(
            long clock,
            int system,
            int hart,
            boolean interrupt,
            int code,
            String cause,
            long pc,
            long value,
            String from,
            String to)
            implements TraceEvent {}

    /**
     * An instruction that has retired.
     *
     * @param hart its number
     * @param privilege privilege it was executed in
     * @param pc its address
     * @param word its 16 or 32 bits
     * @param text as an assembler has it
     * @param written registers that it has changed, with their new values
     */
    record Instruction(
            long clock,
            int system,
            int hart,
            String privilege,
            long pc,
            int word,
            String text,
            Map<String, Long> written)
            implements TraceEvent {
        /** Copies the map. */
        public Instruction {
            written = Map.copyOf(written);
        }
    }
}
