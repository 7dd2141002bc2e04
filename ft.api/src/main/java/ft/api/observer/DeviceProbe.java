package ft.api.observer;

import ft.api.io.IoSubsystem;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what goes on between an IO subsystem and its devices; nothing here may change it. See
 * {@link IoSubsystem#probe}.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem.
 */
@ConsumerType
public interface DeviceProbe {
    /**
     * An access was done.
     *
     * @param slot name of the slot; {@code src} for the shared resource controller, {@code rom} for
     *     the boot ROM, {@code ""} where nothing is
     * @param base offset of the slot's window from that of the IO subsystem
     * @param offset from the start of the slot's window
     * @param register name of the register, or {@code ""}
     * @param value what was read or written
     * @param answered false for a master abort
     */
    void access(
            long clock,
            String slot,
            long base,
            long offset,
            String register,
            int size,
            boolean write,
            long value,
            boolean answered);

    /** The interrupt line of a slot has another level. */
    void line(long clock, String slot, int source, boolean high);
}
