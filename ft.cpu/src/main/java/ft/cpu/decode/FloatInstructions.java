package ft.cpu.decode;

import static ft.cpu.decode.InstructionForm.funct3;

import com.google.common.collect.ImmutableList;
import ft.cpu.decode.InstructionForm.Operands;

/** The floating point of F and D. */
final class FloatInstructions {
    private static final int LOAD_FP = 0x07;
    private static final int STORE_FP = 0x27;
    private static final int OP_FP = 0x53;

    // Fixed bits: funct7 (funct5 and format), and where there is neither rounding mode nor rs2,
    // those fields too.
    private static final int FUNCT7 = 0xfe00007f;
    private static final int FUNCT3 = 0x7000;
    private static final int RS2 = 0x01f00000;

    private static final int SINGLE = 0;
    private static final int DOUBLE = 1;

    static final ImmutableList<InstructionForm> FORMS =
            ImmutableList.<InstructionForm>builder()
                    .add(funct3("flw", LOAD_FP, 2, Operands.FLOAT_LOAD, Op.FLW))
                    .add(funct3("fld", LOAD_FP, 3, Operands.FLOAT_LOAD, Op.FLD))
                    .add(funct3("fsw", STORE_FP, 2, Operands.FLOAT_STORE, Op.FSW))
                    .add(funct3("fsd", STORE_FP, 3, Operands.FLOAT_STORE, Op.FSD))
                    .addAll(both(SINGLE, "s", "w"))
                    .addAll(both(DOUBLE, "d", "d"))
                    .add(converted("fcvt.s.d", SINGLE, DOUBLE, Op.FCVT_FROM_OTHER))
                    .add(converted("fcvt.d.s", DOUBLE, SINGLE, Op.FCVT_FROM_OTHER))
                    .build();

    private FloatInstructions() {}

    // What is there for both precisions.
    private static ImmutableList<InstructionForm> both(int format, String suffix, String moved) {
        Operands toFloat = Operands.INTEGER_TO_FLOAT;
        Operands toInteger = Operands.FLOAT_TO_INTEGER;
        Operands floats = Operands.FLOAT;
        String end = "." + suffix;
        return ImmutableList.<InstructionForm>builder()
                .add(fused("fmadd" + end, format, 0x43, Op.FMADD))
                .add(fused("fmsub" + end, format, 0x47, Op.FMSUB))
                .add(fused("fnmsub" + end, format, 0x4b, Op.FNMSUB))
                .add(fused("fnmadd" + end, format, 0x4f, Op.FNMADD))
                .add(form("fadd" + end, format, 0x00, 0, 0, 0, floats, Op.FADD))
                .add(form("fsub" + end, format, 0x01, 0, 0, 0, floats, Op.FSUB))
                .add(form("fmul" + end, format, 0x02, 0, 0, 0, floats, Op.FMUL))
                .add(form("fdiv" + end, format, 0x03, 0, 0, 0, floats, Op.FDIV))
                .add(form("fsqrt" + end, format, 0x0b, RS2, 0, 0, floats, Op.FSQRT))
                .add(form("fsgnj" + end, format, 0x04, FUNCT3, 0, 0, floats, Op.FSGNJ))
                .add(form("fsgnjn" + end, format, 0x04, FUNCT3, 1, 0, floats, Op.FSGNJN))
                .add(form("fsgnjx" + end, format, 0x04, FUNCT3, 2, 0, floats, Op.FSGNJX))
                .add(form("fmin" + end, format, 0x05, FUNCT3, 0, 0, floats, Op.FMIN))
                .add(form("fmax" + end, format, 0x05, FUNCT3, 1, 0, floats, Op.FMAX))
                .add(form("fle" + end, format, 0x14, FUNCT3, 0, 0, toInteger, Op.FLE))
                .add(form("flt" + end, format, 0x14, FUNCT3, 1, 0, toInteger, Op.FLT))
                .add(form("feq" + end, format, 0x14, FUNCT3, 2, 0, toInteger, Op.FEQ))
                .add(form("fcvt.w" + end, format, 0x18, RS2, 0, 0, toInteger, Op.FCVT_W))
                .add(form("fcvt.wu" + end, format, 0x18, RS2, 0, 1, toInteger, Op.FCVT_WU))
                .add(form("fcvt.l" + end, format, 0x18, RS2, 0, 2, toInteger, Op.FCVT_L))
                .add(form("fcvt.lu" + end, format, 0x18, RS2, 0, 3, toInteger, Op.FCVT_LU))
                .add(form("fcvt" + end + ".w", format, 0x1a, RS2, 0, 0, toFloat, Op.FCVT_FROM_W))
                .add(form("fcvt" + end + ".wu", format, 0x1a, RS2, 0, 1, toFloat, Op.FCVT_FROM_WU))
                .add(form("fcvt" + end + ".l", format, 0x1a, RS2, 0, 2, toFloat, Op.FCVT_FROM_L))
                .add(form("fcvt" + end + ".lu", format, 0x1a, RS2, 0, 3, toFloat, Op.FCVT_FROM_LU))
                .add(fixed("fclass" + end, format, 0x1c, 1, toInteger, Op.FCLASS))
                .add(fixed("fmv.x." + moved, format, 0x1c, 0, toInteger, Op.FMV_TO_INTEGER))
                .add(fixed("fmv." + moved + ".x", format, 0x1e, 0, toFloat, Op.FMV_FROM_INTEGER))
                .build();
    }

    private static InstructionForm fused(String name, int format, int opcode, int op) {
        int match = opcode | format << 25;
        return new InstructionForm(name, 0x0600007f, match, Operands.FLOAT, op + format);
    }

    private static InstructionForm converted(String name, int to, int from, int op) {
        return form(name, to, 0x08, RS2, 0, from, Operands.FLOAT, op);
    }

    private static InstructionForm fixed(
            String name, int format, int funct5, int funct3, Operands operands, int op) {
        return form(name, format, funct5, FUNCT3 | RS2, funct3, 0, operands, op);
    }

    private static InstructionForm form(
            String name,
            int format,
            int funct5,
            int more,
            int funct3,
            int rs2,
            Operands operands,
            int op) {
        int match = OP_FP | format << 25 | funct5 << 27 | funct3 << 12 | rs2 << 20;
        return new InstructionForm(name, FUNCT7 | more, match, operands, op + format);
    }
}
