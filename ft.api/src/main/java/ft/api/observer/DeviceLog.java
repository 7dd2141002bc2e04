package ft.api.observer;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.service.log.LogLevel;

/**
 * Hears what devices log ({@link ft.api.slot.DeviceContext#log}), by slot and level.
 *
 * <p><b>Threading:</b> the threads that own the IO subsystems, several at a time; the guest waits
 * meanwhile.
 */
@ConsumerType
public interface DeviceLog {
    /**
     * Whether entries of a level of the device in a slot are to be made at all. Asked each time
     * before the text is made, so it has to be quick; the answer may be another one each time.
     */
    boolean wants(String slot, LogLevel level);

    /**
     * A device logs something that is wanted.
     *
     * @param clock clock of the request or boundary that caused it
     */
    void log(long clock, String slot, LogLevel level, String text);
}
