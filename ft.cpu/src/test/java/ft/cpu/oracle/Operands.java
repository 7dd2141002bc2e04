package ft.cpu.oracle;

import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionSet;
import java.util.List;
import java.util.Random;

/** Which register an instruction may write and where it may go, so that a stream stays in hand. */
final class Operands {
    private static final int LOAD = 0x03;
    private static final int LOAD_FP = 0x07;
    private static final int STORE = 0x23;
    private static final int STORE_FP = 0x27;
    private static final int AMO = 0x2f;
    private static final int BRANCH = 0x63;
    private static final int SYSTEM = 0x73;

    private static final List<String> UNWANTED =
            List.of("jal", "jalr", "mret", "sret", "mnret", "wfi", "csrr", "lr.", "sc.", "sfence");

    private final Random random;
    private final int pointers;
    private final int reserved;
    private final int grain;

    /**
     * For a stream.
     *
     * @param pointers mask of registers that point to data
     * @param reserved mask of registers that no instruction may write
     * @param grain 1, or 8 if offsets of loads and stores are multiples of it
     */
    Operands(Random random, int pointers, int reserved, int grain) {
        this.random = random;
        this.pointers = pointers;
        this.reserved = reserved;
        this.grain = grain;
    }

    /** A register that may be written. */
    int free() {
        int register;
        do {
            register = random.nextInt(32);
        } while ((reserved >>> register & 1) != 0);
        return register;
    }

    boolean isFree(int register) {
        return (reserved >>> register & 1) == 0;
    }

    /** A register that points to data. */
    int pointer() {
        int register;
        do {
            register = random.nextInt(32);
        } while ((pointers >>> register & 1) == 0);
        return register;
    }

    /** An instruction of a form, its other bits by chance. */
    int fill(InstructionForm form) {
        int bits = form.match() | random.nextInt() & ~form.mask();
        if (form.rounds() && random.nextInt(3) > 0) {
            bits |= 7 << 12; // the mode in frm
        }
        if (usesMemory(bits)) {
            bits = bits & ~(31 << 15) | pointer() << 15;
            if ((bits & 0x7f) != AMO) {
                bits &= ~(grain - 1 << ((bits & 0x20) == 0 ? 20 : 7));
            }
        }
        if (writesInteger(form)) {
            bits = bits & ~(31 << 7) | free() << 7;
        }
        return bits;
    }

    /** Whether an instruction can stand in a stream as it is. */
    boolean allows(int instruction) {
        InstructionForm form = InstructionSet.find(instruction);
        if (form == null) {
            return true; // it traps
        }
        if (isUnwanted(form) || (instruction & 0x7f) == BRANCH) {
            return false;
        }
        if (usesMemory(instruction) && (pointers >>> (instruction >>> 15 & 31) & 1) == 0) {
            return false;
        }
        return !writesInteger(form) || (reserved >>> (instruction >>> 7 & 31) & 1) == 0;
    }

    static boolean isUnwanted(InstructionForm form) {
        return UNWANTED.stream().anyMatch(form.name()::startsWith);
    }

    static boolean isBranch(InstructionForm form) {
        return (form.match() & 0x7f) == BRANCH;
    }

    static boolean usesMemory(int instruction) {
        int opcode = instruction & 0x7f;
        return opcode == LOAD
                || opcode == STORE
                || opcode == LOAD_FP
                || opcode == STORE_FP
                || opcode == AMO;
    }

    private static boolean writesInteger(InstructionForm form) {
        int opcode = form.match() & 0x7f;
        return switch (form.operands()) {
            case S, B, FLOAT_LOAD, FLOAT_STORE, FLOAT, INTEGER_TO_FLOAT -> false;
            case RAW -> opcode == AMO || opcode == SYSTEM;
            default -> true;
        };
    }
}
