package ft.api.device;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Named fields of a device's state. When saving, each method notes the value and returns it; when
 * loading it returns the saved value, or the given one where an older snapshot has none.
 */
@ProviderType
public interface StateFields {
    /** A number, flag (0/1) or register. */
    long number(String name, long value);

    /** Bytes of any length. */
    byte[] bytes(String name, byte[] value);

    /**
     * Version of the field schema; call first. Returns the version that was saved.
     *
     * @param current version this code writes
     */
    int version(int current);
}
