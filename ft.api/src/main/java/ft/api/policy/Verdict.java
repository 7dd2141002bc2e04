package ft.api.policy;

/** What a disagreement of IO accesses in Online sync leads to. */
public enum Verdict {
    /** Online async with the access trace, as for a disagreement on the CPU bus. */
    TRACE,
    /** The SBY system is separated at once. */
    SEPARATE
}
