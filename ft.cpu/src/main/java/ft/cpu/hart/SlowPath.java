package ft.cpu.hart;

import ft.cpu.decode.Op;
import ft.cpu.memory.AccessWatch;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Signature;

/** The way out of an engine's fast path: executes one instruction, whatever it takes. */
final class SlowPath {
    private final Hart hart;
    private final MemoryController controller;
    private final SystemUnit system;

    SlowPath(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        system = new SystemUnit(hart);
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
        if (op < Op.LB) {
            hart.pc = next;
            hart.x[(int) (microOp >>> 8) & 63] =
                    Multiplier.apply(
                            op,
                            hart.x[(int) (microOp >>> 16) & 63],
                            hart.x[(int) (microOp >>> 24) & 63]);
        } else if (op < Op.FIRST_SLOW) {
            hart.pc = next;
            access(op, microOp);
        } else {
            system.execute(microOp, next);
        }
        switch (hart.stop) {
            case TRAP -> hart.trap(at);
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
        long address = hart.x[(int) (microOp >>> 16) & 63] + (microOp >> 32);
        LoadStoreUnit unit = hart.loadStore;
        AccessWatch watch = controller.watch;
        address = unit.translate(address);
        boolean signed = op <= Op.LD;
        int size = 1 << (op >= Op.SB ? op - Op.SB : signed ? op - Op.LB : op - Op.LBU);
        if (unit.waitsForGuard(address, size)) {
            return;
        }
        if (op >= Op.SB) {
            long value = hart.x[(int) (microOp >>> 24) & 63];
            if (watch.active) {
                value = watch.storing(address, size, value);
            }
            unit.store(address, size, value);
            if (retires()) {
                if (watch.active) {
                    watch.stored(address, size);
                }
                int unused = 64 - 8 * size;
                note(Signature.STORE + address, value << unused >> unused);
                leaveForFaults();
            }
            return;
        }
        long value = unit.load(address, size);
        if (retires()) {
            if (watch.active) {
                value = watch.loaded(address, size, value);
            }
            int unused = signed ? 64 - 8 * size : 0;
            long extended = value << unused >> unused;
            note(Signature.LOAD + address, extended);
            hart.x[(int) (microOp >>> 8) & 63] = extended;
            leaveForFaults();
        }
    }

    private void leaveForFaults() {
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
    }

    private boolean retires() {
        return hart.stop.retires();
    }

    private void note(long kindAndAddress, long data) {
        controller.signature = Signature.mix(controller.signature, kindAndAddress, data);
    }
}
