package ft.chipset.access;

/** Why an outbound request ended in a master abort, as the latch tells it. */
public enum AbortCause {
    /** The latch is empty. */
    NONE,
    /** The state of the CPU subsystem does not permit it. */
    STATE,
    /** An ordinary request of a CPU subsystem that is not in service (P6 [0076]). */
    ORDINARY_OUT_OF_SERVICE,
    /** No such IO subsystem, or its board is out; or nothing at this address of the router. */
    NO_TARGET
}
