package ft.cpu.hart;

import ft.api.board.BoardMap;
import ft.cpu.context.ContextFields;
import java.util.Optional;

/** How a hart goes to trap handlers and comes back from them. */
final class TrapUnit {
    // More than any trap handler needs before its first instruction retires, which is one.
    private static final int HOPELESS_TRAPS = 1000;
    private static final long INTERRUPT = Long.MIN_VALUE;

    private final Hart hart;

    /** {@code medeleg}. */
    long delegated;

    private Cause cause;
    private long trapValue;
    // Where the last trap went.
    private TrapRegisters last;
    private long retiredAtTrap;
    private int trapsInARow;

    TrapUnit(Hart hart) {
        this.hart = hart;
    }

    void reset() {
        delegated = 0;
        trapsInARow = 0;
    }

    /** Notes why the instruction being executed traps. */
    void raise(Cause newCause, long newTrapValue) {
        cause = newCause;
        trapValue = newTrapValue;
    }

    /** Takes the trap that was raised by the instruction at an address. */
    void take(long at) {
        if (hart.retired() == retiredAtTrap) {
            trapsInARow++;
        } else {
            retiredAtTrap = hart.retired();
            trapsInARow = 1;
        }
        hart.unretired++;
        // In its own handler the service interrupt is masked, and there is a place for exceptions.
        boolean fixed = hart.privilege == Privilege.MACHINE && !hart.service.enabled;
        enter(delegated, cause.code, at, cause.code, trapValue);
        hart.pc = fixed ? BoardMap.SERVICE_EXCEPTION_VECTOR : last.base();
    }

    /** Enters the handler of the most urgent interrupt that is pending and enabled, if any. */
    void takeInterrupt() {
        Interrupt interrupt = hart.interrupts.next(hart.privilege, hart.status);
        if (interrupt == null || !hart.service.enabled) {
            return;
        }
        hart.waiting = false;
        enter(hart.interrupts.delegated, interrupt.code, hart.pc, INTERRUPT | interrupt.code, 0);
        hart.pc = last.handler(interrupt);
    }

    private void enter(long delegation, int code, long at, long causeValue, long value) {
        boolean down = hart.privilege != Privilege.MACHINE && (delegation >>> code & 1) != 0;
        if (hart.tap.traps) {
            hart.tap.trap(hart, at, causeValue, value, down);
        }
        if (down) {
            hart.status.enterSupervisor(hart.privilege);
            hart.privilege = Privilege.SUPERVISOR;
            last = hart.supervisor;
        } else {
            hart.status.enterMachine(hart.privilege);
            hart.privilege = Privilege.MACHINE;
            last = hart.machine;
        }
        last.enter(at, causeValue, value);
    }

    /** MRET. */
    void returnFromMachine() {
        hart.pc = hart.machine.exceptionPc;
        hart.privilege = hart.status.leaveMachine();
    }

    /** SRET. */
    void returnFromSupervisor() {
        hart.pc = hart.supervisor.exceptionPc;
        hart.privilege = hart.status.leaveSupervisor();
    }

    /** Says why the hart cannot make progress any more. */
    Optional<String> stuck() {
        if (trapsInARow < HOPELESS_TRAPS) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        "hart %d traps forever: %s at pc 0x%x (%ctval 0x%x), and its trap vector"
                                + " 0x%x traps again before one instruction retires",
                        hart.number,
                        cause.words,
                        last.exceptionPc,
                        last.letter,
                        last.trapValue,
                        last.base()));
    }

    void context(ContextFields fields) {
        delegated = fields.number(delegated);
    }

    /** Forgets the traps so far: this is another guest now. */
    void forget() {
        trapsInARow = 0;
    }
}
