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

    /** Symbolic name and version of that bundle. */
    default String origin() {
        return (bundle() + " " + version()).strip();
    }

    /** What its devices need. */
    default DeviceNeeds needs() {
        return DeviceNeeds.NONE;
    }

    /**
     * Whether one like it may come back at any moment though it has gone, because its bundle is
     * only being updated.
     */
    default boolean mayReturn() {
        return false;
    }

    /** Whether that bundle provides them still. */
    default boolean isInstalled() {
        return true;
    }

    /** A new device, or null if the provider is just going away. */
    Device take();

    /** Gives a device back. */
    void release(Device device);
}
