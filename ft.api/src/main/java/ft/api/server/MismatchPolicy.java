package ft.api.server;

/** What an IO-access disagreement in Online sync leads to (spec X17). */
public enum MismatchPolicy {
    /**
     * Online async with the access trace, as for a CPU-bus disagreement; only where CPU-bus
     * comparators are fitted.
     */
    TRACE,
    /** The SBY system is separated at once. */
    SEPARATE
}
