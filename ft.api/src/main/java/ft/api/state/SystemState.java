package ft.api.state;

/**
 * State of one system's CPU subsystem (P6 Tables 1 and 2, spec section 2). A state stands for CPU
 * run state, access permission and link state together; there is no state of the whole server.
 */
public enum SystemState {
    /** No power, or the CPU board is not there. Not a state of the patent ([D], spec section 2). */
    OFF("off", "Off"),
    /** In service, divided from the other system. */
    ONLINE_DIVIDE("ST1", "Online divide"),
    /** In service, crosslink connected, not duplicated. */
    ONLINE_READY("ST2", "Online ready"),
    /** Duplicated after a synchronization reset, memory not yet proven equal. */
    PRE_ONLINE_SYNC("ST3", "Pre online sync"),
    /** Duplicated in lock-step. */
    ONLINE_SYNC("ST4", "Online sync"),
    /** Duplicated, a disagreement was seen, the access trace runs. */
    ONLINE_ASYNC("ST5", "Online async"),
    /** Not in service, divided. */
    OFFLINE_DIVIDE("ST6", "Offline divide"),
    /** Not in service, crosslink connected. */
    OFFLINE("ST7", "Offline"),
    /** Copy destination of a synchronization. */
    RECOVER_OFFLINE("ST8", "Recover offline"),
    /** Left the duplication, waits for its CPUs to become quiet. */
    PRE_OFFLINE("ST9", "Pre offline"),
    /** Isolated. */
    FAULT("ST10", "Fault");

    private final String label;
    private final String title;

    SystemState(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** The patent's label, such as {@code ST4}. */
    public String label() {
        return label;
    }

    /** The patent's name, such as {@code Online sync}. */
    public String title() {
        return title;
    }

    /** Whether the CPU subsystem provides the service: ST1 to ST5. */
    public boolean isOnline() {
        return ordinal() >= ONLINE_DIVIDE.ordinal() && ordinal() <= ONLINE_ASYNC.ordinal();
    }

    /** Whether the CPU subsystem runs the same guest as another one: ST3, ST4, ST5. */
    public boolean isDuplicated() {
        return this == PRE_ONLINE_SYNC || this == ONLINE_SYNC || this == ONLINE_ASYNC;
    }

    /** Label and name, as logs show it: {@code ST4 Online sync}. */
    @Override
    public String toString() {
        return this == OFF ? title : label + " " + title;
    }
}
