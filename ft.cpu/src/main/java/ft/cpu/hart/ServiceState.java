package ft.cpu.hart;

import ft.api.fields.StateFields;

/**
 * What the extension Smrnmi adds to a hart, for the service interrupt (SMI). The CSRs mean
 * something while {@code mnstatus.NMIE} is 0 only, that is from a reset until the firmware allows
 * the interrupt, and in its handler; no instruction reaches them otherwise. So a context that is
 * taken outside of service mode has nothing of them but NMIE.
 */
final class ServiceState {
    /** {@code mnstatus.NMIE}. */
    static final long NMIE = 1L << 3;

    private static final int MNPP_SHIFT = 11;

    /** {@code mncause} of a service interrupt: an interrupt, with no causes to tell apart. */
    private static final long SERVICE_INTERRUPT = Long.MIN_VALUE;

    /**
     * {@code mnstatus.NMIE}: whether the interrupt is allowed; without it all interrupts are off.
     */
    boolean enabled;

    /** Whether the interrupt is raised and not yet taken. */
    boolean raised;

    /** Whether the hart is in service mode. */
    boolean active;

    /** Whether it waits there. What the guest waits for is another matter, and is kept. */
    boolean waiting;

    long scratch;
    long exceptionPc;
    long cause;
    Privilege previous;

    ServiceState() {
        reset();
    }

    /** Power-on reset: masked, and not in service mode. */
    void reset() {
        enabled = false;
        raised = false;
        active = false;
        waiting = false;
        scratch = 0;
        exceptionPc = 0;
        cause = 0;
        previous = Privilege.USER;
    }

    void enter(long pc, Privilege from) {
        raised = false;
        active = true;
        enabled = false;
        exceptionPc = pc;
        cause = SERVICE_INTERRUPT;
        previous = from;
    }

    void leave() {
        enabled = true;
        active = false;
        waiting = false;
    }

    /** All but whether the interrupt is allowed, which is in the context. */
    void state(StateFields fields, String prefix) {
        raised = fields.flag(prefix + "raised", raised);
        active = fields.flag(prefix + "active", active);
        waiting = fields.flag(prefix + "waiting", waiting);
        scratch = fields.number(prefix + "mnscratch", scratch);
        exceptionPc = fields.number(prefix + "mnepc", exceptionPc);
        cause = fields.number(prefix + "mncause", cause);
        previous = Privilege.of((int) fields.number(prefix + "mnpp", previous.code));
    }

    /** {@code mnstatus}. */
    long status() {
        return (enabled ? NMIE : 0) | (long) previous.code << MNPP_SHIFT;
    }

    /**
     * Writes {@code mnstatus}: NMIE can be set, not cleared; a mode that is not there is dropped.
     */
    void writeStatus(long value) {
        enabled |= (value & NMIE) != 0;
        Privilege written = Privilege.of((int) (value >>> MNPP_SHIFT) & 3);
        if (written != null) {
            previous = written;
        }
    }
}
