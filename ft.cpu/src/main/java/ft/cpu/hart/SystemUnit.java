package ft.cpu.hart;

import ft.cpu.decode.Block;
import ft.cpu.decode.Op;

/** Instructions that are done out of line: atomics, CSR accesses, traps and returns, WFI. */
final class SystemUnit {
    private final Hart hart;

    SystemUnit(Hart hart) {
        this.hart = hart;
    }

    /**
     * Executes one instruction. {@link Hart#pc} is the instruction's address before, and its
     * successor's after it, unless it stops with {@link Stop#TRAP}; {@link Hart#stop} says how it
     * went.
     *
     * @param microOp decoded instruction
     * @param next address of the instruction that follows
     */
    void execute(long microOp, long next) {
        int op = (int) microOp & 0xff;
        long at = hart.pc;
        hart.pc = next;
        if (op < Op.FIRST_SYSTEM) {
            atomic(op, microOp);
            return;
        }
        switch (op) {
            case Op.ECALL -> hart.raise(call(), 0);
            case Op.EBREAK -> hart.raise(Cause.BREAKPOINT, at);
            case Op.MRET -> returnFromTrap(microOp);
            case Op.SRET -> returnFromSupervisorTrap(microOp);
            case Op.SFENCE_VMA -> fenceTranslation(microOp);
            case Op.MNRET -> returnFromService(microOp);
            case Op.WFI -> waitForInterrupt(microOp);
            case Op.ILLEGAL -> illegal(microOp);
            default -> csr(op, microOp);
        }
    }

    private void illegal(long microOp) {
        hart.raise(Cause.ILLEGAL_INSTRUCTION, microOp >>> 32);
    }

    private void returnFromTrap(long microOp) {
        if (hart.privilege != Privilege.MACHINE) {
            illegal(microOp);
            return;
        }
        hart.traps.returnFromMachine();
    }

    private void returnFromSupervisorTrap(long microOp) {
        if (!isSupervisorWithout(Status.TSR)) {
            illegal(microOp);
            return;
        }
        hart.traps.returnFromSupervisor();
    }

    // Translations are never out of date (see PageTables), so there is nothing left to do.
    private void fenceTranslation(long microOp) {
        if (!isSupervisorWithout(Status.TVM)) {
            illegal(microOp);
        }
    }

    private boolean isSupervisorWithout(long trapped) {
        return hart.privilege == Privilege.MACHINE
                || hart.privilege == Privilege.SUPERVISOR && !hart.status.has(trapped);
    }

    private void returnFromService(long microOp) {
        if (hart.privilege != Privilege.MACHINE || hart.service.enabled) {
            illegal(microOp);
            return;
        }
        hart.returnFromService();
        // Interrupts are looked at when the hart gets its next turn, as if nothing had been.
        hart.stop = Stop.LEAVE;
    }

    private void waitForInterrupt(long microOp) {
        if (hart.service.active) {
            hart.service.waiting = true;
            hart.stop = Stop.LEAVE;
            return;
        }
        // User mode could wait for ever, which the manual forbids where there is a supervisor.
        if (!isSupervisorWithout(Status.TW)) {
            illegal(microOp);
            return;
        }
        hart.waiting = !hart.interrupts.isAwake();
        hart.stop = Stop.LEAVE;
    }

    private void csr(int op, long microOp) {
        int instruction = (int) (microOp >>> 32);
        int source = instruction >>> 15 & 31;
        int number = instruction >>> 20;
        // Setting or clearing with x0 or 0 as source is a read, even of a read-only CSR.
        boolean writes = op == Op.CSRRW || op == Op.CSRRWI || source != 0;
        Csr csr = CsrTable.find(number);
        if (csr == null || !csr.allows(hart, writes)) {
            illegal(microOp);
            return;
        }
        long old = csr.reader().read(hart);
        if (writes) {
            if (FloatCsrs.contains(number)) {
                hart.floats.touch();
            }
            long operand = op >= Op.CSRRWI ? source : hart.x[source];
            csr.writer()
                    .write(
                            hart,
                            switch (op) {
                                case Op.CSRRS, Op.CSRRSI -> csr.base().read(hart) | operand;
                                case Op.CSRRC, Op.CSRRCI -> csr.base().read(hart) & ~operand;
                                default -> operand;
                            });
        }
        hart.x[target(microOp)] = old;
    }

    private Cause call() {
        return switch (hart.privilege) {
            case MACHINE -> Cause.MACHINE_CALL;
            case SUPERVISOR -> Cause.SUPERVISOR_CALL;
            case USER -> Cause.USER_CALL;
        };
    }

    private void atomic(int op, long microOp) {
        int size = (microOp >>> 32 & 1 << 12) == 0 ? 4 : 8;
        long address = hart.x[(int) (microOp >>> 16) & Hart.REGISTERS - 1];
        long operand = hart.x[(int) (microOp >>> 24) & Hart.REGISTERS - 1];
        AtomicUnit unit = hart.atomics;
        long result =
                switch (op) {
                    case Op.LR -> unit.loadReserved(address, size);
                    case Op.SC -> unit.storeConditional(address, size, operand);
                    default -> unit.modify(AtomicOperation.of(op), address, size, operand);
                };
        if (hart.stop.retires()) {
            hart.x[target(microOp)] = result;
        }
    }

    private static int target(long microOp) {
        int target = (int) (microOp >>> 8) & Hart.REGISTERS - 1;
        return target == 0 ? Block.SINK : target;
    }
}
