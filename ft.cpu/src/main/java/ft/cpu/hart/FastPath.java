package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Op;
import ft.cpu.memory.MemoryController;
import ft.cpu.translate.Accesses;
import ft.cpu.translate.Elements;
import ft.cpu.translate.TlbTable;

/**
 * The part of the interpreter that has to be fast: plain computation, hits in the software TLB, and
 * jumps to blocks that are known. For anything else it returns.
 *
 * <p>The shape of {@link #execute} follows from what the JVM's compiler makes of it; measure, and
 * look at the machine code, before you change it:
 *
 * <ul>
 *   <li>It calls nothing that is not compiled in line. A call anywhere in the loop, however rare,
 *       would keep all its variables in memory instead of registers.
 *   <li>No two arms of the switch compute the same thing, other than through a nested switch: the
 *       compiler would compute it before the switch, for every instruction. Hence the different
 *       ways to write the comparisons.
 *   <li>Not taken branches go to the one end of the loop. A conditional jump back to its beginning
 *       would keep the comparison's three-way result alive and compute it.
 *   <li>Nobody looks at the bounds of the registers, whose numbers are masked, nor of the
 *       micro-ops: a block ends with one that is not gone on after, and who begins in the middle
 *       has looked ({@link Interpreter}).
 * </ul>
 */
final class FastPath {
    private static final long MIN = Long.MIN_VALUE;
    private static final long LOW_7_OF_8 = 0x7f7f7f7f7f7f7f7fL;
    private static final long SIGN = 1L << 31;
    private static final long PAGE = MainStorage.PAGE_SIZE;

    /** Block of the instruction that execution stopped at. */
    Block exitBlock;

    /**
     * If positive, the index in {@link #exitBlock}, plus 1, of an instruction that has to be done
     * out of line. If negative, the complement of the index of a jump that is not linked. If 0,
     * just go on at {@link #exitPc}.
     */
    int exitIndex;

    /** Virtual address of the page of {@link #exitBlock}. */
    long exitBase;

    /** Where to go on, unless there is an instruction to be done out of line. */
    long exitPc;

    private final MemoryController controller;

    private final int granuleShift;

    FastPath(MemoryController controller) {
        this.controller = controller;
        granuleShift = controller.granuleShift();
    }

    /**
     * Executes from a micro-op of a block on, whose instructions were all paid for, until it cannot
     * go on. Arrays come as arguments, because the compiler decodes a compressed reference that it
     * loads from a field before every use.
     *
     * @param x registers
     * @param floats what {@link FloatUnit#permissions} allows
     * @param tlb software TLB for loads and stores, laid out as a {@link TlbTable}
     * @param data content of the pages of its entries
     * @param tags tags of the software TLB for fetches
     * @param pages pages of the software TLB for fetches
     * @param block where to begin
     * @param i index of the micro-op to begin with
     * @param base virtual address of the block's page
     * @param left cycles left after the block
     * @return cycles left after {@link #exitBlock}, or after nothing if it was left
     */
    @SuppressWarnings("fallthrough")
    int execute(
            final long[] x,
            final int floats,
            final int[] tlb,
            final byte[][] data,
            final long[] tags,
            final CodePage[] pages,
            Block block,
            int i,
            long base,
            int left) {
        // What a TLB entry covers: the granule of change tracking.
        final int shift = granuleShift;
        final long aligned1 = -1L << shift;
        final long aligned2 = aligned1 | 1;
        final long aligned4 = aligned1 | 3;
        final long aligned8 = aligned1 | 7;
        long hash = controller.signature;
        long[] ops = block.ops;
        while (true) {
            final long u = Elements.number(ops, i);
            final int op = (int) u & 0xff;
            final long a = Elements.number(x, u >>> 16 & 127);
            final long b = Elements.number(x, u >>> 24 & 127);
            final long y = b + (u >> 32);
            next:
            {
                slow:
                {
                    jump:
                    {
                        final long value;
                        switch (op) {
                            case Op.NOP:
                                break next;
                            case Op.ADD:
                                value = a + y;
                                break;
                            case Op.SUB:
                                value = a - b;
                                break;
                            case Op.SLL:
                                value = a << y;
                                break;
                            case Op.SLT:
                                value = a < y ? 1 : 0;
                                break;
                            case Op.SLTU:
                                value = (~a & y | (~a | y) & a - y) >>> 63;
                                break;
                            case Op.XOR:
                                value = a ^ y;
                                break;
                            case Op.SRL:
                                value = a >>> y;
                                break;
                            case Op.SRA:
                                value = a >> y;
                                break;
                            case Op.OR:
                                value = a | y;
                                break;
                            case Op.AND:
                                value = a & y;
                                break;
                            case Op.ADDW:
                                value = (int) a + (int) y;
                                break;
                            case Op.AUIPC:
                                value = base + y;
                                break;
                            case Op.MUL:
                                value = a * y;
                                break;
                            case Op.SUBW:
                            case Op.SLLW:
                            case Op.SRLW:
                            case Op.SRAW:
                            case Op.MULW:
                                switch (op) {
                                    case Op.SUBW:
                                        value = (int) a - (int) y;
                                        break;
                                    case Op.SLLW:
                                        value = (int) a << y;
                                        break;
                                    case Op.SRLW:
                                        value = (int) a >>> y;
                                        break;
                                    case Op.SRAW:
                                        value = (int) a >> y;
                                        break;
                                    default:
                                        value = (int) a * (int) y;
                                        break;
                                }
                                break;
                            case Op.MULH:
                            case Op.MULHU:
                            case Op.DIV:
                            case Op.DIVU:
                            case Op.REM:
                            case Op.REMU:
                            case Op.DIVW:
                            case Op.DIVUW:
                            case Op.REMW:
                            case Op.REMUW:
                                switch (op) {
                                    case Op.MULH:
                                        value = Math.multiplyHigh(a, b);
                                        break;
                                    case Op.MULHU:
                                        value =
                                                Math.multiplyHigh(a, y)
                                                        + (a >> 63 & y)
                                                        + (y >> 63 & a);
                                        break;
                                    case Op.DIV:
                                        if (b == 0) {
                                            break slow;
                                        }
                                        value = a / b;
                                        break;
                                    case Op.REM:
                                        if (y == 0) {
                                            break slow;
                                        }
                                        value = a % y;
                                        break;
                                    case Op.DIVU:
                                        if (a < 0 || b <= 0) {
                                            break slow;
                                        }
                                        value = a / b;
                                        break;
                                    case Op.REMU:
                                        if (a < 0 || b <= 0) {
                                            break slow;
                                        }
                                        value = a % b;
                                        break;
                                    case Op.DIVW:
                                        if ((int) b == 0) {
                                            break slow;
                                        }
                                        value = (int) a / (int) b;
                                        break;
                                    case Op.REMW:
                                        if ((int) b == 0) {
                                            break slow;
                                        }
                                        value = (int) a % (int) b;
                                        break;
                                    case Op.DIVUW:
                                        if ((int) b == 0) {
                                            break slow;
                                        }
                                        value = (int) ((a & 0xffffffffL) / (b & 0xffffffffL));
                                        break;
                                    case Op.REMUW:
                                        if ((int) b == 0) {
                                            break slow;
                                        }
                                        value = (int) ((a & 0xffffffffL) % (b & 0xffffffffL));
                                        break;
                                    default:
                                        break slow;
                                }
                                break;
                            case Op.ADD_UW:
                            case Op.SH1ADD:
                            case Op.SH2ADD:
                            case Op.SH3ADD:
                            case Op.SH1ADD_UW:
                            case Op.SH2ADD_UW:
                            case Op.SH3ADD_UW:
                            case Op.SLLI_UW:
                            case Op.ANDN:
                            case Op.ORN:
                            case Op.XNOR:
                            case Op.CLZ:
                            case Op.CTZ:
                            case Op.CPOP:
                            case Op.CLZW:
                            case Op.CTZW:
                            case Op.CPOPW:
                            case Op.MAX:
                            case Op.MAXU:
                            case Op.MIN:
                            case Op.MINU:
                            case Op.SEXT_B:
                            case Op.SEXT_H:
                            case Op.ZEXT_H:
                            case Op.ROL:
                            case Op.ROR:
                            case Op.ROLW:
                            case Op.RORW:
                            case Op.ORC_B:
                            case Op.REV8:
                            case Op.BSET:
                            case Op.BCLR:
                            case Op.BINV:
                            case Op.BEXT:
                                value =
                                        switch (op) {
                                            case Op.ADD_UW -> (a & 0xffffffffL) + y;
                                            case Op.SH1ADD -> (a << 1) + y;
                                            case Op.SH2ADD -> (a << 2) + y;
                                            case Op.SH3ADD -> (a << 3) + y;
                                            case Op.SH1ADD_UW -> ((a & 0xffffffffL) << 1) + y;
                                            case Op.SH2ADD_UW -> ((a & 0xffffffffL) << 2) + y;
                                            case Op.SH3ADD_UW -> ((a & 0xffffffffL) << 3) + y;
                                            case Op.SLLI_UW -> (a & 0xffffffffL) << y;
                                            case Op.ANDN -> a & ~y;
                                            case Op.ORN -> a | ~y;
                                            case Op.XNOR -> ~(a ^ y);
                                            case Op.CLZ -> Long.numberOfLeadingZeros(a);
                                            case Op.CTZ -> Long.numberOfTrailingZeros(a);
                                            case Op.CPOP -> Long.bitCount(a);
                                            case Op.CLZW -> Integer.numberOfLeadingZeros((int) a);
                                            case Op.CTZW -> Integer.numberOfTrailingZeros((int) a);
                                            case Op.CPOPW -> Integer.bitCount((int) a);
                                            case Op.MAX -> Math.max(a, y);
                                            case Op.MAXU -> Math.max(a ^ MIN, y ^ MIN) ^ MIN;
                                            case Op.MIN -> Math.min(a, y);
                                            case Op.MINU -> Math.min(a ^ MIN, y ^ MIN) ^ MIN;
                                            case Op.SEXT_B -> (byte) a;
                                            case Op.SEXT_H -> (short) a;
                                            case Op.ZEXT_H -> a & 0xffff;
                                            case Op.ROL -> Long.rotateLeft(a, (int) y);
                                            case Op.ROR -> Long.rotateRight(a, (int) y);
                                            case Op.ROLW -> Integer.rotateLeft((int) a, (int) y);
                                            case Op.RORW -> Integer.rotateRight((int) a, (int) y);
                                            case Op.ORC_B -> combineBytes(a);
                                            case Op.REV8 -> Long.reverseBytes(a);
                                            case Op.BSET -> a | 1L << y;
                                            case Op.BCLR -> a & ~(1L << y);
                                            case Op.BINV -> a ^ 1L << y;
                                            default -> a >>> y & 1;
                                        };
                                break;
                            case Op.LB:
                            case Op.LH:
                            case Op.LW:
                            case Op.LD:
                            case Op.LBU:
                            case Op.LHU:
                            case Op.LWU:
                            case Op.FLW:
                            case Op.FLD:
                                {
                                    final long at = a + y;
                                    final int slot = (int) (at >>> shift) & TlbTable.ENTRIES - 1;
                                    final long tag = TlbTable.get(tlb, TlbTable.READS + slot);
                                    final byte[] page = data[slot];
                                    final int offset = (int) at & 0xfff;
                                    switch (op) {
                                        case Op.LB:
                                            if (tag != (at & aligned1)) {
                                                break slow;
                                            }
                                            value = page[offset];
                                            break;
                                        case Op.LH:
                                            if (tag != (at & aligned2)) {
                                                break slow;
                                            }
                                            value = (short) Bytes.SHORT.get(page, offset);
                                            break;
                                        case Op.LW:
                                            if (tag != (at & aligned4)) {
                                                break slow;
                                            }
                                            value = (int) Bytes.INT.get(page, offset);
                                            break;
                                        case Op.LD:
                                            if (tag != (at & aligned8)) {
                                                break slow;
                                            }
                                            value = (long) Bytes.LONG.get(page, offset);
                                            break;
                                        case Op.LBU:
                                            if (tag != (at & aligned1)) {
                                                break slow;
                                            }
                                            value = page[offset] & 0xff;
                                            break;
                                        case Op.LHU:
                                            if (tag != (at & aligned2)) {
                                                break slow;
                                            }
                                            value = (short) Bytes.SHORT.get(page, offset) & 0xffff;
                                            break;
                                        case Op.FLW:
                                            if (tag != (at & aligned4)
                                                    || (floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                            value =
                                                    (int) Bytes.INT.get(page, offset)
                                                            | FloatUnit.BOX;
                                            break;
                                        case Op.FLD:
                                            if (tag != (at & aligned8)
                                                    || (floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                            value = (long) Bytes.LONG.get(page, offset);
                                            break;
                                        default:
                                            if (tag != (at & aligned4)) {
                                                break slow;
                                            }
                                            value = (int) Bytes.INT.get(page, offset) & 0xffffffffL;
                                            break;
                                    }
                                    break;
                                }
                            case Op.SB:
                            case Op.SH:
                            case Op.SW:
                            case Op.SD:
                            case Op.FSW:
                            case Op.FSD:
                                {
                                    final long at = a + (u >> 32);
                                    final int slot = (int) (at >>> shift) & TlbTable.ENTRIES - 1;
                                    final long tag = TlbTable.get(tlb, TlbTable.WRITES + slot);
                                    final byte[] page = data[slot];
                                    final int offset = (int) at & 0xfff;
                                    switch (op) {
                                        case Op.SB:
                                            if (tag != (at & aligned1)) {
                                                break slow;
                                            }
                                            page[offset] = (byte) b;
                                            hash = Accesses.sign(hash, tlb, slot, at, (byte) b);
                                            break next;
                                        case Op.SH:
                                            if (tag != (at & aligned2)) {
                                                break slow;
                                            }
                                            Bytes.SHORT.set(page, offset, (short) b);
                                            hash = Accesses.sign(hash, tlb, slot, at, (short) b);
                                            break next;
                                        case Op.FSW:
                                            if ((floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                        // falls through
                                        case Op.SW:
                                            if (tag != (at & aligned4)) {
                                                break slow;
                                            }
                                            Bytes.INT.set(page, offset, (int) b);
                                            hash = Accesses.sign(hash, tlb, slot, at, (int) b);
                                            break next;
                                        case Op.FSD:
                                            if ((floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                        // falls through
                                        default:
                                            if (tag != (at & aligned8)) {
                                                break slow;
                                            }
                                            Bytes.LONG.set(page, offset, b);
                                            hash = Accesses.sign(hash, tlb, slot, at, b);
                                            break next;
                                    }
                                }
                            case Op.FADD + 1:
                            case Op.FSUB + 1:
                            case Op.FMUL + 1:
                            case Op.FDIV + 1:
                            case Op.FSQRT + 1:
                            case Op.FMADD + 1:
                            case Op.FMSUB + 1:
                            case Op.FNMSUB + 1:
                            case Op.FNMADD + 1:
                            case Op.FADD:
                            case Op.FSUB:
                            case Op.FMUL:
                            case Op.FDIV:
                            case Op.FSQRT:
                            case Op.FMADD:
                            case Op.FMSUB:
                            case Op.FNMSUB:
                            case Op.FNMADD:
                            case Op.FSGNJ:
                            case Op.FSGNJN:
                            case Op.FSGNJX:
                            case Op.FSGNJ + 1:
                            case Op.FSGNJN + 1:
                            case Op.FSGNJX + 1:
                            case Op.FMV_TO_INTEGER:
                            case Op.FMV_TO_INTEGER + 1:
                            case Op.FMV_FROM_INTEGER:
                            case Op.FMV_FROM_INTEGER + 1:
                            case Op.FLE:
                            case Op.FLT:
                            case Op.FEQ:
                            case Op.FLE + 1:
                            case Op.FLT + 1:
                            case Op.FEQ + 1:
                            case Op.FCVT_FROM_W + 1:
                            case Op.FCVT_FROM_OTHER + 1:
                            case Op.FCVT_FROM_L + 1:
                            case Op.FCVT_FROM_L:
                            case Op.FCVT_FROM_W:
                            case Op.FCVT_FROM_OTHER:
                            case Op.FCVT_W:
                            case Op.FCVT_L:
                            case Op.FCVT_W + 1:
                            case Op.FCVT_L + 1:
                                // All of floating point behind one arm: what its arms share would
                                // otherwise be computed for every instruction, in programs without
                                // any as well.
                                switch (op) {
                                    case Op.FADD + 1:
                                    case Op.FSUB + 1:
                                    case Op.FMUL + 1:
                                    case Op.FDIV + 1:
                                    case Op.FSQRT + 1:
                                    case Op.FMADD + 1:
                                    case Op.FMSUB + 1:
                                    case Op.FNMSUB + 1:
                                    case Op.FNMADD + 1:
                                        {
                                            if ((floats >>> mode(u) & FloatUnit.NEAREST) == 0) {
                                                break slow;
                                            }
                                            final double c = number(x[Block.F + (int) (u >>> 59)]);
                                            final double result =
                                                    switch (op) {
                                                        case Op.FADD + 1 -> number(a) + number(b);
                                                        case Op.FSUB + 1 -> number(a) - number(b);
                                                        case Op.FMUL + 1 -> number(a) * number(b);
                                                        case Op.FDIV + 1 -> number(a) / number(b);
                                                        case Op.FSQRT + 1 -> Math.sqrt(number(a));
                                                        case Op.FMADD + 1 ->
                                                                Math.fma(number(a), number(b), c);
                                                        case Op.FMSUB + 1 ->
                                                                Math.fma(number(a), number(b), -c);
                                                        case Op.FNMSUB + 1 ->
                                                                Math.fma(-number(a), number(b), c);
                                                        default ->
                                                                Math.fma(-number(a), number(b), -c);
                                                    };
                                            value = Double.doubleToRawLongBits(result);
                                            if (isSpecial(value >>> 52 & 0x7ff, 0x7ff)) {
                                                break slow;
                                            }
                                            break;
                                        }
                                    case Op.FADD:
                                    case Op.FSUB:
                                    case Op.FMUL:
                                    case Op.FDIV:
                                    case Op.FSQRT:
                                    case Op.FMADD:
                                    case Op.FMSUB:
                                    case Op.FNMSUB:
                                    case Op.FNMADD:
                                        {
                                            if ((floats >>> mode(u) & FloatUnit.NEAREST) == 0) {
                                                break slow;
                                            }
                                            final long third = x[Block.F + (int) (u >>> 59)];
                                            final long boxes =
                                                    switch (op) {
                                                        case Op.FSQRT -> a;
                                                        case Op.FADD, Op.FSUB, Op.FMUL, Op.FDIV ->
                                                                a & b;
                                                        default -> a & b & third;
                                                    };
                                            if (boxes >> 32 != -1) {
                                                break slow;
                                            }
                                            final float c = single(third);
                                            final float result =
                                                    switch (op) {
                                                        case Op.FADD -> single(a) + single(b);
                                                        case Op.FSUB -> single(a) - single(b);
                                                        case Op.FMUL -> single(a) * single(b);
                                                        case Op.FDIV -> single(a) / single(b);
                                                        case Op.FSQRT ->
                                                                (float) Math.sqrt(single(a));
                                                        case Op.FMADD ->
                                                                Math.fma(single(a), single(b), c);
                                                        case Op.FMSUB ->
                                                                Math.fma(single(a), single(b), -c);
                                                        case Op.FNMSUB ->
                                                                Math.fma(-single(a), single(b), c);
                                                        default ->
                                                                Math.fma(-single(a), single(b), -c);
                                                    };
                                            value = boxed(result);
                                            if (isSpecial(value >>> 23 & 0xff, 0xff)) {
                                                break slow;
                                            }
                                            break;
                                        }
                                    case Op.FSGNJ:
                                    case Op.FSGNJN:
                                    case Op.FSGNJX:
                                        if ((a & b) >> 32 != -1
                                                || (floats & FloatUnit.REACHABLE) == 0) {
                                            break slow;
                                        }
                                        value =
                                                switch (op) {
                                                    case Op.FSGNJ -> a & ~SIGN | b & SIGN;
                                                    case Op.FSGNJN -> a & ~SIGN | ~b & SIGN;
                                                    default -> a ^ b & SIGN;
                                                };
                                        break;
                                    case Op.FSGNJ + 1:
                                    case Op.FSGNJN + 1:
                                    case Op.FSGNJX + 1:
                                    case Op.FMV_TO_INTEGER:
                                    case Op.FMV_TO_INTEGER + 1:
                                    case Op.FMV_FROM_INTEGER:
                                    case Op.FMV_FROM_INTEGER + 1:
                                        if ((floats & FloatUnit.REACHABLE) == 0) {
                                            break slow;
                                        }
                                        value =
                                                switch (op) {
                                                    case Op.FSGNJ + 1 -> a & ~MIN | b & MIN;
                                                    case Op.FSGNJN + 1 -> a & ~MIN | ~b & MIN;
                                                    case Op.FSGNJX + 1 -> a ^ b & MIN;
                                                    case Op.FMV_TO_INTEGER -> (int) a;
                                                    case Op.FMV_FROM_INTEGER -> a | FloatUnit.BOX;
                                                    default -> a;
                                                };
                                        break;
                                    case Op.FLE:
                                    case Op.FLT:
                                    case Op.FEQ:
                                    case Op.FLE + 1:
                                    case Op.FLT + 1:
                                    case Op.FEQ + 1:
                                        {
                                            final boolean wide = (op & 1) != 0;
                                            if (!wide && (a & b) >> 32 != -1
                                                    || (floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                            final double one = wide ? number(a) : single(a);
                                            final double other = wide ? number(b) : single(b);
                                            if (one != one || other != other) {
                                                break slow;
                                            }
                                            value =
                                                    switch (op) {
                                                        case Op.FLE, Op.FLE + 1 ->
                                                                one <= other ? 1 : 0;
                                                        case Op.FLT, Op.FLT + 1 ->
                                                                one < other ? 1 : 0;
                                                        default -> one == other ? 1 : 0;
                                                    };
                                            break;
                                        }
                                    case Op.FCVT_FROM_W + 1:
                                    case Op.FCVT_FROM_OTHER + 1:
                                        {
                                            final boolean fromSingle = op == Op.FCVT_FROM_OTHER + 1;
                                            final float one = single(a);
                                            if ((floats >>> mode(u) & FloatUnit.EXACT) == 0
                                                    || fromSingle
                                                            && (a >> 32 != -1 || one != one)) {
                                                break slow;
                                            }
                                            final double result =
                                                    switch (op) {
                                                        case Op.FCVT_FROM_W + 1 -> (int) a;
                                                        default -> one;
                                                    };
                                            value = Double.doubleToRawLongBits(result);
                                            break;
                                        }
                                    case Op.FCVT_FROM_L + 1:
                                    case Op.FCVT_FROM_L:
                                    case Op.FCVT_FROM_W:
                                        if ((floats >>> mode(u) & FloatUnit.NEAREST) == 0) {
                                            break slow;
                                        }
                                        value =
                                                switch (op) {
                                                    case Op.FCVT_FROM_L -> boxed((float) a);
                                                    case Op.FCVT_FROM_W -> boxed((float) (int) a);
                                                    default ->
                                                            Double.doubleToRawLongBits((double) a);
                                                };
                                        break;
                                    case Op.FCVT_FROM_OTHER:
                                        value = boxed((float) number(a));
                                        if ((floats >>> mode(u) & FloatUnit.NEAREST) == 0
                                                || isSpecial(value >>> 23 & 0xff, 0xff)) {
                                            break slow;
                                        }
                                        break;
                                    case Op.FCVT_W:
                                    case Op.FCVT_L:
                                    case Op.FCVT_W + 1:
                                    case Op.FCVT_L + 1:
                                        {
                                            final boolean wide = (op & 1) != 0;
                                            final boolean narrow = (op & ~1) == Op.FCVT_W;
                                            final double one = wide ? number(a) : single(a);
                                            // Less than the range of int by up to 1 would fit as
                                            // well.
                                            final double limit = narrow ? 0x1p31 : 0x1p63;
                                            if ((floats >>> mode(u) & FloatUnit.TRUNCATING) == 0
                                                    || !wide && a >> 32 != -1
                                                    || !(one >= -limit && one < limit)) {
                                                break slow;
                                            }
                                            value = narrow ? (int) one : (long) one;
                                            break;
                                        }
                                    default:
                                        break slow;
                                }
                                break;
                            case Op.BEQ:
                                if (a == b) {
                                    break jump;
                                }
                                break next;
                            case Op.BNE:
                                if ((a ^ b) != 0) {
                                    break jump;
                                }
                                break next;
                            case Op.BLT:
                                if (a < b) {
                                    break jump;
                                }
                                break next;
                            case Op.BGE:
                                if (b <= a) {
                                    break jump;
                                }
                                break next;
                            case Op.BLTU:
                                if (a + MIN < b + MIN) {
                                    break jump;
                                }
                                break next;
                            case Op.BGEU:
                                if ((b ^ MIN) <= (a ^ MIN)) {
                                    break jump;
                                }
                                break next;
                            case Op.JAL:
                                x[(int) (u >>> 8) & 127] = base + (u >>> 16 & 0xffff);
                                break jump;
                            case Op.JALR:
                                final long pc = a + (u >> 48) & ~1L;
                                x[(int) (u >>> 8) & 127] = base + (u >>> 32 & 0xffff);
                                final int slot = (int) (pc >>> 12) & FetchUnit.ENTRIES - 1;
                                if (tags[slot] == (pc & -PAGE)) {
                                    final Block target = pages[slot].blocks[(int) pc >> 1 & 0x7ff];
                                    if (target != null && target.count <= left) {
                                        left -= target.count;
                                        block = target;
                                        ops = target.ops;
                                        i = 0;
                                        base = pc & -PAGE;
                                        continue;
                                    }
                                }
                                controller.signature = hash;
                                exitIndex = 0;
                                exitPc = pc;
                                return left;
                            case Op.END:
                                // Not an instruction, so it costs nothing.
                                left++;
                                break jump;
                            default:
                                break slow;
                        }
                        Elements.setNumber(x, u >>> 8 & 127, value);
                        break next;
                    }
                    final Block link = block.links[i];
                    left += block.count - i - 1 - link.count;
                    if (left >= 0) {
                        block = link;
                        ops = link.ops;
                        i = 0;
                        continue;
                    }
                    left += link.count;
                    controller.signature = hash;
                    exitBlock = block;
                    exitIndex = link == Block.NONE ? ~i : 0;
                    exitPc = base + (u >> 32);
                    exitBase = base;
                    return left;
                }
                controller.signature = hash;
                exitBlock = block;
                exitIndex = i + 1;
                exitBase = base;
                return left;
            }
            i++;
        }
    }

    // All ones for a byte that is not zero. Adding 0x7f to the lower bits of a byte sets its
    // highest if any of them is set, and carries nowhere.
    private static long combineBytes(long a) {
        return (((a & LOW_7_OF_8) + LOW_7_OF_8 | a) >>> 7 & ~LOW_7_OF_8 >>> 7) * 0xff;
    }

    // What follows is small enough to be always compiled in line.

    private static double number(long bits) {
        return Double.longBitsToDouble(bits);
    }

    private static float single(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long boxed(float result) {
        return Float.floatToRawIntBits(result) | FloatUnit.BOX;
    }

    // The field of an instruction that names the rounding mode.
    private static int mode(long microOp) {
        return (int) (microOp >>> 44 & 7);
    }

    // Whether a number's field of the exponent is one of which FloatUnit.permissions says nothing.
    private static boolean isSpecial(long field, long most) {
        return field <= 1 || field == most;
    }
}
