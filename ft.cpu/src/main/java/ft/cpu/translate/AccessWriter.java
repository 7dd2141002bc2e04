package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.cpu.decode.Op;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes the bytecode of loads and stores. */
final class AccessWriter {
    private static final String STATE = Type.getDescriptor(RegionState.class);
    private static final String PERMIT = "([IJJ)Z";
    private static final String PERMIT_AGAIN = "(" + STATE + "[IJJ)Z";

    /** How an access is done: what is called for it, and its bytes. */
    private record Kind(String name, int size) {}

    private static final Map<Integer, Kind> KINDS =
            Map.ofEntries(
                    Map.entry(Op.LB, new Kind("lb", 1)),
                    Map.entry(Op.LH, new Kind("lh", 2)),
                    Map.entry(Op.LW, new Kind("lw", 4)),
                    Map.entry(Op.LD, new Kind("ld", 8)),
                    Map.entry(Op.LBU, new Kind("lbu", 1)),
                    Map.entry(Op.LHU, new Kind("lhu", 2)),
                    Map.entry(Op.LWU, new Kind("lwu", 4)),
                    Map.entry(Op.FLW, new Kind("flw", 4)),
                    Map.entry(Op.FLD, new Kind("ld", 8)),
                    Map.entry(Op.SB, new Kind("sb", 1)),
                    Map.entry(Op.SH, new Kind("sh", 2)),
                    Map.entry(Op.SW, new Kind("sw", 4)),
                    Map.entry(Op.SD, new Kind("sd", 8)),
                    Map.entry(Op.FSW, new Kind("sw", 4)),
                    Map.entry(Op.FSD, new Kind("sd", 8)));

    private final RegionMethod region;
    private final MethodVisitor code;

    AccessWriter(RegionMethod region) {
        this.region = region;
        code = region.code;
    }

    static boolean knows(int op) {
        return KINDS.containsKey(op);
    }

    void write(RegionShape.Instruction instruction) {
        int op = instruction.op();
        Kind kind = KINDS.get(op);
        if (op == Op.FLW || op == Op.FLD || op == Op.FSW || op == Op.FSD) {
            region.demand(FloatPermissions.REACHABLE);
        }
        region.get(instruction.rs1());
        region.add(instruction.immediate());
        region.keep();
        if (op < Op.SB) {
            find(Accesses.class, "read", kind.size);
            if (RegionMethod.holds(instruction.rd())) {
                load(kind.name);
                region.put(instruction.rd());
            }
        } else {
            find(Accesses.class, "write", kind.size);
            store(kind.name, () -> region.get(instruction.rs2()));
        }
    }

    /**
     * Finds the entry of the software TLB for the address that is kept, or leaves.
     *
     * @param owner where the function is that says whether there is one
     * @param name of that function; the one that takes up permissions again is called so as well,
     *     with "Again" behind it
     */
    void find(Class<?> owner, String name, int size) {
        slot();
        if (region.resumes()) {
            code.visitVarInsn(ALOAD, RegionMethod.STATE_AT);
            entry(size);
            region.call(owner, name + "Again", PERMIT_AGAIN);
        } else {
            entry(size);
            region.call(owner, name, PERMIT);
        }
        region.leaveIf(IFEQ);
    }

    // Loads the table, the number that is kept, and what is in the tag if the address is aligned.
    private void entry(int size) {
        code.visitVarInsn(ALOAD, RegionMethod.TLB_AT);
        code.visitVarInsn(LLOAD, RegionMethod.SLOT_AT);
        region.kept();
        region.number(-1L << region.granuleShift | size - 1);
        code.visitInsn(LAND);
    }

    /** Keeps the number of its entry, which may be that of another address. */
    void slot() {
        region.kept();
        region.integer(region.granuleShift);
        region.call(Accesses.class, "slot", "(JI)J");
        code.visitVarInsn(LSTORE, RegionMethod.SLOT_AT);
    }

    /** Loads from the address that is kept, by the entry that was found. */
    void load(String kind) {
        code.visitVarInsn(ALOAD, RegionMethod.DATA_AT);
        code.visitVarInsn(LLOAD, RegionMethod.SLOT_AT);
        region.kept();
        region.call(Accesses.class, kind, "([[BJJ)J");
    }

    /** Stores to there. */
    void store(String kind, Runnable value) {
        code.visitVarInsn(LLOAD, RegionMethod.HASH_AT);
        code.visitVarInsn(ALOAD, RegionMethod.DATA_AT);
        code.visitVarInsn(ALOAD, RegionMethod.TLB_AT);
        code.visitVarInsn(LLOAD, RegionMethod.SLOT_AT);
        region.kept();
        value.run();
        region.call(Accesses.class, kind, "(J[[B[IJJJ)J");
        code.visitVarInsn(LSTORE, RegionMethod.HASH_AT);
    }
}
