package ft.api.state;

/** Events that can change a state (spec section 3). */
public enum StateEvent {
    /** Power-on reset (T100, T200). */
    POR("power-on reset"),
    /** The board controller makes a system ACT (T101). */
    SET_ACT("made ACT"),
    /** The board controller makes a system SBY (T201). */
    SET_SBY("made SBY"),
    /** Power-on reset released (T102, T202). */
    POR_REL("reset released"),
    /** Crosslinks connected (T204). */
    XLINK_UP("crosslink up"),
    /** Crosslinks lost. */
    XLINK_DOWN("crosslink down"),
    /** Software starts a synchronization (T105). */
    SYNC_START("synchronization begins"),
    /** The memory copy has ended (T107, T120). */
    COPY_DONE("copy done"),
    /** The memory copy has failed. */
    COPY_ERROR("copy failed"),
    /** System management interrupt: harts are to become quiet (T108, T118). */
    SMI("service interrupt"),
    /** Every hart has acknowledged the SMI. */
    SMI_ACK_ALL("service interrupt acknowledged"),
    /** The SMI was not acknowledged in time. */
    ACK_TIMEOUT("service interrupt not acknowledged"),
    /** The CPU context has been transferred (T109, T121). */
    CTX_DONE("context transferred"),
    /** Synchronization reset of both sides, one atomic event (T110, T122). */
    SYNC_RESET("synchronization reset"),
    /** The memory check found no difference (T115, T127). */
    CHECK_OK("memory check passed"),
    /** The memory check found a difference. */
    CHECK_NG("memory check failed"),
    /** The CPU-bus comparators disagree (T116). */
    BUS_MISMATCH("CPU buses differ"),
    /** An IO-access comparator disagrees. */
    IO_MISMATCH("IO requests differ"),
    /** A queue of an IO-access comparator is full. */
    IOQ_FULL("IO queue full"),
    /** The access trace has reached its threshold (T117). */
    TRACE_ALMOST_FULL("access trace almost full"),
    /** The access trace has overflowed; it no longer tells all differences. */
    TRACE_FULL("access trace overflowed"),
    /** Software ends the asynchronous phase early. */
    SW_LEAVE_ASYNC("software ends Online async"),
    /** What the two systems sent out differs during the undetected-data pass (P17 S17). */
    OUTPUT_MISMATCH("output differs"),
    /** A fault was located in a CPU subsystem. */
    FAIL("fault located"),
    /**
     * The comparators of a server of three or more systems have found this CPU subsystem to be
     * wrong: a strict majority of the others agrees on something else (P6 [0102]). Isolated like a
     * located fault, but as nobody has located one in it, it may be tried again.
     */
    OUTVOTED("outvoted"),
    /** Software isolates a CPU subsystem. */
    ISOLATE("isolated by software"),
    /** Software resets an isolated CPU subsystem. */
    RESET("reset by software"),
    /** Power off, or the CPU board was pulled. */
    POWER_OFF("power off");

    private final String words;

    StateEvent(String words) {
        this.words = words;
    }

    /** What it is called where people read it. */
    public String words() {
        return words;
    }
}
