package ft.io.subsystem;

import ft.api.device.Device;

/** Somebody who makes devices of one type; in the server a device service of prototype scope. */
public interface DeviceProvider {
    /** Device type. */
    String type();

    /** Higher wins where two provide one type. */
    int ranking();

    /** Lower, that is older, wins where rankings are equal. */
    long id();

    /** Symbolic name of the bundle the devices come from; empty if that is not known. */
    default String bundle() {
        return "";
    }

    /** Its version when this provider came. */
    default String version() {
        return "";
    }

    /** A new device, or null if the provider is just going away. */
    Device take();

    /** Gives a device back. */
    void release(Device device);
}
