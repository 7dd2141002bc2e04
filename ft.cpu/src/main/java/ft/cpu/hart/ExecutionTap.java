package ft.cpu.hart;

import ft.api.cpu.ExecutionView;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import ft.cpu.memory.MemoryController;
import java.util.Set;

/**
 * Where an observer is told what the harts of a subsystem execute. The fast path knows nothing of
 * it: who wants to see instructions has runs cut to one cycle, and who wants to see accesses keeps
 * the software TLBs of data empty; no guest can tell either.
 */
public final class ExecutionTap {
    private static final long NONE = -1;

    /** Whether accesses outside memory are to be told. */
    boolean deviceAccesses;

    /** Whether all accesses are to be told. */
    boolean accesses;

    /** Whether traps are to be told. */
    boolean traps;

    private final ExecutionView view;
    private final MemoryController controller;
    private ExecutionObserver observer;
    private Set<ExecutionEvent> interests = Set.of();
    private boolean instructions;
    // The instruction that was told last; it may be tried again.
    private long toldClock = NONE;
    private long toldPc;

    /**
     * Without an observer.
     *
     * @param view what observers see of the subsystem
     */
    public ExecutionTap(ExecutionView view, MemoryController controller) {
        this.view = view;
        this.controller = controller;
    }

    /** Has an observer told from now on; null for none. */
    public void observe(ExecutionObserver newObserver) {
        observer = newObserver;
        forget();
        follow(observer == null ? Set.of() : observer.interests());
    }

    /** The clock has been set: the next instruction is another one, whatever its clock. */
    public void forget() {
        toldClock = NONE;
    }

    /** The subsystem begins to run. */
    public void resumed() {
        if (observer != null) {
            observer.resumed(view);
            follow(observer.interests());
        }
    }

    /** Whether every instruction is to be told. */
    public boolean wantsInstructions() {
        return instructions;
    }

    /** A hart is about to execute an instruction, perhaps once more. */
    public void instruction(Hart hart, long clock) {
        if (clock == toldClock && hart.pc == toldPc) {
            return;
        }
        toldClock = clock;
        toldPc = hart.pc;
        observer.instruction(view, hart.number, hart.pc);
        follow(observer.interests());
        // It may have been set while the observer looked.
        toldPc = hart.pc;
    }

    private void follow(Set<ExecutionEvent> wanted) {
        if (wanted == interests) {
            return;
        }
        interests = wanted;
        deviceAccesses = wanted.contains(ExecutionEvent.DEVICE_ACCESS);
        traps = wanted.contains(ExecutionEvent.TRAP);
        boolean all = wanted.contains(ExecutionEvent.ACCESS);
        if (all && !accesses) {
            controller.withdrawAll();
        }
        accesses = all;
        boolean each = wanted.contains(ExecutionEvent.INSTRUCTION);
        if (each != instructions) {
            instructions = each;
            controller.decoded.decodeSingly(each);
        }
    }

    /** The access that was located last has retired. */
    void access(Hart hart, boolean store, int size, long value) {
        LoadStoreUnit unit = hart.loadStore;
        if ((accesses || !controller.isMemory(unit.first())) && !hart.service.active) {
            int unused = 64 - 8 * size;
            observer.access(
                    hart.clock,
                    hart.number,
                    store,
                    unit.address(),
                    unit.first(),
                    size,
                    value << unused >>> unused);
        }
    }

    /** A hart takes a trap. */
    void trap(Hart hart, long at, long cause, long value, boolean supervisor) {
        if (!hart.service.active) {
            observer.trap(hart.clock, hart.number, at, cause, value, supervisor);
        }
    }
}
