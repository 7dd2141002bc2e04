package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Op;
import ft.cpu.translate.RegionShape.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes the bytecode of one region: its instructions in their order, and how control flows. */
final class RegionCompiler {
    private static final String CODE = Type.getInternalName(Code.class);
    private static final String RUN = "(" + Type.getDescriptor(RegionState.class) + "II)I";

    private final RegionShape shape;
    private final Budget budget;
    private final Dispatch dispatch;
    private final Loops loops;
    private final Label beginning = new Label();
    private final ClassWriter writer = new ClassWriter(0);
    private final MethodVisitor code;
    private final RegionMethod region;
    private final AccessWriter accesses;
    private final AtomicWriter atomics;
    private final ComputationWriter computations;
    private final FloatWriter floats;
    private final Map<Integer, Label> labels = new HashMap<>();

    RegionCompiler(RegionShape shape, int granuleShift) {
        this.shape = shape;
        budget = new Budget(shape);
        dispatch = new Dispatch(shape);
        loops = new Loops(shape);
        writer.visit(V17, ACC_FINAL | ACC_SUPER, HiddenClasses.OPTIMIZED, null, CODE, null);
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, CODE, "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        code = writer.visitMethod(ACC_PUBLIC, "run", RUN, null, null);
        region = new RegionMethod(code, shape, granuleShift);
        accesses = new AccessWriter(region);
        atomics = new AtomicWriter(region, accesses);
        computations = new ComputationWriter(region);
        floats = new FloatWriter(region);
    }

    /**
     * The class, or null if it is too large for the JVM's compiler, which leaves methods alone that
     * are, and takes no more calls in line when all of it together is.
     */
    byte[] compile(int mostBytecodes) {
        code.visitCode();
        region.prologue();
        enter();
        body();
        region.finish();
        Label end = new Label();
        code.visitLabel(end);
        code.visitMaxs(16, region.locals());
        code.visitEnd();
        writer.visitEnd();
        boolean fits = end.getOffset() + region.inlined() <= mostBytecodes;
        return fits ? writer.toByteArray() : null;
    }

    Exit[] exits() {
        return region.exits();
    }

    /** What has to be in the budget for each entry. */
    int[] costs() {
        return shape.entries.stream().mapToInt(budget::cost).toArray();
    }

    private void enter() {
        Label[] targets = shape.entries.stream().map(this::label).toArray(Label[]::new);
        region.place(beginning);
        code.visitVarInsn(ILOAD, RegionMethod.ENTRY_AT);
        if (targets.length == 1) {
            code.visitInsn(POP);
            code.visitJumpInsn(GOTO, targets[0]);
        } else {
            code.visitTableSwitchInsn(0, targets.length - 1, targets[0], targets);
        }
    }

    private Label label(int offset) {
        return labels.computeIfAbsent(offset, o -> new Label());
    }

    private void body() {
        Set<Integer> leaders = shape.leaders();
        List<Instruction> all = new ArrayList<>(shape.instructions.values());
        for (int number = 0; number < all.size(); number++) {
            Instruction at = all.get(number);
            region.at = at;
            if (leaders.contains(at.offset())) {
                begin(length(all, number, leaders));
            }
            region.unspent--;
            write(at);
            if (region.loop() != null && at.next() == region.loop().end()) {
                if (!at.ends()) {
                    region.writeBack();
                }
                region.end();
            }
            boolean last = number + 1 == all.size();
            if (!at.ends() && (last || all.get(number + 1).offset() != at.next())) {
                jump(at.offset(), at.next());
            }
        }
    }

    // How many instructions follow on each other from one on.
    private static int length(List<Instruction> all, int first, Set<Integer> leaders) {
        int last = first;
        while (!all.get(last).ends()
                && last + 1 < all.size()
                && all.get(last + 1).offset() == all.get(last).next()
                && !leaders.contains(all.get(last + 1).offset())) {
            last++;
        }
        return last - first + 1;
    }

    // Begins a run of instructions, and pays for them.
    private void begin(int count) {
        int offset = region.at.offset();
        region.place(label(offset));
        if (loops.at(offset) != null) {
            region.begin(loops.at(offset));
        }
        if (budget.isCheckedAt(offset)) {
            code.visitVarInsn(ILOAD, RegionMethod.LEFT_AT);
            region.integer(budget.cost(offset));
            region.unspent = 0;
            region.jumpAside(IF_ICMPLT, () -> region.leave(new Exit(null, offset, 0, -1, true)));
        }
        code.visitIincInsn(RegionMethod.LEFT_AT, -count);
        region.unspent = count;
    }

    // Goes on at an offset, which may be in the region.
    private void jump(int from, int offset) {
        if (shape.instructions.containsKey(offset)) {
            if (region.unspent > 0) {
                code.visitIincInsn(RegionMethod.LEFT_AT, region.unspent);
            }
            if (region.loop() != null && region.loop().head() == offset) {
                region.again();
                return;
            }
            if (!staysInLoop(offset)) {
                region.writeBack();
            }
            if (dispatch.isIndirect(from, offset)) {
                jumpIndirectly(offset);
            } else {
                code.visitJumpInsn(GOTO, label(offset));
            }
        } else {
            region.leave(new Exit(null, offset, region.unspent, -1, false));
        }
    }

    private boolean staysInLoop(int offset) {
        return region.loop() == null || region.loop().contains(offset);
    }

    private void jumpIndirectly(int offset) {
        region.integer(shape.entries.indexOf(offset));
        code.visitVarInsn(ISTORE, RegionMethod.ENTRY_AT);
        code.visitJumpInsn(GOTO, beginning);
    }

    private void write(Instruction at) {
        int op = at.op();
        if (at.isAlone()) {
            region.leave(region.outOfLine());
        } else if (AccessWriter.knows(op)) {
            accesses.write(at);
        } else if (AtomicWriter.knows(op)) {
            atomics.write(at);
        } else if (at.isBranch()) {
            branch(at);
        } else if (op >= Op.FIRST_FLOAT) {
            floats.write(op, at.microOp());
        } else if (op == Op.JAL) {
            link(at);
            jump(at.offset(), at.target());
        } else if (op == Op.JALR) {
            jumpComputed(at);
        } else if (op != Op.NOP) {
            computations.write(at);
        }
    }

    private void branch(Instruction at) {
        boolean unsigned = at.op() == Op.BLTU || at.op() == Op.BGEU;
        compared(at.rs1(), unsigned);
        compared(at.rs2(), unsigned);
        code.visitInsn(LCMP);
        // A jump backwards with the comparison's result on the stack would have the compiler keep
        // that for whoever stops the guest there.
        boolean inside = shape.instructions.containsKey(at.target());
        boolean forwards = inside && at.target() > at.offset() && staysInLoop(at.target());
        if (region.unspent == 0 && forwards) {
            code.visitJumpInsn(jumpIf(at.op()), label(at.target()));
        } else {
            region.jumpAside(jumpIf(at.op()), () -> jump(at.offset(), at.target()));
        }
    }

    private static int jumpIf(int op) {
        return switch (op) {
            case Op.BEQ -> IFEQ;
            case Op.BNE -> IFNE;
            case Op.BLT, Op.BLTU -> IFLT;
            default -> IFGE;
        };
    }

    private void compared(int x, boolean unsigned) {
        region.get(x);
        if (unsigned) {
            region.add(Long.MIN_VALUE);
        }
    }

    private void link(Instruction at) {
        if (RegionMethod.holds(at.rd())) {
            code.visitVarInsn(LLOAD, RegionMethod.BASE_AT);
            region.number(at.next());
            code.visitInsn(LADD);
            region.put(at.rd());
        }
    }

    private void jumpComputed(Instruction at) {
        region.get(at.rs1());
        // The link's offset is in the lower half of the immediate.
        region.add(at.immediate() >> 16);
        region.number(-2);
        code.visitInsn(LAND);
        region.keep();
        link(at);
        if (!shape.computed.isEmpty()) {
            jumpInside();
        }
        code.visitVarInsn(ALOAD, RegionMethod.STATE_AT);
        region.kept();
        code.visitFieldInsn(PUTFIELD, Type.getInternalName(RegionState.class), "pc", "J");
        region.leave(new Exit(null, Exit.COMPUTED, region.unspent, -1, false));
    }

    // Goes on at a place in the page that is known; else just after this.
    private void jumpInside() {
        Label elsewhere = new Label();
        region.kept();
        code.visitVarInsn(LLOAD, RegionMethod.BASE_AT);
        code.visitInsn(LSUB);
        region.number(-MainStorage.PAGE_SIZE);
        code.visitInsn(LAND);
        code.visitInsn(LCONST_0);
        code.visitInsn(LCMP);
        code.visitJumpInsn(IFNE, elsewhere);
        Label[] targets = shape.computed.stream().map(this::label).toArray(Label[]::new);
        if (shape.numbersComputed()) {
            code.visitVarInsn(ALOAD, RegionMethod.STATE_AT);
            code.visitFieldInsn(GETFIELD, Type.getInternalName(RegionState.class), "places", "[B");
            offset();
            code.visitInsn(ICONST_1);
            code.visitInsn(ISHR);
            code.visitInsn(BALOAD);
            code.visitTableSwitchInsn(1, targets.length, elsewhere, targets);
        } else {
            offset();
            int[] keys = shape.computed.stream().mapToInt(Integer::intValue).toArray();
            code.visitLookupSwitchInsn(elsewhere, keys, targets);
        }
        region.place(elsewhere);
    }

    // Of the address that was kept.
    private void offset() {
        region.kept();
        code.visitInsn(L2I);
        region.integer(MainStorage.PAGE_SIZE - 1);
        code.visitInsn(IAND);
    }
}
