package ft.api.state;

/** Role of a system in the pair (P6 [0055]); exclusive across systems. */
public enum Mode {
    /** Active: provides the service, and is the one believed when nothing tells who is wrong. */
    ACT,
    /** Standby. */
    SBY
}
