package ft.cpu.decode;

/**
 * A row of the decoding table.
 *
 * @param name mnemonic
 * @param mask bits of the instruction that are fixed
 * @param match their values
 * @param operands how the other bits are laid out
 * @param op operation of the micro-op
 */
public record InstructionForm(String name, int mask, int match, Operands operands, int op) {
    /** Layouts of operands in an instruction (unprivileged manual, "instruction formats"). */
    public enum Operands {
        /** Two source registers. */
        R,
        /** Source register and 12 bit immediate. */
        I,
        /** Source register and 6 bit shift amount. */
        SHIFT,
        /** Store. */
        S,
        /** Conditional branch. */
        B,
        /** Upper immediate. */
        U,
        /** Jump. */
        J,
        /** The out-of-line operation looks at the instruction itself. */
        RAW,
        /** Load of a floating-point register. */
        FLOAT_LOAD,
        /** Store of a floating-point register. */
        FLOAT_STORE,
        /** Floating-point registers only. */
        FLOAT,
        /** Floating-point sources, integer destination. */
        FLOAT_TO_INTEGER,
        /** Integer source, floating-point destination. */
        INTEGER_TO_FLOAT
    }

    private static final int FUNCT3 = 0x7000;

    /** Whether an instruction is one of these, and not a reserved one. */
    boolean matches(int instruction) {
        return (instruction & mask) == match && (!rounds() || namesMode(instruction));
    }

    /** Whether it has a field that names a rounding mode. */
    public boolean rounds() {
        return op >= Op.FIRST_FLOAT && op < Op.FIRST_UNROUNDED;
    }

    // 0 to 4, and 7 for the one in frm.
    private static boolean namesMode(int instruction) {
        int mode = (instruction & FUNCT3) >>> 12;
        return mode != 5 && mode != 6;
    }

    static InstructionForm funct3(String name, int opcode, int funct3, Operands operands, int op) {
        return new InstructionForm(name, 0x707f, opcode | funct3 << 12, operands, op);
    }

    static InstructionForm funct7(
            String name, int opcode, int funct3, int funct7, Operands operands, int op) {
        int match = opcode | funct3 << 12 | funct7 << 25;
        return new InstructionForm(name, 0xfe00707f, match, operands, op);
    }

    /** A shift by 6 bits. */
    static InstructionForm shift64(String name, int opcode, int funct3, int funct6, int op) {
        int match = opcode | funct3 << 12 | funct6 << 26;
        return new InstructionForm(name, 0xfc00707f, match, Operands.SHIFT, op);
    }

    /** One source register, and everything else fixed. */
    static InstructionForm unary(String name, int opcode, int funct3, int funct12, int op) {
        int match = opcode | funct3 << 12 | funct12 << 20;
        return new InstructionForm(name, 0xfff0707f, match, Operands.R, op);
    }
}
