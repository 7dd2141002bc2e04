package ft.cpu.decode;

/** Expands 16 bit instructions (C extension: RV64C with D) to 32 bit ones. */
public final class Compressed {
    /** What an illegal 16 bit instruction expands to; illegal as well. */
    public static final int ILLEGAL = 0;

    private static final int LOAD = 0x03;
    private static final int LOAD_FP = 0x07;
    private static final int STORE = 0x23;
    private static final int STORE_FP = 0x27;
    private static final int X1 = 1;
    private static final int SP = 2;

    private Compressed() {}

    /** The 32 bit instruction that does the same, or {@link #ILLEGAL}. */
    public static int expand(int half) {
        int funct3 = half >>> 13 & 7;
        return switch (half & 3) {
            case 0 -> quadrant0(half, funct3);
            case 1 -> quadrant1(half, funct3);
            case 2 -> quadrant2(half, funct3);
            default -> ILLEGAL;
        };
    }

    private static int quadrant0(int half, int funct3) {
        int high = register(half >>> 7);
        int low = register(half >>> 2);
        int word = bits(half, 10, 3, 3) | bits(half, 6, 1, 2) | bits(half, 5, 1, 6);
        int doubleword = bits(half, 10, 3, 3) | bits(half, 5, 2, 6);
        switch (funct3) {
            case 0:
                int immediate =
                        bits(half, 11, 2, 4)
                                | bits(half, 7, 4, 6)
                                | bits(half, 6, 1, 2)
                                | bits(half, 5, 1, 3);
                return immediate == 0 ? ILLEGAL : immediate(0x13, 0, low, SP, immediate);
            case 1:
                return immediate(LOAD_FP, 3, low, high, doubleword);
            case 2:
                return immediate(LOAD, 2, low, high, word);
            case 3:
                return immediate(LOAD, 3, low, high, doubleword);
            case 5:
                return store(STORE_FP, 3, high, low, doubleword);
            case 6:
                return store(STORE, 2, high, low, word);
            case 7:
                return store(STORE, 3, high, low, doubleword);
            default:
                return ILLEGAL;
        }
    }

    private static int quadrant1(int half, int funct3) {
        int rd = half >>> 7 & 31;
        int immediate = signed(bits(half, 12, 1, 5) | bits(half, 2, 5, 0), 6);
        switch (funct3) {
            case 0:
                return immediate(0x13, 0, rd, rd, immediate);
            case 1:
                return rd == 0 ? ILLEGAL : immediate(0x1b, 0, rd, rd, immediate);
            case 2:
                return immediate(0x13, 0, rd, 0, immediate);
            case 3:
                return upper(half, rd, immediate);
            case 4:
                return arithmetic(half);
            case 5:
                return jump(jumpOffset(half));
            default:
                return branch(funct3 & 1, register(half >>> 7), branchOffset(half));
        }
    }

    private static int upper(int half, int rd, int immediate) {
        if (immediate == 0) {
            return ILLEGAL;
        }
        if (rd == SP) {
            int adjustment =
                    bits(half, 12, 1, 9)
                            | bits(half, 6, 1, 4)
                            | bits(half, 5, 1, 6)
                            | bits(half, 3, 2, 7)
                            | bits(half, 2, 1, 5);
            return immediate(0x13, 0, SP, SP, signed(adjustment, 10));
        }
        return 0x37 | rd << 7 | immediate << 12;
    }

    private static int arithmetic(int half) {
        int rd = register(half >>> 7);
        int rs2 = register(half >>> 2);
        int shift = bits(half, 12, 1, 5) | bits(half, 2, 5, 0);
        switch (half >>> 10 & 3) {
            case 0:
                return immediate(0x13, 5, rd, rd, shift);
            case 1:
                return immediate(0x13, 5, rd, rd, shift | 0x400);
            case 2:
                return immediate(0x13, 7, rd, rd, signed(shift, 6));
            default:
                return switch (half >>> 10 & 4 | half >>> 5 & 3) {
                    case 0 -> registers(0x33, 0, 0x20, rd, rd, rs2);
                    case 1 -> registers(0x33, 4, 0, rd, rd, rs2);
                    case 2 -> registers(0x33, 6, 0, rd, rd, rs2);
                    case 3 -> registers(0x33, 7, 0, rd, rd, rs2);
                    case 4 -> registers(0x3b, 0, 0x20, rd, rd, rs2);
                    case 5 -> registers(0x3b, 0, 0, rd, rd, rs2);
                    default -> ILLEGAL;
                };
        }
    }

    private static int quadrant2(int half, int funct3) {
        int rd = half >>> 7 & 31;
        int rs2 = half >>> 2 & 31;
        int doubleword = bits(half, 12, 1, 5) | bits(half, 5, 2, 3) | bits(half, 2, 3, 6);
        int stored = bits(half, 10, 3, 3) | bits(half, 7, 3, 6);
        switch (funct3) {
            case 0:
                return immediate(0x13, 1, rd, rd, bits(half, 12, 1, 5) | rs2);
            case 1:
                return immediate(LOAD_FP, 3, rd, SP, doubleword);
            case 2:
                int word = bits(half, 12, 1, 5) | bits(half, 4, 3, 2) | bits(half, 2, 2, 6);
                return rd == 0 ? ILLEGAL : immediate(LOAD, 2, rd, SP, word);
            case 3:
                return rd == 0 ? ILLEGAL : immediate(LOAD, 3, rd, SP, doubleword);
            case 4:
                return jumpOrMove(half, rd, rs2);
            case 5:
                return store(STORE_FP, 3, SP, rs2, stored);
            case 6:
                return store(STORE, 2, SP, rs2, bits(half, 9, 4, 2) | bits(half, 7, 2, 6));
            case 7:
                return store(STORE, 3, SP, rs2, stored);
            default:
                return ILLEGAL;
        }
    }

    private static int jumpOrMove(int half, int rd, int rs2) {
        boolean second = (half & 1 << 12) != 0;
        if (rs2 != 0) {
            return registers(0x33, 0, 0, rd, second ? rd : 0, rs2);
        }
        if (rd != 0) {
            return immediate(0x67, 0, second ? X1 : 0, rd, 0);
        }
        return second ? 0x00100073 : ILLEGAL;
    }

    private static int jumpOffset(int half) {
        int offset =
                bits(half, 12, 1, 11)
                        | bits(half, 11, 1, 4)
                        | bits(half, 9, 2, 8)
                        | bits(half, 8, 1, 10)
                        | bits(half, 7, 1, 6)
                        | bits(half, 6, 1, 7)
                        | bits(half, 3, 3, 1)
                        | bits(half, 2, 1, 5);
        return signed(offset, 12);
    }

    private static int branchOffset(int half) {
        int offset =
                bits(half, 12, 1, 8)
                        | bits(half, 10, 2, 3)
                        | bits(half, 5, 2, 6)
                        | bits(half, 3, 2, 1)
                        | bits(half, 2, 1, 5);
        return signed(offset, 9);
    }

    private static int jump(int offset) {
        return 0x6f
                | bits(offset, 20, 1, 31)
                | bits(offset, 1, 10, 21)
                | bits(offset, 11, 1, 20)
                | bits(offset, 12, 8, 12);
    }

    private static int branch(int funct3, int rs1, int offset) {
        return 0x63
                | funct3 << 12
                | rs1 << 15
                | bits(offset, 12, 1, 31)
                | bits(offset, 5, 6, 25)
                | bits(offset, 1, 4, 8)
                | bits(offset, 11, 1, 7);
    }

    private static int immediate(int opcode, int funct3, int rd, int rs1, int immediate) {
        return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | immediate << 20;
    }

    private static int registers(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
        return opcode | rd << 7 | funct3 << 12 | rs1 << 15 | rs2 << 20 | funct7 << 25;
    }

    private static int store(int opcode, int funct3, int rs1, int rs2, int offset) {
        return opcode
                | (offset & 31) << 7
                | funct3 << 12
                | rs1 << 15
                | rs2 << 20
                | offset >>> 5 << 25;
    }

    // The three bit register fields name x8 to x15.
    private static int register(int field) {
        return 8 + (field & 7);
    }

    // Takes some bits of a word to another place.
    private static int bits(int word, int from, int count, int to) {
        return (word >>> from & (1 << count) - 1) << to;
    }

    private static int signed(int value, int width) {
        return value << 32 - width >> 32 - width;
    }
}
