package ft.api.io;

import java.util.Map;

/**
 * A slot of an IO subsystem and what is to be in it. A slot for {@link #ANY} device is a
 * <em>bay</em>: it takes a device type that has no slot of its own, when a bundle brings one.
 *
 * @param name unique within the server, such as {@code uart0}
 * @param ioSubsystem number of the IO subsystem
 * @param device device type, the {@link ft.api.device.Device#TYPE} property of the service
 * @param base offset of the window from the start of the IO subsystem's window
 * @param size size of the window in bytes
 * @param interrupt interrupt of the slot, 1 to 31 within the IO subsystem; 0 for none
 * @param options handed to the device
 */
public record SlotDescription(
        String name,
        int ioSubsystem,
        String device,
        long base,
        long size,
        int interrupt,
        Map<String, String> options) {
    /** Device type of a bay. */
    public static final String ANY = "any";

    /** Copies the options. */
    public SlotDescription {
        options = Map.copyOf(options);
    }

    /** Whether it takes whatever device comes. */
    public boolean isBay() {
        return device.equals(ANY);
    }
}
