package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.cpu.decode.Op;
import ft.cpu.translate.RegionShape.Instruction;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;

/** Writes the bytecode of instructions that compute with integers. */
final class ComputationWriter {
    private static final long LOW_32 = 0xffffffffL;

    /** Leaves the result on the stack. */
    @FunctionalInterface
    private interface Form {
        void write(ComputationWriter writer, Instruction instruction);
    }

    private static final Map<Integer, Form> FORMS = new HashMap<>();

    static {
        FORMS.put(Op.ADD, ComputationWriter::sum);
        FORMS.put(Op.AUIPC, ComputationWriter::fromBase);
        FORMS.put(Op.SUB, binary(LSUB));
        FORMS.put(Op.XOR, binary(LXOR));
        FORMS.put(Op.OR, binary(LOR));
        FORMS.put(Op.AND, binary(LAND));
        FORMS.put(Op.MUL, binary(LMUL));
        FORMS.put(Op.ANDN, inverted(LAND));
        FORMS.put(Op.ORN, inverted(LOR));
        FORMS.put(Op.XNOR, inverted(LXOR));
        FORMS.put(Op.SLL, shift(LSHL));
        FORMS.put(Op.SRL, shift(LUSHR));
        FORMS.put(Op.SRA, shift(LSHR));
        FORMS.put(Op.ADDW, word(IADD));
        FORMS.put(Op.SUBW, word(ISUB));
        FORMS.put(Op.SLLW, word(ISHL));
        FORMS.put(Op.SRLW, word(IUSHR));
        FORMS.put(Op.SRAW, word(ISHR));
        FORMS.put(Op.MULW, word(IMUL));
        FORMS.put(Op.ADD_UW, shifted(0, true));
        FORMS.put(Op.SH1ADD, shifted(1, false));
        FORMS.put(Op.SH2ADD, shifted(2, false));
        FORMS.put(Op.SH3ADD, shifted(3, false));
        FORMS.put(Op.SH1ADD_UW, shifted(1, true));
        FORMS.put(Op.SH2ADD_UW, shifted(2, true));
        FORMS.put(Op.SH3ADD_UW, shifted(3, true));
        FORMS.put(Op.SLLI_UW, ComputationWriter::shiftedWord);
        FORMS.put(Op.SEXT_B, narrow(I2B));
        FORMS.put(Op.SEXT_H, narrow(I2S));
        FORMS.put(Op.ZEXT_H, narrow(I2C));
        FORMS.put(Op.CLZ, unary("clz"));
        FORMS.put(Op.CTZ, unary("ctz"));
        FORMS.put(Op.CPOP, unary("cpop"));
        FORMS.put(Op.CLZW, unary("clzw"));
        FORMS.put(Op.CTZW, unary("ctzw"));
        FORMS.put(Op.CPOPW, unary("cpopw"));
        FORMS.put(Op.ORC_B, unary("orcb"));
        FORMS.put(Op.REV8, unary("rev8"));
        FORMS.put(Op.SLT, function("slt"));
        FORMS.put(Op.SLTU, function("sltu"));
        FORMS.put(Op.MULH, function("mulh"));
        FORMS.put(Op.MULHSU, function("mulhsu"));
        FORMS.put(Op.MULHU, function("mulhu"));
        FORMS.put(Op.DIV, function("div"));
        FORMS.put(Op.DIVU, function("divu"));
        FORMS.put(Op.REM, function("rem"));
        FORMS.put(Op.REMU, function("remu"));
        FORMS.put(Op.DIVW, function("divw"));
        FORMS.put(Op.DIVUW, function("divuw"));
        FORMS.put(Op.REMW, function("remw"));
        FORMS.put(Op.REMUW, function("remuw"));
        FORMS.put(Op.MAX, function("max"));
        FORMS.put(Op.MAXU, function("maxu"));
        FORMS.put(Op.MIN, function("min"));
        FORMS.put(Op.MINU, function("minu"));
        FORMS.put(Op.ROL, function("rol"));
        FORMS.put(Op.ROR, function("ror"));
        FORMS.put(Op.ROLW, function("rolw"));
        FORMS.put(Op.RORW, function("rorw"));
        FORMS.put(Op.BSET, function("bset"));
        FORMS.put(Op.BCLR, function("bclr"));
        FORMS.put(Op.BINV, function("binv"));
        FORMS.put(Op.BEXT, function("bext"));
    }

    private final RegionMethod region;
    private final MethodVisitor code;

    ComputationWriter(RegionMethod region) {
        this.region = region;
        code = region.code;
    }

    void write(Instruction instruction) {
        FORMS.get(instruction.op()).write(this, instruction);
        region.put(instruction.rd());
    }

    // The second operand: a register or an immediate.
    private void second(Instruction instruction) {
        if (instruction.rs2() == 0) {
            region.number(instruction.immediate());
        } else {
            region.get(instruction.rs2());
        }
    }

    private void secondAsInt(Instruction instruction) {
        if (instruction.rs2() == 0) {
            region.integer(instruction.immediate());
        } else {
            region.get(instruction.rs2());
            code.visitInsn(L2I);
        }
    }

    private void lowWord(int x) {
        region.get(x);
        region.number(LOW_32);
        code.visitInsn(LAND);
    }

    private void sum(Instruction instruction) {
        if (instruction.rs1() == 0) {
            second(instruction);
            return;
        }
        region.get(instruction.rs1());
        if (instruction.rs2() == 0) {
            region.add(instruction.immediate());
        } else {
            region.get(instruction.rs2());
            code.visitInsn(LADD);
        }
    }

    private void fromBase(Instruction instruction) {
        code.visitVarInsn(LLOAD, RegionMethod.BASE_AT);
        region.add(instruction.immediate());
    }

    private void shiftedWord(Instruction instruction) {
        lowWord(instruction.rs1());
        secondAsInt(instruction);
        code.visitInsn(LSHL);
    }

    private static Form binary(int opcode) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.second(instruction);
            writer.code.visitInsn(opcode);
        };
    }

    private static Form inverted(int opcode) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.second(instruction);
            writer.region.number(-1);
            writer.code.visitInsn(LXOR);
            writer.code.visitInsn(opcode);
        };
    }

    private static Form shift(int opcode) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.secondAsInt(instruction);
            writer.code.visitInsn(opcode);
        };
    }

    private static Form word(int opcode) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.code.visitInsn(L2I);
            if (instruction.rs2() != 0 || instruction.immediate() != 0) {
                writer.secondAsInt(instruction);
                writer.code.visitInsn(opcode);
            } else if (opcode == IMUL) {
                writer.code.visitInsn(ICONST_0);
                writer.code.visitInsn(opcode);
            }
            writer.code.visitInsn(I2L);
        };
    }

    private static Form shifted(int by, boolean word) {
        return (writer, instruction) -> {
            if (word) {
                writer.lowWord(instruction.rs1());
            } else {
                writer.region.get(instruction.rs1());
            }
            if (by != 0) {
                writer.region.integer(by);
                writer.code.visitInsn(LSHL);
            }
            writer.second(instruction);
            writer.code.visitInsn(LADD);
        };
    }

    private static Form narrow(int opcode) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.code.visitInsn(L2I);
            writer.code.visitInsn(opcode);
            writer.code.visitInsn(I2L);
        };
    }

    private static Form unary(String name) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.region.call(Operations.class, name, "(J)J");
        };
    }

    private static Form function(String name) {
        return (writer, instruction) -> {
            writer.region.get(instruction.rs1());
            writer.second(instruction);
            writer.region.call(Operations.class, name, "(JJ)J");
        };
    }
}
