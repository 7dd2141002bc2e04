package ft.api.slot;

import ft.api.device.Device;
import org.osgi.annotation.versioning.ProviderType;

/** Guest time for devices, in nanoseconds since power on. It stands still while guests stop. */
@ProviderType
public interface DeviceClock {
    /** Guest time of the request or boundary that is being handled. */
    long nanos();

    /** An alarm that is not set. Make alarms in {@link Device#attach}, always in the same order. */
    Alarm alarm(Runnable action);
}
