package ft.api.cpu;

/** How a CPU subsystem executes instructions. All give the same history, cycle by cycle. */
public enum CpuEngine {
    /** Code that is executed often is translated; the rest is interpreted. */
    TRANSLATED,
    /** Every instruction is interpreted: the reference for what is translated. */
    INTERPRETED
}
