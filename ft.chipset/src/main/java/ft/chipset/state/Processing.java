package ft.chipset.state;

/** The processing that software selects for an event (P6 [0052], FIG. 7). */
public enum Processing {
    /** None: the state was set, nothing else is to be done. */
    NONE,
    /** Error processing: something is isolated. */
    ERROR,
    /** Duplication processing: first synchronization, all of main storage. */
    DUPLICATION,
    /** Resynchronization processing: from the access trace. */
    RESYNCHRONIZATION,
    /** Output differed while differences were still being repaired: all again (P17 S18-S20). */
    FALLBACK
}
