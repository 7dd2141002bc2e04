package ft.chipset.access;

/** What the access control answers to an outbound request. */
public enum Grant {
    /** Ordinary request of the CPU subsystem in service. */
    SYNC,
    /** Request of a CPU subsystem that is not in service; its completion returns to it alone. */
    ASYNC,
    /** Refused: a read gives all ones, a write is dropped, it is counted. */
    MASTER_ABORT
}
