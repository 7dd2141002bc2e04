package ft.api.cpu;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes CPU subsystems. A processor bundle registers one as a service; a server description names
 * it by the bundle's symbolic name, so two versions can be installed side by side.
 */
@ProviderType
public interface CpuSubsystemFactory {
    /**
     * Makes a CPU subsystem in the state before its first {@link CpuSubsystem#reset() reset}.
     *
     * @throws IllegalArgumentException with one sentence for the user when the description asks for
     *     something this processor does not have
     */
    CpuSubsystem create(CpuDescription description);

    /** What the codes of this processor mean, for people who look at what it does. */
    default Disassembler disassembler() {
        return Disassembler.NONE;
    }
}
