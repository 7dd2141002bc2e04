package ft.api.slot;

import org.osgi.annotation.versioning.ProviderType;

/** A level-triggered interrupt line from a device to the interrupt controller. */
@ProviderType
public interface InterruptLine {
    /**
     * Drives the line. Every duplicated CPU subsystem sees the level at the same instruction
     * boundary.
     */
    void level(boolean high);

    /** PLIC source number, 0 if the slot has no interrupt. */
    int source();
}
