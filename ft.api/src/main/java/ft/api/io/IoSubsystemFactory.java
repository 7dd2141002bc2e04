package ft.api.io;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Makes IO subsystems. Registered as a service; named by its bundle's symbolic name. */
@ProviderType
public interface IoSubsystemFactory {
    /**
     * Makes an IO subsystem.
     *
     * @param number its number, 0-based
     * @param slots the slots of this IO subsystem, already checked for overlap by nobody
     * @param nanosPerKilocycle guest nanoseconds in 1000 cycles of the CPU subsystem's clock
     * @param port the way to the CPU subsystems
     * @throws IllegalArgumentException with one sentence when windows or interrupts overlap or lie
     *     outside the IO window; a device that cannot be had is not an error here, its slot stays
     *     empty and says why
     */
    IoSubsystem create(
            int number, List<SlotDescription> slots, long nanosPerKilocycle, InboundPort port);
}
