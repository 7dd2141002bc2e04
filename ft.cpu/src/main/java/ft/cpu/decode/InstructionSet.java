package ft.cpu.decode;

import static ft.cpu.decode.InstructionForm.funct3;
import static ft.cpu.decode.InstructionForm.funct7;
import static ft.cpu.decode.InstructionForm.shift64;

import com.google.common.collect.ImmutableList;
import ft.cpu.decode.InstructionForm.Operands;
import java.util.ArrayList;
import java.util.List;

/**
 * The 32 bit instructions of RV64IMA, Zicsr, Zifencei and the machine-mode ones, with those of
 * {@link BitInstructions} and {@link FloatInstructions}, as one table.
 */
public final class InstructionSet {
    private static final int OP_IMM = 0x13;
    private static final int OP_IMM_32 = 0x1b;
    private static final int OP = 0x33;
    private static final int OP_32 = 0x3b;
    private static final int LOAD = 0x03;
    private static final int STORE = 0x23;
    private static final int BRANCH = 0x63;
    private static final int AMO = 0x2f;
    private static final int SYSTEM = 0x73;
    private static final int MISC_MEM = 0x0f;

    /** Every instruction there is. */
    public static final ImmutableList<InstructionForm> FORMS =
            ImmutableList.<InstructionForm>builder()
                    .add(form("lui", 0x7f, 0x37, Operands.U, Op.ADD))
                    .add(form("auipc", 0x7f, 0x17, Operands.U, Op.AUIPC))
                    .add(form("jal", 0x7f, 0x6f, Operands.J, Op.JAL))
                    .add(funct3("jalr", 0x67, 0, Operands.I, Op.JALR))
                    .add(funct3("beq", BRANCH, 0, Operands.B, Op.BEQ))
                    .add(funct3("bne", BRANCH, 1, Operands.B, Op.BNE))
                    .add(funct3("blt", BRANCH, 4, Operands.B, Op.BLT))
                    .add(funct3("bge", BRANCH, 5, Operands.B, Op.BGE))
                    .add(funct3("bltu", BRANCH, 6, Operands.B, Op.BLTU))
                    .add(funct3("bgeu", BRANCH, 7, Operands.B, Op.BGEU))
                    .add(funct3("lb", LOAD, 0, Operands.I, Op.LB))
                    .add(funct3("lh", LOAD, 1, Operands.I, Op.LH))
                    .add(funct3("lw", LOAD, 2, Operands.I, Op.LW))
                    .add(funct3("ld", LOAD, 3, Operands.I, Op.LD))
                    .add(funct3("lbu", LOAD, 4, Operands.I, Op.LBU))
                    .add(funct3("lhu", LOAD, 5, Operands.I, Op.LHU))
                    .add(funct3("lwu", LOAD, 6, Operands.I, Op.LWU))
                    .add(funct3("sb", STORE, 0, Operands.S, Op.SB))
                    .add(funct3("sh", STORE, 1, Operands.S, Op.SH))
                    .add(funct3("sw", STORE, 2, Operands.S, Op.SW))
                    .add(funct3("sd", STORE, 3, Operands.S, Op.SD))
                    .add(funct3("addi", OP_IMM, 0, Operands.I, Op.ADD))
                    .add(funct3("slti", OP_IMM, 2, Operands.I, Op.SLT))
                    .add(funct3("sltiu", OP_IMM, 3, Operands.I, Op.SLTU))
                    .add(funct3("xori", OP_IMM, 4, Operands.I, Op.XOR))
                    .add(funct3("ori", OP_IMM, 6, Operands.I, Op.OR))
                    .add(funct3("andi", OP_IMM, 7, Operands.I, Op.AND))
                    .add(shift64("slli", OP_IMM, 1, 0x00, Op.SLL))
                    .add(shift64("srli", OP_IMM, 5, 0x00, Op.SRL))
                    .add(shift64("srai", OP_IMM, 5, 0x10, Op.SRA))
                    .add(funct3("addiw", OP_IMM_32, 0, Operands.I, Op.ADDW))
                    .add(funct7("slliw", OP_IMM_32, 1, 0x00, Operands.SHIFT, Op.SLLW))
                    .add(funct7("srliw", OP_IMM_32, 5, 0x00, Operands.SHIFT, Op.SRLW))
                    .add(funct7("sraiw", OP_IMM_32, 5, 0x20, Operands.SHIFT, Op.SRAW))
                    .add(funct7("add", OP, 0, 0x00, Operands.R, Op.ADD))
                    .add(funct7("sub", OP, 0, 0x20, Operands.R, Op.SUB))
                    .add(funct7("sll", OP, 1, 0x00, Operands.R, Op.SLL))
                    .add(funct7("slt", OP, 2, 0x00, Operands.R, Op.SLT))
                    .add(funct7("sltu", OP, 3, 0x00, Operands.R, Op.SLTU))
                    .add(funct7("xor", OP, 4, 0x00, Operands.R, Op.XOR))
                    .add(funct7("srl", OP, 5, 0x00, Operands.R, Op.SRL))
                    .add(funct7("sra", OP, 5, 0x20, Operands.R, Op.SRA))
                    .add(funct7("or", OP, 6, 0x00, Operands.R, Op.OR))
                    .add(funct7("and", OP, 7, 0x00, Operands.R, Op.AND))
                    .add(funct7("addw", OP_32, 0, 0x00, Operands.R, Op.ADDW))
                    .add(funct7("subw", OP_32, 0, 0x20, Operands.R, Op.SUBW))
                    .add(funct7("sllw", OP_32, 1, 0x00, Operands.R, Op.SLLW))
                    .add(funct7("srlw", OP_32, 5, 0x00, Operands.R, Op.SRLW))
                    .add(funct7("sraw", OP_32, 5, 0x20, Operands.R, Op.SRAW))
                    .add(funct7("mul", OP, 0, 0x01, Operands.R, Op.MUL))
                    .add(funct7("mulh", OP, 1, 0x01, Operands.R, Op.MULH))
                    .add(funct7("mulhsu", OP, 2, 0x01, Operands.R, Op.MULHSU))
                    .add(funct7("mulhu", OP, 3, 0x01, Operands.R, Op.MULHU))
                    .add(funct7("div", OP, 4, 0x01, Operands.R, Op.DIV))
                    .add(funct7("divu", OP, 5, 0x01, Operands.R, Op.DIVU))
                    .add(funct7("rem", OP, 6, 0x01, Operands.R, Op.REM))
                    .add(funct7("remu", OP, 7, 0x01, Operands.R, Op.REMU))
                    .add(funct7("mulw", OP_32, 0, 0x01, Operands.R, Op.MULW))
                    .add(funct7("divw", OP_32, 4, 0x01, Operands.R, Op.DIVW))
                    .add(funct7("divuw", OP_32, 5, 0x01, Operands.R, Op.DIVUW))
                    .add(funct7("remw", OP_32, 6, 0x01, Operands.R, Op.REMW))
                    .add(funct7("remuw", OP_32, 7, 0x01, Operands.R, Op.REMUW))
                    .add(funct3("fence", MISC_MEM, 0, Operands.RAW, Op.NOP))
                    // Stores drop what was decoded from their page at once, so there is nothing
                    // left to do for an instruction fence.
                    .add(funct3("fence.i", MISC_MEM, 1, Operands.RAW, Op.NOP))
                    .addAll(atomic("lr", 0x02, Op.LR))
                    .addAll(atomic("sc", 0x03, Op.SC))
                    .addAll(atomic("amoswap", 0x01, Op.AMOSWAP))
                    .addAll(atomic("amoadd", 0x00, Op.AMOADD))
                    .addAll(atomic("amoxor", 0x04, Op.AMOXOR))
                    .addAll(atomic("amoand", 0x0c, Op.AMOAND))
                    .addAll(atomic("amoor", 0x08, Op.AMOOR))
                    .addAll(atomic("amomin", 0x10, Op.AMOMIN))
                    .addAll(atomic("amomax", 0x14, Op.AMOMAX))
                    .addAll(atomic("amominu", 0x18, Op.AMOMINU))
                    .addAll(atomic("amomaxu", 0x1c, Op.AMOMAXU))
                    .add(funct3("csrrw", SYSTEM, 1, Operands.RAW, Op.CSRRW))
                    .add(funct3("csrrs", SYSTEM, 2, Operands.RAW, Op.CSRRS))
                    .add(funct3("csrrc", SYSTEM, 3, Operands.RAW, Op.CSRRC))
                    .add(funct3("csrrwi", SYSTEM, 5, Operands.RAW, Op.CSRRWI))
                    .add(funct3("csrrsi", SYSTEM, 6, Operands.RAW, Op.CSRRSI))
                    .add(funct3("csrrci", SYSTEM, 7, Operands.RAW, Op.CSRRCI))
                    .add(form("ecall", -1, 0x00000073, Operands.RAW, Op.ECALL))
                    .add(form("ebreak", -1, 0x00100073, Operands.RAW, Op.EBREAK))
                    .add(form("sret", -1, 0x10200073, Operands.RAW, Op.SRET))
                    .add(form("sfence.vma", 0xfe007fff, 0x12000073, Operands.RAW, Op.SFENCE_VMA))
                    .add(form("mret", -1, 0x30200073, Operands.RAW, Op.MRET))
                    .add(form("mnret", -1, 0x70200073, Operands.RAW, Op.MNRET))
                    .add(form("wfi", -1, 0x10500073, Operands.RAW, Op.WFI))
                    .addAll(BitInstructions.FORMS)
                    .addAll(FloatInstructions.FORMS)
                    .build();

    private static final InstructionForm[][] BUCKETS = buckets();

    private InstructionSet() {}

    /** The form of a 32 bit instruction, or null if there is none: it is illegal. */
    public static InstructionForm find(int instruction) {
        for (InstructionForm form : BUCKETS[bucket(instruction)]) {
            if (form.matches(instruction)) {
                return form;
            }
        }
        return null;
    }

    private static InstructionForm form(
            String name, int mask, int match, Operands operands, int op) {
        return new InstructionForm(name, mask, match, operands, op);
    }

    private static List<InstructionForm> atomic(String name, int funct5, int op) {
        // lr has no second source; aq and rl are free, because harts see one order anyway.
        int mask = op == Op.LR ? 0xf9f0707f : 0xf800707f;
        int match = AMO | funct5 << 27;
        return List.of(
                form(name + ".w", mask, match | 2 << 12, Operands.RAW, op),
                form(name + ".d", mask, match | 3 << 12, Operands.RAW, op));
    }

    // Major opcode and funct3 together leave a handful of candidates.
    private static int bucket(int instruction) {
        return (instruction >>> 2 & 31) << 3 | instruction >>> 12 & 7;
    }

    private static InstructionForm[][] buckets() {
        InstructionForm[][] buckets = new InstructionForm[256][];
        for (int index = 0; index < buckets.length; index++) {
            List<InstructionForm> candidates = new ArrayList<>();
            int known = 3 | index >> 3 << 2 | (index & 7) << 12;
            for (InstructionForm form : FORMS) {
                if (((known ^ form.match()) & form.mask() & 0x707f) == 0) {
                    candidates.add(form);
                }
            }
            buckets[index] = candidates.toArray(InstructionForm[]::new);
        }
        return buckets;
    }
}
