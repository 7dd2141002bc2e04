package ft.chipset.access;

/** Where a request goes, or an inbound request comes from (spec section 4). */
public enum Target {
    /** Devices of the system's own IO subsystem. */
    OWN_DEVICE,
    /** Shared resource controller of the own IO subsystem. */
    OWN_SRC,
    /** Devices of another system's IO subsystem. */
    OTHER_DEVICE,
    /** Shared resource controller of another system's IO subsystem. */
    OTHER_SRC
}
