package ft.cpu.hart;

import ft.api.board.BoardMap;
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

    /** Length of the register array: registers are named by seven bits. */
    static final int REGISTERS = 128;

    final int number;
    final Clint clint;
    final Plic plic;
    final LoadStoreUnit loadStore;
    final AtomicUnit atomics;
    final FetchUnit fetch;
    final MachineState machine = new MachineState();
    final Counters counters = new Counters(this);
    final ServiceState service = new ServiceState();
    final FloatUnit floats = new FloatUnit(this);

    /**
     * Integer registers, a slot for what is written to x0, from {@link Block#F} on floating-point
     * registers, and room for a mask of seven bits.
     */
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

    /**
     * Makes a hart.
     *
     * @param io latch of ordinary requests, one for all harts
     * @param serviceIo latch of requests in service mode, one for all harts; a request that was
     *     under way stays in the other
     */
    public Hart(
            int number,
            MemoryController controller,
            Clint clint,
            Plic plic,
            IoLatch io,
            IoLatch serviceIo) {
        this.number = number;
        this.clint = clint;
        this.plic = plic;
        loadStore =
                new LoadStoreUnit(
                        this, controller, io, new ServiceAccess(this, controller, serviceIo));
        atomics = new AtomicUnit(this, controller, loadStore);
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
        floats.reset();
        atomics.endReservation();
        service.reset();
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
        atomics.endReservation();
    }

    /** Pending interrupts, as {@code mip} shows them. */
    long pending() {
        return (clint.software(number) ? Interrupt.SOFTWARE.bit() : 0)
                | (clint.timer(number) ? Interrupt.TIMER.bit() : 0)
                | (plic.output(Plic.CONTEXTS_PER_HART * number) ? Interrupt.EXTERNAL.bit() : 0);
    }

    /** Raises the service interrupt. */
    public void raiseService() {
        service.raised = true;
    }

    /** Enters service mode if its interrupt is raised and not masked; whether it did. */
    public boolean takeService() {
        if (!service.raised || !service.enabled) {
            return false;
        }
        service.enter(pc, privilege);
        privilege = Privilege.MACHINE;
        pc = BoardMap.SERVICE_VECTOR;
        return true;
    }

    /** Goes into service mode where it is, after a reset. */
    public void beginService() {
        service.active = true;
    }

    /** Resets the counters, which are kept relative to a clock that a reset leaves as it is. */
    public void clearCounters() {
        counters.setCycle(0);
        counters.setInstret(0);
    }

    /** Ends service mode from outside. */
    public void endService() {
        service.active = false;
        service.waiting = false;
        service.raised = false;
    }

    /** Whether the hart takes a service interrupt when it is raised. */
    public boolean isServable() {
        return service.enabled;
    }

    /** Whether the hart is in service mode. */
    public boolean isInService() {
        return service.active;
    }

    /** Whether the hart is in service mode and has something to do there. */
    public boolean canServe() {
        return service.active && !service.waiting;
    }

    /** Ends waiting in service mode. */
    public void wakeInService() {
        service.waiting = false;
    }

    /**
     * Executes an instruction in service mode, which no clock and no counter sees.
     *
     * @return 1, or 0 if the instruction waits for IO
     */
    public int serve(Engine engine) {
        long frozenClock = clock;
        long frozenUnretired = unretired;
        int left = engine.run(clock + 1, 1);
        clock = frozenClock;
        unretired = frozenUnretired;
        return 1 - left;
    }

    /** Leaves the handler of the service interrupt. */
    void returnFromService() {
        pc = service.exceptionPc;
        privilege = service.previous;
        if (privilege != Privilege.MACHINE) {
            machine.status &= ~MachineState.MPRV;
        }
        service.leave();
    }

    /** Enters the handler of the most urgent interrupt that is pending and enabled, if any. */
    public void takeInterrupt() {
        long ready = pending() & machine.interruptEnable;
        if (ready == 0
                || !service.enabled
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

    /** Saves or loads the registers, which instructions can reach. */
    public void registers(ContextFields fields) {
        fields.numbers(x, Block.SINK);
        pc = fields.number(pc);
        privilege = Privilege.of((int) fields.number(privilege.code));
        machine.context(fields);
        counters.context(fields);
        floats.context(fields);
        service.enabled = fields.flag(service.enabled);
        trapsInARow = 0;
    }

    /** Saves or loads the state that no instruction can reach. */
    public void hidden(ContextFields fields) {
        waiting = fields.flag(waiting);
        clock = fields.number(clock);
        unretired = fields.number(unretired);
        atomics.context(fields);
    }

    private void enter(long at, long causeCode, long value) {
        boolean fixed = privilege == Privilege.MACHINE && !service.enabled;
        machine.enter(at, causeCode, value, privilege);
        privilege = Privilege.MACHINE;
        pc = fixed ? BoardMap.SERVICE_EXCEPTION_VECTOR : machine.trapVector & ~3L;
    }
}
