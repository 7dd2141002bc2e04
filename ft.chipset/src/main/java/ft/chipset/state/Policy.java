package ft.chipset.state;

/**
 * Options that the table's conditions look at.
 *
 * @param busComparator whether the CPU-bus comparators are fitted
 * @param traceOnIoMismatch whether an IO-access disagreement starts the trace (spec X17)
 */
public record Policy(boolean busComparator, boolean traceOnIoMismatch) {}
