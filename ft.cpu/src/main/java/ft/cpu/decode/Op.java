package ft.cpu.decode;

/**
 * Codes of micro-ops. Dense small numbers rather than an enum, because the interpreter dispatches
 * on them with one table switch and packs them into the low byte of a {@code long}.
 */
public final class Op {
    /** Leaves a block that was not ended by an instruction; not an instruction itself. */
    public static final int END = 0;

    public static final int NOP = 1;
    public static final int MV = 2;
    public static final int LI = 3;
    public static final int AUIPC = 4;
    public static final int ADDI = 5;
    public static final int SLTI = 6;
    public static final int SLTIU = 7;
    public static final int XORI = 8;
    public static final int ORI = 9;
    public static final int ANDI = 10;
    public static final int SLLI = 11;
    public static final int SRLI = 12;
    public static final int SRAI = 13;
    public static final int ADDIW = 14;
    public static final int SLLIW = 15;
    public static final int SRLIW = 16;
    public static final int SRAIW = 17;
    public static final int ADD = 18;
    public static final int SUB = 19;
    public static final int SLL = 20;
    public static final int SLT = 21;
    public static final int SLTU = 22;
    public static final int XOR = 23;
    public static final int SRL = 24;
    public static final int SRA = 25;
    public static final int OR = 26;
    public static final int AND = 27;
    public static final int ADDW = 28;
    public static final int SUBW = 29;
    public static final int SLLW = 30;
    public static final int SRLW = 31;
    public static final int SRAW = 32;
    public static final int MUL = 33;
    public static final int MULH = 34;
    public static final int MULHSU = 35;
    public static final int MULHU = 36;
    public static final int DIV = 37;
    public static final int DIVU = 38;
    public static final int REM = 39;
    public static final int REMU = 40;
    public static final int MULW = 41;
    public static final int DIVW = 42;
    public static final int DIVUW = 43;
    public static final int REMW = 44;
    public static final int REMUW = 45;
    public static final int LB = 46;
    public static final int LH = 47;
    public static final int LW = 48;
    public static final int LD = 49;
    public static final int LBU = 50;
    public static final int LHU = 51;
    public static final int LWU = 52;
    public static final int SB = 53;
    public static final int SH = 54;
    public static final int SW = 55;
    public static final int SD = 56;
    public static final int BEQ = 57;
    public static final int BNE = 58;
    public static final int BLT = 59;
    public static final int BGE = 60;
    public static final int BLTU = 61;
    public static final int BGEU = 62;
    public static final int JAL = 63;
    public static final int JALR = 64;

    /** From here on an operation is done out of line, with the raw instruction as immediate. */
    public static final int FIRST_SLOW = 65;

    public static final int LR = 65;
    public static final int SC = 66;
    public static final int AMOSWAP = 67;
    public static final int AMOADD = 68;
    public static final int AMOXOR = 69;
    public static final int AMOAND = 70;
    public static final int AMOOR = 71;
    public static final int AMOMIN = 72;
    public static final int AMOMAX = 73;
    public static final int AMOMINU = 74;
    public static final int AMOMAXU = 75;

    /** From here on a slow operation ends its block. */
    public static final int FIRST_SYSTEM = 76;

    public static final int CSRRW = 76;
    public static final int CSRRS = 77;
    public static final int CSRRC = 78;
    public static final int CSRRWI = 79;
    public static final int CSRRSI = 80;
    public static final int CSRRCI = 81;
    public static final int ECALL = 82;
    public static final int EBREAK = 83;
    public static final int MRET = 84;
    public static final int WFI = 85;
    public static final int ILLEGAL = 86;

    private Op() {}
}
