package ft.cpu.decode;

import static ft.cpu.decode.InstructionForm.funct7;
import static ft.cpu.decode.InstructionForm.shift64;
import static ft.cpu.decode.InstructionForm.unary;

import com.google.common.collect.ImmutableList;
import ft.cpu.decode.InstructionForm.Operands;

/** The bit manipulation of Zba, Zbb and Zbs. */
final class BitInstructions {
    private static final int OP_IMM = 0x13;
    private static final int OP_IMM_32 = 0x1b;
    private static final int OP = 0x33;
    private static final int OP_32 = 0x3b;

    static final ImmutableList<InstructionForm> FORMS =
            ImmutableList.<InstructionForm>builder()
                    .add(funct7("add.uw", OP_32, 0, 0x04, Operands.R, Op.ADD_UW))
                    .add(funct7("sh1add", OP, 2, 0x10, Operands.R, Op.SH1ADD))
                    .add(funct7("sh2add", OP, 4, 0x10, Operands.R, Op.SH2ADD))
                    .add(funct7("sh3add", OP, 6, 0x10, Operands.R, Op.SH3ADD))
                    .add(funct7("sh1add.uw", OP_32, 2, 0x10, Operands.R, Op.SH1ADD_UW))
                    .add(funct7("sh2add.uw", OP_32, 4, 0x10, Operands.R, Op.SH2ADD_UW))
                    .add(funct7("sh3add.uw", OP_32, 6, 0x10, Operands.R, Op.SH3ADD_UW))
                    .add(shift64("slli.uw", OP_IMM_32, 1, 0x02, Op.SLLI_UW))
                    .add(funct7("andn", OP, 7, 0x20, Operands.R, Op.ANDN))
                    .add(funct7("orn", OP, 6, 0x20, Operands.R, Op.ORN))
                    .add(funct7("xnor", OP, 4, 0x20, Operands.R, Op.XNOR))
                    .add(unary("clz", OP_IMM, 1, 0x600, Op.CLZ))
                    .add(unary("ctz", OP_IMM, 1, 0x601, Op.CTZ))
                    .add(unary("cpop", OP_IMM, 1, 0x602, Op.CPOP))
                    .add(unary("clzw", OP_IMM_32, 1, 0x600, Op.CLZW))
                    .add(unary("ctzw", OP_IMM_32, 1, 0x601, Op.CTZW))
                    .add(unary("cpopw", OP_IMM_32, 1, 0x602, Op.CPOPW))
                    .add(funct7("min", OP, 4, 0x05, Operands.R, Op.MIN))
                    .add(funct7("minu", OP, 5, 0x05, Operands.R, Op.MINU))
                    .add(funct7("max", OP, 6, 0x05, Operands.R, Op.MAX))
                    .add(funct7("maxu", OP, 7, 0x05, Operands.R, Op.MAXU))
                    .add(unary("sext.b", OP_IMM, 1, 0x604, Op.SEXT_B))
                    .add(unary("sext.h", OP_IMM, 1, 0x605, Op.SEXT_H))
                    .add(unary("zext.h", OP_32, 4, 0x080, Op.ZEXT_H))
                    .add(funct7("rol", OP, 1, 0x30, Operands.R, Op.ROL))
                    .add(funct7("ror", OP, 5, 0x30, Operands.R, Op.ROR))
                    .add(shift64("rori", OP_IMM, 5, 0x18, Op.ROR))
                    .add(funct7("rolw", OP_32, 1, 0x30, Operands.R, Op.ROLW))
                    .add(funct7("rorw", OP_32, 5, 0x30, Operands.R, Op.RORW))
                    .add(funct7("roriw", OP_IMM_32, 5, 0x30, Operands.SHIFT, Op.RORW))
                    .add(unary("orc.b", OP_IMM, 5, 0x287, Op.ORC_B))
                    .add(unary("rev8", OP_IMM, 5, 0x6b8, Op.REV8))
                    .add(funct7("bset", OP, 1, 0x14, Operands.R, Op.BSET))
                    .add(funct7("bclr", OP, 1, 0x24, Operands.R, Op.BCLR))
                    .add(funct7("binv", OP, 1, 0x34, Operands.R, Op.BINV))
                    .add(funct7("bext", OP, 5, 0x24, Operands.R, Op.BEXT))
                    .add(shift64("bseti", OP_IMM, 1, 0x0a, Op.BSET))
                    .add(shift64("bclri", OP_IMM, 1, 0x12, Op.BCLR))
                    .add(shift64("binvi", OP_IMM, 1, 0x1a, Op.BINV))
                    .add(shift64("bexti", OP_IMM, 5, 0x12, Op.BEXT))
                    .build();

    private BitInstructions() {}
}
