package ft.cpu.hart;

import ft.cpu.context.ContextFields;
import ft.cpu.interrupt.Clint;
import ft.cpu.interrupt.Plic;

/** Which interrupts of a hart are pending, enabled and delegated. */
final class InterruptControl {
    private final int number;
    private final Clint clint;
    private final Plic plic;
    private final Environment environment;

    /** {@code mie}. */
    long enabled;

    /** {@code mideleg}. */
    long delegated;

    // What software has set in mip.
    private long set;

    InterruptControl(int number, Clint clint, Plic plic, Environment environment) {
        this.number = number;
        this.clint = clint;
        this.plic = plic;
        this.environment = environment;
    }

    void reset() {
        enabled = 0;
        delegated = 0;
        set = 0;
    }

    /** {@code mip}. */
    long pending() {
        int context = Plic.CONTEXTS_PER_HART * number;
        return set
                | bit(Interrupt.SOFTWARE, clint.software(number))
                | bit(Interrupt.TIMER, clint.timer(number))
                | bit(Interrupt.EXTERNAL, plic.output(context))
                | bit(
                        Interrupt.SUPERVISOR_TIMER,
                        environment.hasSupervisorTimer() && clint.supervisorTimer(number))
                | bit(Interrupt.SUPERVISOR_EXTERNAL, plic.output(context + 1));
    }

    private static long bit(Interrupt interrupt, boolean level) {
        return level ? interrupt.bit() : 0;
    }

    /**
     * {@code mip} as a set or clear of bits starts from it: without the line of the PLIC, which
     * must not stick as what software has set. Where there is a supervisor timer, software cannot
     * set its interrupt.
     */
    long set() {
        return set;
    }

    /** Writes {@code mip}. */
    void write(long value) {
        set = value & settable();
    }

    /** {@code sip}. */
    long supervisorPending() {
        return pending() & delegated;
    }

    /** What of {@code mip} a set or clear of bits in {@code sip} starts from. */
    long supervisorSet() {
        return set & delegated;
    }

    /** Writes {@code sip}, in which software interrupts alone can be set. */
    void writeSupervisor(long value) {
        long writable = Interrupt.SUPERVISOR_SOFTWARE.bit() & delegated;
        set = set & ~writable | value & writable;
    }

    /** Writes {@code sie}. */
    void writeSupervisorEnabled(long value) {
        enabled = enabled & ~delegated | value & delegated & Interrupt.ALL;
    }

    private long settable() {
        return environment.hasSupervisorTimer()
                ? Interrupt.SUPERVISOR & ~Interrupt.SUPERVISOR_TIMER.bit()
                : Interrupt.SUPERVISOR;
    }

    /**
     * The environment has changed: with a supervisor timer, what software had set there is gone.
     */
    void environmentChanged() {
        set &= settable();
    }

    /** Whether an interrupt is pending and enabled, which ends waiting wherever it goes. */
    boolean isAwake() {
        return (pending() & enabled) != 0;
    }

    /** The interrupt that a hart in some mode has to take, or null. */
    Interrupt next(Privilege mode, Status status) {
        long ready = pending() & enabled;
        if (ready == 0) {
            return null;
        }
        long toMachine = ready & ~delegated;
        if (toMachine != 0 && (mode != Privilege.MACHINE || status.has(Status.MIE))) {
            return first(toMachine);
        }
        long toSupervisor = ready & delegated;
        boolean allowed =
                mode == Privilege.USER || mode == Privilege.SUPERVISOR && status.has(Status.SIE);
        return toSupervisor != 0 && allowed ? first(toSupervisor) : null;
    }

    private static Interrupt first(long ready) {
        for (Interrupt interrupt : Interrupt.BY_PRIORITY) {
            if ((ready & interrupt.bit()) != 0) {
                return interrupt;
            }
        }
        throw new IllegalStateException("no interrupt in " + ready);
    }

    /** Clock at which a timer of this hart rises next; the latest there is if never. */
    long nextTimer() {
        long machine = clint.nextTimer(number);
        return environment.hasSupervisorTimer()
                ? Math.min(machine, clint.nextSupervisorTimer(number))
                : machine;
    }

    /** The same, of timers that are enabled. */
    long nextAwaitedTimer() {
        long next = Long.MAX_VALUE;
        if ((enabled & Interrupt.TIMER.bit()) != 0) {
            next = clint.nextTimer(number);
        }
        if ((enabled & Interrupt.SUPERVISOR_TIMER.bit()) != 0 && environment.hasSupervisorTimer()) {
            next = Math.min(next, clint.nextSupervisorTimer(number));
        }
        return next;
    }

    /** Saves or loads what instructions can reach. */
    void context(ContextFields fields) {
        long external = Interrupt.SUPERVISOR_EXTERNAL.bit();
        enabled = fields.number(enabled);
        delegated = fields.number(delegated);
        set = set & external | fields.number(set & ~external);
        clint.setSupervisorCompare(number, fields.number(clint.supervisorCompare(number)));
    }

    /**
     * Saves or loads what instructions cannot reach: whether software has set the external
     * interrupt of supervisor mode, which reads as one with the line of the PLIC.
     */
    void hidden(ContextFields fields) {
        long external = Interrupt.SUPERVISOR_EXTERNAL.bit();
        set = set & ~external | fields.number(set & external);
    }
}
