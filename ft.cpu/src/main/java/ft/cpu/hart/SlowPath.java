package ft.cpu.hart;

import ft.cpu.decode.Op;
import ft.cpu.memory.MemoryController;

/** The way out of an engine's fast path: executes one instruction, whatever it takes. */
final class SlowPath {
    // LB LH LW LD LBU LHU LWU FLW FLD SB SH SW SD FSW FSD
    private static final byte[] SIZES = {1, 2, 4, 8, 1, 2, 4, 4, 8, 1, 2, 4, 8, 4, 8};

    private final Hart hart;
    private final MemoryController controller;
    private final SystemUnit system;
    private final BusMonitor bus;

    SlowPath(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        system = new SystemUnit(hart);
        bus = new BusMonitor(hart, controller);
    }

    /**
     * Executes the instruction at {@link Hart#pc}, with {@link Hart#clock} and the controller's
     * signature up to date. Afterwards {@link Hart#pc} is where to go on.
     *
     * @param microOp decoded instruction
     * @param next address of the instruction that follows
     * @return {@link Stop#NONE} only if the block can go on with the next instruction
     */
    Stop execute(long microOp, long next) {
        int op = (int) microOp & 0xff;
        long at = hart.pc;
        hart.stop = Stop.NONE;
        if (op < Op.FIRST_ACCESS) {
            hart.pc = next;
            hart.x[(int) (microOp >>> 8) & Hart.REGISTERS - 1] =
                    Multiplier.apply(
                            op,
                            hart.x[(int) (microOp >>> 16) & Hart.REGISTERS - 1],
                            hart.x[(int) (microOp >>> 24) & Hart.REGISTERS - 1]);
        } else if (op < Op.FIRST_FLOAT) {
            hart.pc = next;
            if (isFloat(op) && !hart.floats.isOn()) {
                hart.fetch.raiseIllegal(at, next);
            } else {
                access(op, microOp);
            }
        } else if (op < Op.FIRST_SLOW) {
            hart.pc = next;
            hart.floats.execute(op, microOp);
        } else {
            system.execute(microOp, next);
        }
        switch (hart.stop) {
            case TRAP -> hart.traps.take(at);
            case IO, GUARD -> hart.pc = at;
            case NONE -> {
                if (op >= Op.FIRST_SYSTEM) {
                    // What is enabled or pending may be different now.
                    hart.takeInterrupt();
                    hart.stop = Stop.REFETCH;
                }
            }
            default -> {}
        }
        return hart.stop;
    }

    private void access(int op, long microOp) {
        long address = hart.x[(int) (microOp >>> 16) & Hart.REGISTERS - 1] + (microOp >> 32);
        int size = SIZES[op - Op.FIRST_ACCESS];
        if (op >= Op.SB) {
            if (hart.loadStore.locate(address, size, Access.STORE)) {
                store(size, hart.x[(int) (microOp >>> 24) & Hart.REGISTERS - 1]);
            }
        } else if (hart.loadStore.locate(address, size, Access.LOAD)) {
            load(op, size, (int) (microOp >>> 8) & Hart.REGISTERS - 1);
        }
    }

    private void store(int size, long value) {
        boolean watched = controller.watch.active;
        long sent = watched ? bus.storing(size, value) : value;
        hart.loadStore.store(size, sent);
        if (retires()) {
            if (watched) {
                bus.stored(size);
            }
            int unused = 64 - 8 * size;
            bus.noteStore(sent << unused >> unused);
            tell(true, size, sent);
            leaveForFaults();
        }
    }

    private void load(int op, int size, int target) {
        long value = hart.loadStore.load(size);
        if (retires()) {
            if (controller.watch.active) {
                value = bus.loaded(size, value);
            }
            long extended = extend(op, value, 64 - 8 * size);
            tell(false, size, value);
            hart.x[target] = extended;
            if (isFloat(op)) {
                hart.floats.touch();
            }
            leaveForFaults();
        }
    }

    private void tell(boolean store, int size, long value) {
        if (hart.tap.accesses || hart.tap.deviceAccesses) {
            hart.tap.access(hart, store, size, value);
        }
    }

    private static boolean isFloat(int op) {
        return op == Op.FLW || op == Op.FLD || op == Op.FSW || op == Op.FSD;
    }

    // As it is in a register; it comes with zeros above.
    private static long extend(int op, long value, int unused) {
        if (op == Op.FLW) {
            return FloatUnit.BOX | value;
        }
        return op <= Op.LD ? value << unused >> unused : value;
    }

    private void leaveForFaults() {
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
    }

    private boolean retires() {
        return hart.stop.retires();
    }
}
