package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.Op;
import ft.cpu.memory.Signature;
import ft.cpu.translate.RegionShape.Instruction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes the bytecode of one region. */
final class RegionCompiler {
    static final String NAME = "ft/cpu/translate/Translated";

    private static final String STATE = Type.getInternalName(RegionState.class);
    static final String OPERATIONS = Type.getInternalName(Operations.class);
    private static final String SIGNATURE = Type.getInternalName(Signature.class);
    private static final String CODE = Type.getInternalName(Code.class);

    // Longest run of instructions that is paid for at once; fits an IINC.
    private static final int RUN = 100;

    // Local variables.
    private static final int STATE_AT = 1;
    private static final int ENTRY_AT = 2;
    private static final int LEFT_AT = 3;
    private static final int X_AT = 4;
    private static final int TAGS_AT = 5;
    private static final int DATA_AT = 6;
    private static final int EXIT_AT = 7;
    private static final int SLOT_AT = 8;
    private static final int ADDRESS_AT = 9;
    private static final int HASH_AT = 11;
    private static final int BASE_AT = 13;
    private static final int PC_AT = 15;
    private static final int FLOATS_AT = 17;
    private static final int FIRST_REGISTER_AT = 18;

    private final RegionShape shape;
    private final int granuleShift;
    private final ClassWriter writer = new ClassWriter(0);
    private final MethodVisitor code;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final Map<Integer, Label> waiting = new HashMap<>();
    private final List<Exit> exits = new ArrayList<>();
    private final List<Runnable> stubs = new ArrayList<>();
    private final Label epilogue = new Label();
    private final int[] registerAt = new int[128];
    private final BitSet written = new BitSet();
    private final Object[] frame;
    private final int locals;
    private int size;
    private int[] costs;

    // Of the run that is being written: instructions that were paid for and come later.
    private int unspent;
    private Instruction at;

    RegionCompiler(RegionShape shape, int granuleShift) {
        this.shape = shape;
        this.granuleShift = granuleShift;
        writer.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, CODE, null);
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, CODE, "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        code = writer.visitMethod(ACC_PUBLIC, "run", "(L" + STATE + ";II)I", null, null);
        BitSet used = new BitSet();
        for (Instruction instruction : shape.instructions.values()) {
            use(used, instruction);
        }
        used.or(written);
        List<Object> types = new ArrayList<>();
        types.add(NAME);
        types.add(STATE);
        types.add(INTEGER);
        types.add(INTEGER);
        types.add("[J");
        types.add("[J");
        types.add("[[B");
        types.add(INTEGER);
        types.add(INTEGER);
        types.add(LONG);
        types.add(LONG);
        types.add(LONG);
        types.add(LONG);
        types.add(INTEGER);
        int next = FIRST_REGISTER_AT;
        for (int x = used.nextSetBit(0); x >= 0; x = used.nextSetBit(x + 1)) {
            registerAt[x] = next;
            next += 2;
            types.add(LONG);
        }
        locals = next;
        frame = types.toArray();
    }

    /** The class, or null if it is too large for the JVM's compiler. */
    byte[] compile(int mostBytecodes) {
        code.visitCode();
        prologue();
        body();
        for (int stub = 0; stub < stubs.size(); stub++) {
            stubs.get(stub).run();
        }
        epilogue();
        Label end = new Label();
        code.visitLabel(end);
        code.visitMaxs(12, locals);
        code.visitEnd();
        writer.visitEnd();
        size = end.getOffset();
        return size > mostBytecodes ? null : writer.toByteArray();
    }

    int size() {
        return size;
    }

    Exit[] exits() {
        return exits.toArray(Exit[]::new);
    }

    int[] costs() {
        return costs;
    }

    private void use(BitSet used, Instruction instruction) {
        if (instruction.isAlone()) {
            return;
        }
        long u = instruction.microOp();
        int op = instruction.op();
        int rd = (int) (u >>> 8) & 127;
        if (op == Op.JAL) {
            written.set(rd);
        } else {
            used.set((int) (u >>> 16) & 127);
            used.set((int) (u >>> 24) & 127);
            if (FloatWriter.fuses(op)) {
                used.set(FloatWriter.third(u));
            }
            boolean writes = op < Op.SB || op >= Op.JALR;
            if (writes && op != Op.NOP && op != Op.END) {
                written.set(rd);
            }
        }
        written.clear(Block.SINK);
        written.clear(0);
        used.clear(0);
    }

    private void prologue() {
        field("x", "[J", ASTORE, X_AT);
        field("tags", "[J", ASTORE, TAGS_AT);
        field("data", "[[B", ASTORE, DATA_AT);
        field("signature", "J", LSTORE, HASH_AT);
        field("base", "J", LSTORE, BASE_AT);
        field("floats", "I", ISTORE, FLOATS_AT);
        code.visitInsn(ICONST_0);
        code.visitVarInsn(ISTORE, EXIT_AT);
        code.visitInsn(ICONST_0);
        code.visitVarInsn(ISTORE, SLOT_AT);
        code.visitInsn(LCONST_0);
        code.visitVarInsn(LSTORE, ADDRESS_AT);
        code.visitInsn(LCONST_0);
        code.visitVarInsn(LSTORE, PC_AT);
        // The highest first, so that one check of the array's length is enough.
        for (int x = registerAt.length - 1; x >= 0; x--) {
            if (registerAt[x] != 0) {
                code.visitVarInsn(ALOAD, X_AT);
                integer(x);
                code.visitInsn(LALOAD);
                code.visitVarInsn(LSTORE, registerAt[x]);
            }
        }
        Label[] targets = new Label[shape.entries.size()];
        for (int entry = 0; entry < targets.length; entry++) {
            targets[entry] = label(shape.entries.get(entry));
        }
        code.visitVarInsn(ILOAD, ENTRY_AT);
        if (targets.length == 1) {
            code.visitInsn(POP);
            code.visitJumpInsn(GOTO, targets[0]);
        } else {
            code.visitTableSwitchInsn(0, targets.length - 1, targets[0], targets);
        }
    }

    private void field(String name, String type, int store, int local) {
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitFieldInsn(GETFIELD, STATE, name, type);
        code.visitVarInsn(store, local);
    }

    private Label label(int offset) {
        return labels.computeIfAbsent(offset, o -> new Label());
    }

    private void place(Label label) {
        code.visitLabel(label);
        code.visitFrame(F_NEW, frame.length, frame, 0, new Object[0]);
    }

    private void body() {
        Set<Integer> leaders = new HashSet<>(shape.leaders());
        List<Instruction> all = new ArrayList<>(shape.instructions.values());
        for (int number = 0, run = 0; number < all.size(); number++, run++) {
            if (run >= RUN) {
                leaders.add(all.get(number).offset());
            }
            if (leaders.contains(all.get(number).offset())) {
                run = 0;
            }
        }
        costs = new int[shape.entries.size()];
        for (int number = 0; number < all.size(); number++) {
            at = all.get(number);
            if (leaders.contains(at.offset())) {
                int count = 1;
                while (!all.get(number + count - 1).ends()
                        && number + count < all.size()
                        && all.get(number + count).offset() == all.get(number + count - 1).next()
                        && !leaders.contains(all.get(number + count).offset())) {
                    count++;
                }
                pay(count);
                int entry = shape.entries.indexOf(at.offset());
                if (entry >= 0) {
                    costs[entry] = count;
                }
            }
            unspent--;
            emit();
            boolean last = number + 1 == all.size();
            if (!at.ends() && (last || all.get(number + 1).offset() != at.next())) {
                jump(at.next());
            }
        }
    }

    private void pay(int count) {
        place(label(at.offset()));
        code.visitIincInsn(LEFT_AT, -count);
        code.visitVarInsn(ILOAD, LEFT_AT);
        int offset = at.offset();
        Label broke = new Label();
        code.visitJumpInsn(IFLT, broke);
        stubs.add(
                () -> {
                    place(broke);
                    leave(new Exit(null, offset, count, -1, true));
                });
        unspent = count;
    }

    // Goes on at an offset, which may be in the region.
    private void jump(int offset) {
        if (shape.instructions.containsKey(offset)) {
            if (unspent > 0) {
                code.visitIincInsn(LEFT_AT, unspent);
            }
            code.visitJumpInsn(GOTO, label(offset));
        } else {
            leave(new Exit(null, offset, unspent, -1, false));
        }
    }

    private void leave(Exit exit) {
        code.visitIntInsn(SIPUSH, exits.size());
        code.visitVarInsn(ISTORE, EXIT_AT);
        exits.add(exit);
        code.visitJumpInsn(GOTO, epilogue);
    }

    private Exit outOfLine() {
        int resume = shape.entries.indexOf(at.next());
        return new Exit(at.block(), at.index(), unspent, resume, false);
    }

    private void epilogue() {
        place(epilogue);
        for (int x = written.length() - 1; x >= 0; x = written.previousSetBit(x - 1)) {
            code.visitVarInsn(ALOAD, X_AT);
            integer(x);
            code.visitVarInsn(LLOAD, registerAt[x]);
            code.visitInsn(LASTORE);
            if (x == 0) {
                break;
            }
        }
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitVarInsn(LLOAD, HASH_AT);
        code.visitFieldInsn(PUTFIELD, STATE, "signature", "J");
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitVarInsn(ILOAD, EXIT_AT);
        code.visitFieldInsn(PUTFIELD, STATE, "exit", "I");
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitVarInsn(LLOAD, PC_AT);
        code.visitFieldInsn(PUTFIELD, STATE, "pc", "J");
        code.visitVarInsn(ILOAD, LEFT_AT);
        code.visitInsn(IRETURN);
    }

    private void emit() {
        int op = at.op();
        if (at.isAlone()) {
            leave(outOfLine());
        } else if (op >= Op.FIRST_ACCESS && op < Op.BEQ) {
            if (op == Op.FLW || op == Op.FLD || op == Op.FSW || op == Op.FSD) {
                demand(FloatPermissions.REACHABLE);
            }
            if (op < Op.SB) {
                load(op);
            } else {
                store(op);
            }
        } else if (at.isBranch()) {
            branch(op);
        } else if (op >= Op.FIRST_FLOAT) {
            new FloatWriter(this, code).write(op, at.microOp());
        } else if (op == Op.JAL) {
            link(at.next());
            jump(at.target());
        } else if (op == Op.JALR) {
            jumpComputed();
        } else if (op != Op.NOP) {
            compute(op);
        }
    }

    /** Leaves for the instruction unless floating point permits it. */
    void demand(int permissions) {
        code.visitVarInsn(ILOAD, FLOATS_AT);
        integer(permissions);
        code.visitInsn(IAND);
        leaveIf(IFEQ);
    }

    /** Has the instruction done out of line if a condition holds. */
    void leaveIf(int jump) {
        Label missing = new Label();
        code.visitJumpInsn(jump, missing);
        Exit exit = outOfLine();
        stubs.add(
                () -> {
                    place(missing);
                    leave(exit);
                });
    }

    /** Keeps a number for a while. */
    void keep() {
        code.visitVarInsn(LSTORE, ADDRESS_AT);
    }

    /** The number that was kept last. */
    void kept() {
        code.visitVarInsn(LLOAD, ADDRESS_AT);
    }

    private int rd() {
        return (int) (at.microOp() >>> 8) & 127;
    }

    private int rs1() {
        return (int) (at.microOp() >>> 16) & 127;
    }

    private int rs2() {
        return (int) (at.microOp() >>> 24) & 127;
    }

    private int immediate() {
        return (int) (at.microOp() >> 32);
    }

    void get(int x) {
        if (x == 0) {
            code.visitInsn(LCONST_0);
        } else {
            code.visitVarInsn(LLOAD, registerAt[x]);
        }
    }

    void put(int x) {
        if (registerAt[x] == 0) {
            code.visitInsn(POP2);
        } else {
            code.visitVarInsn(LSTORE, registerAt[x]);
        }
    }

    // The second operand: a register or an immediate.
    private void second() {
        if (rs2() == 0) {
            number(immediate());
        } else {
            get(rs2());
        }
    }

    private void secondAsInt() {
        if (rs2() == 0) {
            integer(immediate());
        } else {
            get(rs2());
            code.visitInsn(L2I);
        }
    }

    private void number(long value) {
        if (value == 0 || value == 1) {
            code.visitInsn(value == 0 ? LCONST_0 : LCONST_1);
        } else if (value == (short) value) {
            integer((int) value);
            code.visitInsn(I2L);
        } else {
            code.visitLdcInsn(value);
        }
    }

    private void integer(int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(ICONST_0 + value);
        } else if (value == (byte) value) {
            code.visitIntInsn(BIPUSH, value);
        } else if (value == (short) value) {
            code.visitIntInsn(SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    private void call(String name, String descriptor) {
        code.visitMethodInsn(INVOKESTATIC, OPERATIONS, name, descriptor, false);
    }

    private void locate() {
        get(rs1());
        if (immediate() != 0) {
            number(immediate());
            code.visitInsn(LADD);
        }
        code.visitVarInsn(LSTORE, ADDRESS_AT);
    }

    // Makes sure that the software TLB permits an access, or leaves.
    private void permit(int accessSize, boolean store) {
        code.visitVarInsn(LLOAD, ADDRESS_AT);
        integer(granuleShift - RegionState.STRIDE);
        code.visitInsn(LUSHR);
        code.visitInsn(L2I);
        integer(Translator.TLB_ENTRIES - 1 << RegionState.STRIDE);
        code.visitInsn(IAND);
        code.visitVarInsn(ISTORE, SLOT_AT);
        tag(store ? RegionState.WRITE : RegionState.READ);
        code.visitVarInsn(LLOAD, ADDRESS_AT);
        number(-1L << granuleShift | accessSize - 1);
        code.visitInsn(LAND);
        code.visitInsn(LCMP);
        Label missing = new Label();
        code.visitJumpInsn(IFNE, missing);
        Exit exit = outOfLine();
        if (Translator.ASK) {
            Label permitted = new Label();
            place(permitted);
            stubs.add(
                    () -> {
                        place(missing);
                        code.visitVarInsn(ALOAD, STATE_AT);
                        code.visitVarInsn(LLOAD, HASH_AT);
                        code.visitFieldInsn(PUTFIELD, STATE, "signature", "J");
                        code.visitVarInsn(ALOAD, STATE_AT);
                        code.visitVarInsn(LLOAD, ADDRESS_AT);
                        integer(accessSize);
                        integer(store ? 1 : 0);
                        code.visitMethodInsn(INVOKEVIRTUAL, STATE, "permits", "(JIZ)Z", false);
                        code.visitVarInsn(ALOAD, STATE_AT);
                        code.visitFieldInsn(GETFIELD, STATE, "signature", "J");
                        code.visitVarInsn(LSTORE, HASH_AT);
                        code.visitJumpInsn(IFNE, permitted);
                        leave(exit);
                    });
        } else {
            stubs.add(
                    () -> {
                        place(missing);
                        leave(exit);
                    });
        }
    }

    private void tag(int which) {
        code.visitVarInsn(ALOAD, TAGS_AT);
        code.visitVarInsn(ILOAD, SLOT_AT);
        if (which != 0) {
            integer(which);
            code.visitInsn(IOR);
        }
        code.visitInsn(LALOAD);
    }

    private void dataAndOffset() {
        code.visitVarInsn(ALOAD, DATA_AT);
        code.visitVarInsn(ILOAD, SLOT_AT);
        integer(RegionState.STRIDE);
        code.visitInsn(IUSHR);
        code.visitInsn(AALOAD);
        code.visitVarInsn(LLOAD, ADDRESS_AT);
        code.visitInsn(L2I);
        integer(MainStorage.PAGE_SIZE - 1);
        code.visitInsn(IAND);
    }

    private void load(int op) {
        String name =
                switch (op) {
                    case Op.LB -> "lb";
                    case Op.LH -> "lh";
                    case Op.LW -> "lw";
                    case Op.LD -> "ld";
                    case Op.LBU -> "lbu";
                    case Op.LHU -> "lhu";
                    case Op.FLW -> "flw";
                    case Op.FLD -> "ld";
                    default -> "lwu";
                };
        int accessSize =
                switch (op) {
                    case Op.LB, Op.LBU -> 1;
                    case Op.LH, Op.LHU -> 2;
                    case Op.LD, Op.FLD -> 8;
                    default -> 4;
                };
        locate();
        permit(accessSize, false);
        code.visitVarInsn(LLOAD, HASH_AT);
        physical(Signature.LOAD);
        dataAndOffset();
        call(name, "([BI)J");
        if (registerAt[rd()] != 0) {
            code.visitInsn(DUP2);
            put(rd());
        }
        mix();
    }

    private void store(int op) {
        String name =
                switch (op) {
                    case Op.SB -> "sb";
                    case Op.SH -> "sh";
                    case Op.SW, Op.FSW -> "sw";
                    default -> "sd";
                };
        locate();
        permit(op == Op.FSW ? 4 : op == Op.FSD ? 8 : 1 << op - Op.SB, true);
        code.visitVarInsn(LLOAD, HASH_AT);
        physical(Signature.STORE);
        dataAndOffset();
        get(rs2());
        call(name, "([BIJ)J");
        mix();
    }

    private void physical(long kind) {
        code.visitVarInsn(LLOAD, ADDRESS_AT);
        tag(RegionState.TO_PHYSICAL);
        code.visitInsn(LADD);
        if (kind != 0) {
            number(kind);
            code.visitInsn(LADD);
        }
    }

    private void mix() {
        code.visitMethodInsn(INVOKESTATIC, SIGNATURE, "mix", "(JJJ)J", false);
        code.visitVarInsn(LSTORE, HASH_AT);
    }

    private void branch(int op) {
        boolean unsigned = op == Op.BLTU || op == Op.BGEU;
        get(rs1());
        if (unsigned) {
            number(Long.MIN_VALUE);
            code.visitInsn(LADD);
        }
        get(rs2());
        if (unsigned) {
            number(Long.MIN_VALUE);
            code.visitInsn(LADD);
        }
        code.visitInsn(LCMP);
        int jump =
                switch (op) {
                    case Op.BEQ -> IFEQ;
                    case Op.BNE -> IFNE;
                    case Op.BLT, Op.BLTU -> IFLT;
                    default -> IFGE;
                };
        int target = at.target();
        if (unspent == 0 && shape.instructions.containsKey(target)) {
            code.visitJumpInsn(jump, label(target));
            return;
        }
        Label taken = new Label();
        code.visitJumpInsn(jump, taken);
        int rest = unspent;
        stubs.add(
                () -> {
                    place(taken);
                    unspent = rest;
                    jump(target);
                });
    }

    private void link(int next) {
        if (registerAt[rd()] != 0) {
            code.visitVarInsn(LLOAD, BASE_AT);
            number(next);
            code.visitInsn(LADD);
            put(rd());
        }
    }

    private void jumpComputed() {
        get(rs1());
        // The link's offset is in the lower half of the immediate.
        int displacement = (int) (at.microOp() >> 48);
        if (displacement != 0) {
            number(displacement);
            code.visitInsn(LADD);
        }
        number(-2);
        code.visitInsn(LAND);
        code.visitVarInsn(LSTORE, PC_AT);
        link(at.next());
        if (!shape.computed.isEmpty()) {
            code.visitVarInsn(LLOAD, PC_AT);
            code.visitVarInsn(LLOAD, BASE_AT);
            code.visitInsn(LSUB);
            code.visitVarInsn(LSTORE, ADDRESS_AT);
            code.visitVarInsn(LLOAD, ADDRESS_AT);
            number(-MainStorage.PAGE_SIZE);
            code.visitInsn(LAND);
            code.visitInsn(LCONST_0);
            code.visitInsn(LCMP);
            Label elsewhere = new Label();
            code.visitJumpInsn(IFNE, elsewhere);
            code.visitVarInsn(LLOAD, ADDRESS_AT);
            code.visitInsn(L2I);
            int[] keys = shape.computed.stream().mapToInt(Integer::intValue).toArray();
            Label[] targets = new Label[keys.length];
            for (int key = 0; key < keys.length; key++) {
                targets[key] = label(keys[key]);
            }
            code.visitLookupSwitchInsn(elsewhere, keys, targets);
            place(elsewhere);
        }
        leave(new Exit(null, Exit.COMPUTED, unspent, -1, false));
    }

    private void compute(int op) {
        switch (op) {
            case Op.ADD -> {
                if (rs1() == 0) {
                    second();
                } else {
                    get(rs1());
                    if (rs2() != 0 || immediate() != 0) {
                        second();
                        code.visitInsn(LADD);
                    }
                }
            }
            case Op.AUIPC -> {
                code.visitVarInsn(LLOAD, BASE_AT);
                number(immediate());
                code.visitInsn(LADD);
            }
            case Op.SUB -> binary(LSUB);
            case Op.XOR -> binary(LXOR);
            case Op.OR -> binary(LOR);
            case Op.AND -> binary(LAND);
            case Op.MUL -> binary(LMUL);
            case Op.ANDN -> inverted(LAND);
            case Op.ORN -> inverted(LOR);
            case Op.XNOR -> inverted(LXOR);
            case Op.SLL -> shift(LSHL);
            case Op.SRL -> shift(LUSHR);
            case Op.SRA -> shift(LSHR);
            case Op.ADDW -> word(IADD);
            case Op.SUBW -> word(ISUB);
            case Op.SLLW -> word(ISHL);
            case Op.SRLW -> word(IUSHR);
            case Op.SRAW -> word(ISHR);
            case Op.MULW -> word(IMUL);
            case Op.ADD_UW -> shifted(0, true);
            case Op.SH1ADD -> shifted(1, false);
            case Op.SH2ADD -> shifted(2, false);
            case Op.SH3ADD -> shifted(3, false);
            case Op.SH1ADD_UW -> shifted(1, true);
            case Op.SH2ADD_UW -> shifted(2, true);
            case Op.SH3ADD_UW -> shifted(3, true);
            case Op.SLLI_UW -> {
                get(rs1());
                number(0xffffffffL);
                code.visitInsn(LAND);
                secondAsInt();
                code.visitInsn(LSHL);
            }
            case Op.SEXT_B -> narrow(I2B);
            case Op.SEXT_H -> narrow(I2S);
            case Op.ZEXT_H -> narrow(I2C);
            case Op.CLZ -> unary("clz");
            case Op.CTZ -> unary("ctz");
            case Op.CPOP -> unary("cpop");
            case Op.CLZW -> unary("clzw");
            case Op.CTZW -> unary("ctzw");
            case Op.CPOPW -> unary("cpopw");
            case Op.ORC_B -> unary("orcb");
            case Op.REV8 -> unary("rev8");
            case Op.SLT -> function("slt");
            case Op.SLTU -> function("sltu");
            case Op.MULH -> function("mulh");
            case Op.MULHSU -> function("mulhsu");
            case Op.MULHU -> function("mulhu");
            case Op.DIV -> function("div");
            case Op.DIVU -> function("divu");
            case Op.REM -> function("rem");
            case Op.REMU -> function("remu");
            case Op.DIVW -> function("divw");
            case Op.DIVUW -> function("divuw");
            case Op.REMW -> function("remw");
            case Op.REMUW -> function("remuw");
            case Op.MAX -> function("max");
            case Op.MAXU -> function("maxu");
            case Op.MIN -> function("min");
            case Op.MINU -> function("minu");
            case Op.ROL -> function("rol");
            case Op.ROR -> function("ror");
            case Op.ROLW -> function("rolw");
            case Op.RORW -> function("rorw");
            case Op.BSET -> function("bset");
            case Op.BCLR -> function("bclr");
            case Op.BINV -> function("binv");
            case Op.BEXT -> function("bext");
            default -> throw new IllegalStateException("operation " + op);
        }
        put(rd());
    }

    private void binary(int instruction) {
        get(rs1());
        second();
        code.visitInsn(instruction);
    }

    private void inverted(int instruction) {
        get(rs1());
        second();
        number(-1);
        code.visitInsn(LXOR);
        code.visitInsn(instruction);
    }

    private void shift(int instruction) {
        get(rs1());
        secondAsInt();
        code.visitInsn(instruction);
    }

    private void word(int instruction) {
        get(rs1());
        code.visitInsn(L2I);
        secondAsInt();
        code.visitInsn(instruction);
        code.visitInsn(I2L);
    }

    private void shifted(int by, boolean word) {
        get(rs1());
        if (word) {
            number(0xffffffffL);
            code.visitInsn(LAND);
        }
        if (by != 0) {
            integer(by);
            code.visitInsn(LSHL);
        }
        second();
        code.visitInsn(LADD);
    }

    private void narrow(int instruction) {
        get(rs1());
        code.visitInsn(L2I);
        code.visitInsn(instruction);
        code.visitInsn(I2L);
    }

    private void unary(String name) {
        get(rs1());
        call(name, "(J)J");
    }

    private void function(String name) {
        get(rs1());
        second();
        call(name, "(JJ)J");
    }
}
