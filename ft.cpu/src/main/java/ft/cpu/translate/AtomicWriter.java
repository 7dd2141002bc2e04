package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.cpu.decode.Op;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes the bytecode of LR, SC and atomic memory operations. One hart runs at a time, so nothing
 * of the host has to be atomic. An SC that fails is done out of line.
 */
final class AtomicWriter {
    private static final String STATE = Type.getDescriptor(RegionState.class);
    private static final int WIDE = 1 << 12;

    private final RegionMethod region;
    private final AccessWriter accesses;
    private final MethodVisitor code;

    AtomicWriter(RegionMethod region, AccessWriter accesses) {
        this.region = region;
        this.accesses = accesses;
        code = region.code;
    }

    static boolean knows(int op) {
        return op >= Op.LR && op <= Op.AMOMAXU;
    }

    void write(RegionShape.Instruction instruction) {
        int op = instruction.op();
        boolean wide = (instruction.immediate() & WIDE) != 0;
        int target = instruction.rd();
        int source = instruction.rs2();
        region.get(instruction.rs1());
        region.keep();
        switch (op) {
            case Op.LR -> reserve(wide, target);
            case Op.SC -> storeReserved(wide, source, target);
            default -> modify(op, wide, source, target);
        }
    }

    private void reserve(boolean wide, int target) {
        accesses.slot();
        entry();
        region.call(Atomics.class, "isStorage", "([IJJ)Z");
        region.leaveIf(IFEQ);
        accesses.find(Accesses.class, "read", size(wide));
        code.visitVarInsn(ALOAD, RegionMethod.STATE_AT);
        entry();
        region.integer(size(wide));
        region.call(Atomics.class, "reserve", "(" + STATE + "[IJJI)V");
        if (RegionMethod.holds(target)) {
            load(wide);
            region.put(target);
        }
    }

    private void storeReserved(boolean wide, int source, int target) {
        accesses.slot();
        code.visitVarInsn(ALOAD, RegionMethod.STATE_AT);
        entry();
        region.integer(size(wide));
        region.call(Atomics.class, "isReserved", "(" + STATE + "[IJJI)Z");
        region.leaveIf(IFEQ);
        accesses.find(Accesses.class, "write", size(wide));
        code.visitVarInsn(ALOAD, RegionMethod.STATE_AT);
        region.call(Atomics.class, "endReservation", "(" + STATE + ")V");
        store(wide, () -> region.get(source));
        region.number(0);
        region.put(target);
    }

    private void modify(int op, boolean wide, int source, int target) {
        accesses.find(Atomics.class, "change", size(wide));
        load(wide);
        code.visitVarInsn(LSTORE, RegionMethod.OLD_AT);
        store(wide, () -> result(op, wide, source));
        code.visitVarInsn(LLOAD, RegionMethod.OLD_AT);
        region.put(target);
    }

    // Loads the entry of the address that is kept, and that.
    private void entry() {
        code.visitVarInsn(ALOAD, RegionMethod.TLB_AT);
        code.visitVarInsn(LLOAD, RegionMethod.SLOT_AT);
        region.kept();
    }

    private static int size(boolean wide) {
        return wide ? 8 : 4;
    }

    private void load(boolean wide) {
        accesses.load(wide ? "ld" : "lw");
    }

    private void store(boolean wide, Runnable value) {
        accesses.store(wide ? "sd" : "sw", value);
    }

    // What is stored; of a narrow operation the lower half counts.
    private void result(int op, boolean wide, int source) {
        if (op != Op.AMOSWAP) {
            code.visitVarInsn(LLOAD, RegionMethod.OLD_AT);
        }
        region.get(source);
        if (!wide) {
            // Sign-extended operands keep their order, unsigned too.
            code.visitInsn(L2I);
            code.visitInsn(I2L);
        }
        switch (op) {
            case Op.AMOSWAP -> {}
            case Op.AMOADD -> code.visitInsn(LADD);
            case Op.AMOXOR -> code.visitInsn(LXOR);
            case Op.AMOAND -> code.visitInsn(LAND);
            case Op.AMOOR -> code.visitInsn(LOR);
            case Op.AMOMIN -> choose("min");
            case Op.AMOMAX -> choose("max");
            case Op.AMOMINU -> choose("minu");
            default -> choose("maxu");
        }
    }

    private void choose(String name) {
        region.call(Operations.class, name, "(JJ)J");
    }
}
