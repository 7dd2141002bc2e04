package ft.cpu.decode;

/**
 * Codes of micro-ops. Dense small numbers rather than an enum, because the interpreter dispatches
 * on them with one table switch and packs them into the low byte of a {@code long}.
 *
 * <p>Register and immediate forms of an instruction share a micro-op: its second operand is rs2
 * plus the immediate, one of which is x0 or 0.
 */
public final class Op {
    /** Goes on where a block was not ended by a jump; not an instruction itself. */
    public static final int END = 0;

    public static final int NOP = 1;
    public static final int ADD = 2;
    public static final int SUB = 3;
    public static final int SLL = 4;
    public static final int SLT = 5;
    public static final int SLTU = 6;
    public static final int XOR = 7;
    public static final int SRL = 8;
    public static final int SRA = 9;
    public static final int OR = 10;
    public static final int AND = 11;
    public static final int ADDW = 12;
    public static final int SUBW = 13;
    public static final int SLLW = 14;
    public static final int SRLW = 15;
    public static final int SRAW = 16;
    public static final int AUIPC = 17;
    public static final int MUL = 18;
    public static final int MULW = 19;
    public static final int MULH = 20;
    public static final int MULHSU = 21;
    public static final int MULHU = 22;
    public static final int DIV = 23;
    public static final int DIVU = 24;
    public static final int REM = 25;
    public static final int REMU = 26;
    public static final int DIVW = 27;
    public static final int DIVUW = 28;
    public static final int REMW = 29;
    public static final int REMUW = 30;
    public static final int LB = 31;
    public static final int LH = 32;
    public static final int LW = 33;
    public static final int LD = 34;
    public static final int LBU = 35;
    public static final int LHU = 36;
    public static final int LWU = 37;
    public static final int SB = 38;
    public static final int SH = 39;
    public static final int SW = 40;
    public static final int SD = 41;
    public static final int BEQ = 42;
    public static final int BNE = 43;
    public static final int BLT = 44;
    public static final int BGE = 45;
    public static final int BLTU = 46;
    public static final int BGEU = 47;
    public static final int JAL = 48;
    public static final int JALR = 49;

    /** From here on an operation is done out of line, with the instruction as immediate. */
    public static final int FIRST_SLOW = 50;

    public static final int LR = 50;
    public static final int SC = 51;
    public static final int AMOSWAP = 52;
    public static final int AMOADD = 53;
    public static final int AMOXOR = 54;
    public static final int AMOAND = 55;
    public static final int AMOOR = 56;
    public static final int AMOMIN = 57;
    public static final int AMOMAX = 58;
    public static final int AMOMINU = 59;
    public static final int AMOMAXU = 60;

    /** From here on a slow operation ends its block. */
    public static final int FIRST_SYSTEM = 61;

    public static final int CSRRW = 61;
    public static final int CSRRS = 62;
    public static final int CSRRC = 63;
    public static final int CSRRWI = 64;
    public static final int CSRRSI = 65;
    public static final int CSRRCI = 66;
    public static final int ECALL = 67;
    public static final int EBREAK = 68;
    public static final int MRET = 69;
    public static final int WFI = 70;
    public static final int ILLEGAL = 71;
    public static final int MNRET = 72;

    private Op() {}
}
