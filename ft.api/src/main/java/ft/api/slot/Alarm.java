package ft.api.slot;

import org.osgi.annotation.versioning.ProviderType;

/** A call at a point of guest time. Its setting is part of the device's state. */
@ProviderType
public interface Alarm {
    /** Calls at the first instruction boundary at or after this guest time; replaces a setting. */
    void at(long nanos);

    /** Forgets the setting. */
    void cancel();
}
