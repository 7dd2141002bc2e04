package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.cpu.decode.Block;
import ft.cpu.translate.RegionShape.Instruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The method of a region, as those see it who write a part of it: local variables, registers, and
 * the ways to leave.
 *
 * <p>Registers stay in the hart's array, but in {@link Loops}. The JVM's compiler forwards what was
 * written to what is read next, so a run of instructions reads each register once; and leaving
 * costs nothing but the jump, of which there is one at every access to memory. With registers in
 * local variables, written back wherever the region is left, regions were several times as large to
 * compile, and slower: most of them did not fit the processor's registers, and were written to
 * memory all the same.
 */
final class RegionMethod {
    private static final String STATE = Type.getInternalName(RegionState.class);

    // What a call of a function comes to, all in all; an access takes three of them.
    private static final Map<Class<?>, Integer> INLINED =
            Map.of(
                    Accesses.class, 80,
                    Atomics.class, 20,
                    Operations.class, 10,
                    FloatOperations.class, 20);

    // Local variables.
    static final int STATE_AT = 1;
    static final int ENTRY_AT = 2;
    static final int LEFT_AT = 3;
    static final int X_AT = 4;
    static final int TLB_AT = 5;
    static final int DATA_AT = 6;
    static final int EXIT_AT = 7;
    static final int SLOT_AT = 8;
    static final int ADDRESS_AT = 10;
    static final int HASH_AT = 12;
    static final int BASE_AT = 14;
    static final int FLOATS_AT = 16;
    private static final int VALUE_AT = 17;
    static final int OLD_AT = 19;
    private static final int KEPT_AT = 21;
    private static final int LOCALS = KEPT_AT + 2 * Loops.MOST_REGISTERS;
    private static final int LAST_REGISTER = 127;

    private static final Object[] FRAME = frame();

    final MethodVisitor code;
    final int granuleShift;

    /** The instruction that is being written. */
    Instruction at;

    /** Instructions after it that were paid for. */
    int unspent;

    private final RegionShape shape;
    private final List<Exit> exits = new ArrayList<>();
    private final List<KeptRegisters> loops = new ArrayList<>();
    private KeptRegisters kept;
    private int inlined;
    private int placed = -1;
    private final List<Runnable> stubs = new ArrayList<>();
    private final Label epilogue = new Label();

    RegionMethod(MethodVisitor code, RegionShape shape, int granuleShift) {
        this.code = code;
        this.shape = shape;
        this.granuleShift = granuleShift;
    }

    private static Object[] frame() {
        List<Object> frame =
                new ArrayList<>(
                        List.of(TOP, STATE, INTEGER, INTEGER, "[J", "[I", "[[B", INTEGER, LONG));
        frame.addAll(List.of(LONG, LONG, LONG, INTEGER, LONG, TOP, TOP));
        frame.addAll(Collections.nCopies(Loops.MOST_REGISTERS, LONG));
        return frame.toArray();
    }

    /** Bytecodes that the JVM's compiler takes in line, in about. */
    int inlined() {
        return inlined;
    }

    /** Whether permissions that were suspended are taken up again without leaving. */
    boolean resumes() {
        return shape.resumes;
    }

    int locals() {
        return LOCALS;
    }

    Exit[] exits() {
        return exits.toArray(Exit[]::new);
    }

    /** Everything up to the first instruction. */
    void prologue() {
        field("x", "[J", ASTORE, X_AT);
        field("tlb", "[I", ASTORE, TLB_AT);
        field("data", "[[B", ASTORE, DATA_AT);
        field("signature", "J", LSTORE, HASH_AT);
        field("base", "J", LSTORE, BASE_AT);
        field("floats", "I", ISTORE, FLOATS_AT);
        code.visitInsn(ICONST_0);
        code.visitVarInsn(ISTORE, EXIT_AT);
        code.visitInsn(LCONST_0);
        code.visitVarInsn(LSTORE, SLOT_AT);
        code.visitInsn(LCONST_0);
        code.visitVarInsn(LSTORE, ADDRESS_AT);
        for (int local = KEPT_AT; local < LOCALS; local += 2) {
            code.visitInsn(LCONST_0);
            code.visitVarInsn(LSTORE, local);
        }
        // A look at an array tells the compiler that it is there, and one at the last register that
        // the array has all of them.
        code.visitVarInsn(ALOAD, TLB_AT);
        code.visitInsn(ARRAYLENGTH);
        code.visitInsn(POP);
        code.visitVarInsn(ALOAD, DATA_AT);
        code.visitInsn(ARRAYLENGTH);
        code.visitInsn(POP);
        code.visitVarInsn(ALOAD, X_AT);
        integer(LAST_REGISTER);
        code.visitInsn(LALOAD);
        code.visitVarInsn(LSTORE, VALUE_AT);
        idle();
    }

    // For whoever wants the JVM to see a loop go round (HiddenClasses): a hart never has less than
    // nothing to spend.
    private void idle() {
        Label again = new Label();
        Label done = new Label();
        place(again);
        code.visitVarInsn(ILOAD, LEFT_AT);
        code.visitJumpInsn(IFGE, done);
        code.visitIincInsn(LEFT_AT, 1);
        code.visitJumpInsn(GOTO, again);
        place(done);
    }

    private void field(String name, String type, int store, int local) {
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitFieldInsn(GETFIELD, STATE, name, type);
        code.visitVarInsn(store, local);
    }

    /** What is out of the way of the instructions, and the end that all exits have in common. */
    void finish() {
        for (int stub = 0; stub < stubs.size(); stub++) {
            stubs.get(stub).run();
        }
        for (KeptRegisters loop : loops) {
            kept = loop;
            place(loop.leave);
            writeBack();
            code.visitJumpInsn(GOTO, epilogue);
        }
        place(epilogue);
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitVarInsn(LLOAD, HASH_AT);
        code.visitFieldInsn(PUTFIELD, STATE, "signature", "J");
        code.visitVarInsn(ALOAD, STATE_AT);
        code.visitVarInsn(ILOAD, EXIT_AT);
        code.visitFieldInsn(PUTFIELD, STATE, "exit", "I");
        code.visitVarInsn(ILOAD, LEFT_AT);
        code.visitInsn(IRETURN);
    }

    /** A label that is jumped to. */
    void place(Label label) {
        code.visitLabel(label);
        if (label.getOffset() != placed) {
            // One frame is enough where several labels are.
            placed = label.getOffset();
            code.visitFrame(F_NEW, FRAME.length, FRAME, 0, new Object[0]);
        }
    }

    /** Goes on out of the way if a condition holds. */
    void jumpAside(int jump, Runnable stub) {
        code.visitJumpInsn(jump, aside(stub));
    }

    /** A label out of the way, where something else is done. */
    Label aside(Runnable stub) {
        Label aside = new Label();
        int rest = unspent;
        KeptRegisters inLoop = kept;
        stubs.add(
                () -> {
                    place(aside);
                    unspent = rest;
                    kept = inLoop;
                    stub.run();
                    kept = null;
                });
        return aside;
    }

    /** Leaves by an exit. */
    void leave(Exit exit) {
        integer(exits.size());
        code.visitVarInsn(ISTORE, EXIT_AT);
        exits.add(exit);
        code.visitJumpInsn(GOTO, kept == null ? epilogue : kept.leave);
    }

    /** The exit that has the instruction done out of line. */
    Exit outOfLine() {
        int resume = shape.entries.indexOf(at.next());
        return new Exit(at.block(), at.index(), unspent, resume, false);
    }

    /** Has the instruction done out of line if a condition holds. */
    void leaveIf(int jump) {
        Exit exit = outOfLine();
        jumpAside(jump, () -> leave(exit));
    }

    /** Leaves for the instruction unless floating point permits it. */
    void demand(int permissions) {
        code.visitVarInsn(ILOAD, FLOATS_AT);
        integer(permissions);
        code.visitInsn(IAND);
        leaveIf(IFEQ);
    }

    /** Keeps a number for a while. */
    void keep() {
        code.visitVarInsn(LSTORE, ADDRESS_AT);
    }

    /** The number that was kept last. */
    void kept() {
        code.visitVarInsn(LLOAD, ADDRESS_AT);
    }

    /** The label of a loop's beginning has been placed: its registers are kept from here on. */
    void begin(Loops.Loop loop) {
        KeptRegisters registers = new KeptRegisters(loop, KEPT_AT);
        for (int register : loop.registers()) {
            get(register);
            code.visitVarInsn(LSTORE, registers.local(register));
        }
        kept = registers;
        loops.add(registers);
        place(registers.again);
    }

    /** The loop whose registers are kept; null if there is none. */
    Loops.Loop loop() {
        return kept == null ? null : kept.loop;
    }

    /** Goes on with its next round. */
    void again() {
        code.visitJumpInsn(GOTO, kept.again);
    }

    /** The loop is left here: what it has written is in the hart's array again. */
    void writeBack() {
        for (int register : kept.written()) {
            code.visitVarInsn(ALOAD, X_AT);
            integer(register);
            code.visitVarInsn(LLOAD, kept.local(register));
            code.visitInsn(LASTORE);
        }
    }

    /** What is written next is not in the loop. */
    void end() {
        kept = null;
    }

    /** Loads a register. */
    void get(int x) {
        if (x == 0) {
            code.visitInsn(LCONST_0);
        } else if (isKept(x)) {
            code.visitVarInsn(LLOAD, kept.local(x));
        } else {
            code.visitVarInsn(ALOAD, X_AT);
            integer(x);
            code.visitInsn(LALOAD);
        }
    }

    /** Stores to a register, or nowhere if it is the one that is always 0. */
    void put(int x) {
        if (isKept(x)) {
            kept.write(x);
            code.visitVarInsn(LSTORE, kept.local(x));
        } else if (holds(x)) {
            code.visitVarInsn(LSTORE, VALUE_AT);
            code.visitVarInsn(ALOAD, X_AT);
            integer(x);
            code.visitVarInsn(LLOAD, VALUE_AT);
            code.visitInsn(LASTORE);
        } else {
            code.visitInsn(POP2);
        }
    }

    private boolean isKept(int x) {
        return kept != null && kept.holds(x);
    }

    /** Whether a register keeps what is stored to it. */
    static boolean holds(int x) {
        return x != 0 && x != Block.SINK;
    }

    /** Adds a number to the one on the stack. */
    void add(long value) {
        if (value != 0) {
            number(value);
            code.visitInsn(LADD);
        }
    }

    void number(long value) {
        if (value == 0 || value == 1) {
            code.visitInsn(value == 0 ? LCONST_0 : LCONST_1);
        } else if (value == (short) value) {
            integer((int) value);
            code.visitInsn(I2L);
        } else {
            code.visitLdcInsn(value);
        }
    }

    void integer(int value) {
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

    /** Calls a function that is compiled in line. */
    void call(Class<?> owner, String name, String descriptor) {
        inlined += INLINED.get(owner);
        code.visitMethodInsn(INVOKESTATIC, Type.getInternalName(owner), name, descriptor, false);
    }
}
