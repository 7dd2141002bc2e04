package ft.api.state;

/** Events that can change a state (spec section 3). */
public enum StateEvent {
    /** Power-on reset (T100, T200). */
    POR,
    /** The board controller makes a system ACT (T101). */
    SET_ACT,
    /** The board controller makes a system SBY (T201). */
    SET_SBY,
    /** Power-on reset released (T102, T202). */
    POR_REL,
    /** Crosslinks connected (T204). */
    XLINK_UP,
    /** Crosslinks lost. */
    XLINK_DOWN,
    /** Software starts a synchronization (T105). */
    SYNC_START,
    /** The memory copy has ended (T107, T120). */
    COPY_DONE,
    /** The memory copy has failed. */
    COPY_ERROR,
    /** System management interrupt: harts are to become quiet (T108, T118). */
    SMI,
    /** Every hart has acknowledged the SMI. */
    SMI_ACK_ALL,
    /** The SMI was not acknowledged in time. */
    ACK_TIMEOUT,
    /** The CPU context has been transferred (T109, T121). */
    CTX_DONE,
    /** Synchronization reset of both sides, one atomic event (T110, T122). */
    SYNC_RESET,
    /** The memory check found no difference (T115, T127). */
    CHECK_OK,
    /** The memory check found a difference. */
    CHECK_NG,
    /** The CPU-bus comparators disagree (T116). */
    BUS_MISMATCH,
    /** An IO-access comparator disagrees. */
    IO_MISMATCH,
    /** A queue of an IO-access comparator is full. */
    IOQ_FULL,
    /** The access trace has reached its threshold (T117). */
    TRACE_ALMOST_FULL,
    /** The access trace has overflowed; it no longer tells all differences. */
    TRACE_FULL,
    /** Software ends the asynchronous phase early. */
    SW_LEAVE_ASYNC,
    /** What the two systems sent out differs during the undetected-data pass (P17 S17). */
    OUTPUT_MISMATCH,
    /** A fault was located in a CPU subsystem. */
    FAIL,
    /**
     * The comparators of a server of three or more systems have found this CPU subsystem to be
     * wrong: a strict majority of the others agrees on something else (P6 [0102]). Isolated like a
     * located fault, but as nobody has located one in it, it may be tried again.
     */
    OUTVOTED,
    /** Software isolates a CPU subsystem. */
    ISOLATE,
    /** Software resets an isolated CPU subsystem. */
    RESET,
    /** Power off, or the CPU board was pulled. */
    POWER_OFF
}
