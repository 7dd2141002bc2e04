package ft.cpu.hart;

import ft.cpu.context.ContextFields;
import ft.cpu.decode.Block;
import ft.cpu.interrupt.Clint;
import ft.cpu.interrupt.Plic;
import ft.cpu.memory.MemoryController;
import java.util.Optional;

/**
 * Architectural state of a hart, and how it takes traps and interrupts. What executes its
 * instructions is an {@link Engine}.
 */
public final class Hart {
    // More than any trap handler needs before its first instruction retires, which is one.
    private static final int HOPELESS_TRAPS = 1000;

    /** Length of the register array: registers are named by six bits. */
    static final int REGISTERS = 64;

    final int number;
    final Clint clint;
    final Plic plic;
    final LoadStoreUnit loadStore;
    final FetchUnit fetch;
    final MachineState machine = new MachineState();
    final Counters counters = new Counters(this);

    /** Integer registers, a slot for what is written to x0, and room for a mask of six bits. */
    final long[] x = new long[REGISTERS];

    long pc;
    Privilege privilege = Privilege.MACHINE;
    boolean waiting;

    /** Clock of the instruction that is being executed, where an engine needs it to be right. */
    long clock;

    /** Cycles of the clock in which this hart retired nothing. */
    long unretired;

    /** What the last out-of-line operation asks the engine to do. */
    Stop stop = Stop.NONE;

    private Cause cause;
    private long trapValue;
    private long retiredAtTrap;
    private int trapsInARow;

    /** Makes a hart. */
    public Hart(int number, MemoryController controller, Clint clint, Plic plic, IoLatch io) {
        this.number = number;
        this.clint = clint;
        this.plic = plic;
        loadStore = new LoadStoreUnit(this, controller, io);
        fetch = new FetchUnit(this, controller);
    }

    /** Power-on reset. */
    public void reset(long entry) {
        java.util.Arrays.fill(x, 0);
        pc = entry;
        privilege = Privilege.MACHINE;
        waiting = false;
        clock = 0;
        unretired = 0;
        machine.reset();
        counters.reset();
        loadStore.reset();
        stop = Stop.NONE;
        trapsInARow = 0;
    }

    /** Instructions retired since the power-on reset. */
    public long retired() {
        return clock - unretired;
    }

    /** Lets the clock pass without this hart. */
    public void skipTo(long newClock) {
        unretired += newClock - clock;
        clock = newClock;
    }

    /** Whether the hart has anything to execute. */
    public boolean isRunnable() {
        return !waiting || (pending() & machine.interruptEnable) != 0;
    }

    /** Ends waiting; the hart is {@linkplain #isRunnable runnable}. */
    public void wake() {
        waiting = false;
    }

    /** Whether the hart is waiting for its timer interrupt, among others. */
    public boolean awaitsTimer() {
        return (machine.interruptEnable & Interrupt.TIMER.bit()) != 0;
    }

    /** Another hart runs: a reservation does not outlive that, so no store can slip by it. */
    public void endReservation() {
        loadStore.endReservation();
    }

    /** Pending interrupts, as {@code mip} shows them. */
    long pending() {
        return (clint.software(number) ? Interrupt.SOFTWARE.bit() : 0)
                | (clint.timer(number) ? Interrupt.TIMER.bit() : 0)
                | (plic.output(Plic.CONTEXTS_PER_HART * number) ? Interrupt.EXTERNAL.bit() : 0);
    }

    /** Enters the handler of the most urgent interrupt that is pending and enabled, if any. */
    public void takeInterrupt() {
        long ready = pending() & machine.interruptEnable;
        if (ready == 0
                || privilege == Privilege.MACHINE && (machine.status & MachineState.MIE) == 0) {
            return;
        }
        for (Interrupt interrupt : Interrupt.BY_PRIORITY) {
            if ((ready & interrupt.bit()) != 0) {
                waiting = false;
                enter(pc, Long.MIN_VALUE | interrupt.code, 0);
                if ((machine.trapVector & 1) != 0) {
                    pc += 4L * interrupt.code;
                }
                return;
            }
        }
    }

    /** Notes that the instruction being executed traps. */
    void raise(Cause newCause, long newTrapValue) {
        stop = Stop.TRAP;
        cause = newCause;
        trapValue = newTrapValue;
    }

    /** Takes the trap that was raised by the instruction at an address. */
    void trap(long at) {
        if (retired() == retiredAtTrap) {
            trapsInARow++;
        } else {
            retiredAtTrap = retired();
            trapsInARow = 1;
        }
        unretired++;
        enter(at, cause.code, trapValue);
    }

    /** Leaves a trap handler. */
    void returnFromTrap() {
        pc = machine.exceptionPc;
        Privilege previous = machine.previousPrivilege();
        machine.leave();
        privilege = previous;
    }

    /** Says why the hart cannot make progress any more. */
    public Optional<String> stuck() {
        if (trapsInARow < HOPELESS_TRAPS) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        "hart %d traps forever: %s at pc 0x%x (mtval 0x%x), and its trap vector"
                                + " 0x%x traps again before one instruction retires",
                        number,
                        cause.words,
                        machine.exceptionPc,
                        machine.trapValue,
                        machine.trapVector & ~3));
    }

    /** Saves or loads the state. */
    public void context(ContextFields fields) {
        fields.numbers(x, Block.SINK);
        pc = fields.number(pc);
        privilege = Privilege.of((int) fields.number(privilege.code));
        waiting = fields.flag(waiting);
        clock = fields.number(clock);
        unretired = fields.number(unretired);
        machine.context(fields);
        counters.context(fields);
        loadStore.context(fields);
        trapsInARow = 0;
    }

    private void enter(long at, long causeCode, long value) {
        machine.enter(at, causeCode, value, privilege);
        privilege = Privilege.MACHINE;
        pc = machine.trapVector & ~3L;
    }
}
