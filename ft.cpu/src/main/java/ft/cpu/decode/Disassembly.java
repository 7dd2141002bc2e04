package ft.cpu.decode;

import com.google.common.collect.ImmutableList;
import java.util.function.IntFunction;

/**
 * Instructions as the GNU assembler has them, without its aliases, made of the decoding table. A
 * compressed instruction is shown as the one that it stands for.
 */
public final class Disassembly {
    private static final ImmutableList<String> INTEGERS =
            ImmutableList.of(
                    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2",
                    "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9",
                    "s10", "s11", "t3", "t4", "t5", "t6");
    private static final ImmutableList<String> FLOATS =
            ImmutableList.of(
                    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0",
                    "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5",
                    "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11");
    private static final ImmutableList<String> ROUNDINGS =
            ImmutableList.of("rne", "rtz", "rdn", "rup", "rmm", "?", "?", "dyn");
    private static final ImmutableList<String> ORDERINGS =
            ImmutableList.of("", ".rl", ".aq", ".aqrl");
    private static final int RS2 = 0x01f00000;
    private static final int FENCE = 0x0f;
    private static final int TOTAL_STORE_ORDER = 0x8330000f;

    private Disassembly() {}

    /** Bytes of the instruction that begins with these bits. */
    public static int length(int half) {
        return (half & 3) == 3 ? 4 : 2;
    }

    /**
     * An instruction.
     *
     * @param csrs name of a CSR by its number
     */
    public static String text(long pc, int word, IntFunction<String> csrs) {
        boolean wide = length(word) == 4;
        int bits = wide ? word : Compressed.expand(word & 0xffff);
        InstructionForm form = bits == Compressed.ILLEGAL ? null : InstructionSet.find(bits);
        if (form == null) {
            return wide
                    ? String.format(".4byte 0x%x", word)
                    : String.format(".2byte 0x%x", word & 0xffff);
        }
        String operands = operands(form, pc, bits, csrs);
        return operands.isEmpty() ? name(form, bits) : name(form, bits) + " " + operands;
    }

    private static String name(InstructionForm form, int bits) {
        if (bits == TOTAL_STORE_ORDER) {
            return "fence.tso";
        }
        return isAtomic(form) ? form.name() + ORDERINGS.get(bits >>> 25 & 3) : form.name();
    }

    static boolean isAtomic(InstructionForm form) {
        return form.op() >= Op.LR && form.op() <= Op.AMOMAXU;
    }

    private static boolean isCsr(InstructionForm form) {
        return form.op() >= Op.CSRRW && form.op() <= Op.CSRRCI;
    }

    private static String operands(
            InstructionForm form, long pc, int bits, IntFunction<String> csrs) {
        String rd = INTEGERS.get(bits >>> 7 & 31);
        String rs1 = INTEGERS.get(bits >>> 15 & 31);
        String rs2 = INTEGERS.get(bits >>> 20 & 31);
        String fd = FLOATS.get(bits >>> 7 & 31);
        String fs1 = FLOATS.get(bits >>> 15 & 31);
        String fs2 = FLOATS.get(bits >>> 20 & 31);
        int stored = bits >> 25 << 5 | bits >>> 7 & 31;
        boolean oneSource = (form.mask() & RS2) == RS2;
        return switch (form.operands()) {
            case R -> oneSource ? rd + "," + rs1 : rd + "," + rs1 + "," + rs2;
            case I ->
                    form.op() == Op.JALR || form.op() >= Op.FIRST_ACCESS
                            ? rd + "," + (bits >> 20) + "(" + rs1 + ")"
                            : rd + "," + rs1 + "," + (bits >> 20);
            case SHIFT -> rd + "," + rs1 + ",0x" + Integer.toHexString(bits >>> 20 & 63);
            case S -> rs2 + "," + stored + "(" + rs1 + ")";
            case B -> rs1 + "," + rs2 + "," + target(pc + Decoder.branchOffset(bits));
            case U -> rd + ",0x" + Integer.toHexString(bits >>> 12);
            case J -> rd + "," + target(pc + Decoder.jumpOffset(bits));
            case FLOAT_LOAD -> fd + "," + (bits >> 20) + "(" + rs1 + ")";
            case FLOAT_STORE -> fs2 + "," + stored + "(" + rs1 + ")";
            case FLOAT -> {
                String sources = oneSource ? fs1 : fs1 + "," + fs2;
                boolean fused = form.op() >= Op.FMADD && form.op() <= Op.FNMADD + 1;
                String third = fused ? "," + FLOATS.get(bits >>> 27) : "";
                yield fd + "," + sources + third + rounding(form, bits);
            }
            case FLOAT_TO_INTEGER ->
                    rd + "," + (oneSource ? fs1 : fs1 + "," + fs2) + rounding(form, bits);
            case INTEGER_TO_FLOAT -> fd + "," + rs1 + rounding(form, bits);
            case RAW -> raw(form, bits, rd, rs1, rs2, csrs);
        };
    }

    private static String rounding(InstructionForm form, int bits) {
        return form.rounds() ? "," + ROUNDINGS.get(bits >>> 12 & 7) : "";
    }

    private static String target(long address) {
        return "0x" + Long.toHexString(address);
    }

    private static String raw(
            InstructionForm form,
            int bits,
            String rd,
            String rs1,
            String rs2,
            IntFunction<String> csrs) {
        if (isAtomic(form)) {
            return form.op() == Op.LR ? rd + ",(" + rs1 + ")" : rd + "," + rs2 + ",(" + rs1 + ")";
        }
        if (isCsr(form)) {
            String source = form.op() >= Op.CSRRWI ? Integer.toString(bits >>> 15 & 31) : rs1;
            return rd + "," + csrs.apply(bits >>> 20) + "," + source;
        }
        if (form.op() == Op.SFENCE_VMA) {
            return rs1 + "," + rs2;
        }
        boolean fence = (bits & 0x707f) == FENCE && bits != TOTAL_STORE_ORDER;
        return fence ? accesses(bits >>> 24) + "," + accesses(bits >>> 20) : "";
    }

    /** What a fence orders. */
    private static String accesses(int set) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 3; bit >= 0; bit--) {
            if ((set >>> bit & 1) != 0) {
                letters.append("wroi".charAt(bit));
            }
        }
        return letters.isEmpty() ? "unknown" : letters.toString();
    }

    /**
     * Names of the registers that an instruction writes.
     *
     * @param csrs name of a CSR by its number
     */
    public static ImmutableList<String> written(int word, IntFunction<String> csrs) {
        int bits = length(word) == 4 ? word : Compressed.expand(word & 0xffff);
        InstructionForm form = bits == Compressed.ILLEGAL ? null : InstructionSet.find(bits);
        if (form == null) {
            return ImmutableList.of();
        }
        int rd = bits >>> 7 & 31;
        ImmutableList<String> integer = rd == 0 ? ImmutableList.of() : ImmutableList.of("x" + rd);
        return switch (form.operands()) {
            case R, I, SHIFT, U, J, FLOAT_TO_INTEGER -> integer;
            case FLOAT_LOAD, FLOAT, INTEGER_TO_FLOAT -> ImmutableList.of("f" + rd);
            case S, B, FLOAT_STORE -> ImmutableList.of();
            case RAW ->
                    isAtomic(form)
                            ? integer
                            : isCsr(form) ? csr(form, bits, integer, csrs) : ImmutableList.of();
        };
    }

    private static ImmutableList<String> csr(
            InstructionForm form,
            int bits,
            ImmutableList<String> integer,
            IntFunction<String> csrs) {
        // Setting or clearing no bit is no write.
        boolean swap = form.op() == Op.CSRRW || form.op() == Op.CSRRWI;
        boolean writes = swap || (bits >>> 15 & 31) != 0;
        return writes
                ? ImmutableList.<String>builder()
                        .addAll(integer)
                        .add(csrs.apply(bits >>> 20))
                        .build()
                : integer;
    }
}
