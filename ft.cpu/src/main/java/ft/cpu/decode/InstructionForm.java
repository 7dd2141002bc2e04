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
        RAW
    }

    boolean matches(int instruction) {
        return (instruction & mask) == match;
    }
}
