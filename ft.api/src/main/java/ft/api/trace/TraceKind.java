package ft.api.trace;

/** What can be traced. */
public enum TraceKind {
    /** Accesses to devices, and their interrupt lines. */
    DEVICES,
    /** Traps and interrupts that harts take. */
    TRAPS,
    /** Every instruction; a guest that is traced so runs much slower, in the same history. */
    INSTRUCTIONS
}
