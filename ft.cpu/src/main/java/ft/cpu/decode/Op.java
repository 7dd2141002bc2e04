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

    // Zba, Zbb, Zbs.
    public static final int ADD_UW = 31;
    public static final int SH1ADD = 32;
    public static final int SH2ADD = 33;
    public static final int SH3ADD = 34;
    public static final int SH1ADD_UW = 35;
    public static final int SH2ADD_UW = 36;
    public static final int SH3ADD_UW = 37;
    public static final int SLLI_UW = 38;
    public static final int ANDN = 39;
    public static final int ORN = 40;
    public static final int XNOR = 41;
    public static final int CLZ = 42;
    public static final int CTZ = 43;
    public static final int CPOP = 44;
    public static final int CLZW = 45;
    public static final int CTZW = 46;
    public static final int CPOPW = 47;
    public static final int MAX = 48;
    public static final int MAXU = 49;
    public static final int MIN = 50;
    public static final int MINU = 51;
    public static final int SEXT_B = 52;
    public static final int SEXT_H = 53;
    public static final int ZEXT_H = 54;
    public static final int ROL = 55;
    public static final int ROR = 56;
    public static final int ROLW = 57;
    public static final int RORW = 58;
    public static final int ORC_B = 59;
    public static final int REV8 = 60;
    public static final int BSET = 61;
    public static final int BCLR = 62;
    public static final int BINV = 63;
    public static final int BEXT = 64;

    /** From here on loads and stores. */
    public static final int FIRST_ACCESS = 65;

    public static final int LB = 65;
    public static final int LH = 66;
    public static final int LW = 67;
    public static final int LD = 68;
    public static final int LBU = 69;
    public static final int LHU = 70;
    public static final int LWU = 71;
    public static final int FLW = 72;
    public static final int FLD = 73;
    public static final int SB = 74;
    public static final int SH = 75;
    public static final int SW = 76;
    public static final int SD = 77;
    public static final int FSW = 78;
    public static final int FSD = 79;
    public static final int BEQ = 80;
    public static final int BNE = 81;
    public static final int BLT = 82;
    public static final int BGE = 83;
    public static final int BLTU = 84;
    public static final int BGEU = 85;
    public static final int JAL = 86;
    public static final int JALR = 87;

    /**
     * From here on floating point, with the instruction as immediate. Each operation is there for
     * single precision, an even code, and behind it for double precision.
     */
    public static final int FIRST_FLOAT = 88;

    public static final int FADD = 88;
    public static final int FSUB = 90;
    public static final int FMUL = 92;
    public static final int FDIV = 94;
    public static final int FSQRT = 96;
    public static final int FMADD = 98;
    public static final int FMSUB = 100;
    public static final int FNMSUB = 102;
    public static final int FNMADD = 104;
    public static final int FCVT_FROM_OTHER = 106;
    public static final int FCVT_W = 108;
    public static final int FCVT_WU = 110;
    public static final int FCVT_L = 112;
    public static final int FCVT_LU = 114;
    public static final int FCVT_FROM_W = 116;
    public static final int FCVT_FROM_WU = 118;
    public static final int FCVT_FROM_L = 120;
    public static final int FCVT_FROM_LU = 122;

    /** From here on no rounding mode is named. */
    public static final int FIRST_UNROUNDED = 124;

    public static final int FSGNJ = 124;
    public static final int FSGNJN = 126;
    public static final int FSGNJX = 128;
    public static final int FMIN = 130;
    public static final int FMAX = 132;
    public static final int FLE = 134;
    public static final int FLT = 136;
    public static final int FEQ = 138;
    public static final int FCLASS = 140;
    public static final int FMV_TO_INTEGER = 142;
    public static final int FMV_FROM_INTEGER = 144;

    /** From here on an operation is done out of line, with the instruction as immediate. */
    public static final int FIRST_SLOW = 146;

    public static final int LR = 146;
    public static final int SC = 147;
    public static final int AMOSWAP = 148;
    public static final int AMOADD = 149;
    public static final int AMOXOR = 150;
    public static final int AMOAND = 151;
    public static final int AMOOR = 152;
    public static final int AMOMIN = 153;
    public static final int AMOMAX = 154;
    public static final int AMOMINU = 155;
    public static final int AMOMAXU = 156;

    /** From here on a slow operation ends its block. */
    public static final int FIRST_SYSTEM = 157;

    public static final int CSRRW = 157;
    public static final int CSRRS = 158;
    public static final int CSRRC = 159;
    public static final int CSRRWI = 160;
    public static final int CSRRSI = 161;
    public static final int CSRRCI = 162;
    public static final int ECALL = 163;
    public static final int EBREAK = 164;
    public static final int MRET = 165;
    public static final int WFI = 166;
    public static final int ILLEGAL = 167;
    public static final int MNRET = 168;
    public static final int SRET = 169;
    public static final int SFENCE_VMA = 170;

    private Op() {}
}
