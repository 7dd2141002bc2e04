package ft.cpu.hart;

import ft.api.board.BoardMap;
import ft.api.fields.StateFields;
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
    /** Length of the register array: registers are named by seven bits. */
    static final int REGISTERS = 128;

    final int number;
    final Clint clint;
    final Plic plic;
    final InterruptControl interrupts;
    final Mmu mmu;
    final LoadStoreUnit loadStore;
    final AtomicUnit atomics;
    final FetchUnit fetch;
    final ExecutionTap tap;
    final Status status = new Status();
    final TrapRegisters machine = new TrapRegisters('m');
    final TrapRegisters supervisor = new TrapRegisters('s');
    final TrapUnit traps = new TrapUnit(this);
    final Environment environment = new Environment();
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

    /**
     * Makes a hart.
     *
     * @param io latch of ordinary requests, one for all harts
     * @param serviceIo latch of requests in service mode, one for all harts; a request that was
     *     under way stays in the other
     * @param tap who is told what is executed
     */
    public Hart(
            int number,
            MemoryController controller,
            Clint clint,
            Plic plic,
            IoLatch io,
            IoLatch serviceIo,
            ExecutionTap tap) {
        this.number = number;
        this.tap = tap;
        this.clint = clint;
        this.plic = plic;
        interrupts = new InterruptControl(number, clint, plic, environment);
        mmu = new Mmu(this, controller);
        loadStore =
                new LoadStoreUnit(
                        this, controller, io, new ServiceAccess(this, controller, serviceIo));
        atomics = new AtomicUnit(this, controller);
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
        status.reset();
        machine.reset();
        supervisor.reset();
        traps.reset();
        environment.reset();
        interrupts.reset();
        clint.setSupervisorCompare(number, -1);
        mmu.reset();
        counters.reset();
        floats.reset();
        atomics.reservation.end();
        service.reset();
        stop = Stop.NONE;
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
        return !waiting || interrupts.isAwake();
    }

    /** Ends waiting; the hart is {@linkplain #isRunnable runnable}. */
    public void wake() {
        waiting = false;
    }

    /** Clock at which a timer of the hart rises next; the latest there is if never. */
    public long nextTimer() {
        return interrupts.nextTimer();
    }

    /** The same, of timers that end waiting. */
    public long nextAwaitedTimer() {
        return interrupts.nextAwaitedTimer();
    }

    /** Another hart runs: a reservation does not outlive that, so no store can slip by it. */
    public void endReservation() {
        atomics.reservation.end();
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
        mmu.flush();
    }

    /** Whether the hart takes a service interrupt when it is raised. */
    public boolean isServable() {
        return service.enabled;
    }

    /** Privilege mode, as {@code mstatus.MPP} has it. */
    public int privilege() {
        return privilege.code;
    }

    /** Whether the hart waits for an interrupt. */
    public boolean isWaiting() {
        return waiting;
    }

    /** See {@link ft.api.cpu.ExecutionView#translate}. */
    public long translate(long address) {
        return mmu.find(address);
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
        status.dropTo(privilege);
        service.leave();
        // The handler was not held up by the protection of physical memory.
        mmu.flush();
    }

    /** Enters the handler of the most urgent interrupt that is pending and enabled, if any. */
    public void takeInterrupt() {
        traps.takeInterrupt();
    }

    /** Notes that the instruction being executed traps. */
    void raise(Cause cause, long trapValue) {
        stop = Stop.TRAP;
        traps.raise(cause, trapValue);
    }

    /** Writes {@code menvcfg}. */
    void writeEnvironment(long value) {
        environment.writeMachine(value);
        interrupts.environmentChanged();
        stop = Stop.LEAVE;
    }

    /** Writes {@code stimecmp}; nobody may run past what it is set to. */
    void writeSupervisorCompare(long value) {
        clint.setSupervisorCompare(number, value);
        clint.update(clock);
        stop = Stop.LEAVE;
    }

    /** Says why the hart cannot make progress any more. */
    public Optional<String> stuck() {
        return traps.stuck();
    }

    /** Registers were loaded: brings up to date what follows from them. */
    public void restored() {
        mmu.restored();
        traps.forget();
    }

    /** Saves or loads the registers, which instructions can reach. */
    public void registers(ContextFields fields) {
        fields.numbers(x, Block.SINK);
        pc = fields.number(pc);
        privilege = Privilege.of((int) fields.number(privilege.code));
        status.restore(fields.number(status.get()));
        machine.context(fields);
        supervisor.context(fields);
        traps.context(fields);
        environment.context(fields);
        interrupts.context(fields);
        mmu.context(fields);
        counters.context(fields);
        floats.context(fields);
        service.enabled = fields.flag(service.enabled);
    }

    /** What a snapshot has beside the context: service mode. */
    public void state(StateFields fields) {
        service.state(fields, "hart" + number + ".");
    }

    /** Saves or loads the state that no instruction can reach. */
    public void hidden(ContextFields fields) {
        waiting = fields.flag(waiting);
        clock = fields.number(clock);
        unretired = fields.number(unretired);
        interrupts.hidden(fields);
        atomics.context(fields);
    }
}
