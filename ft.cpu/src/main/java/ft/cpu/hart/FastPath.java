package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Op;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Signature;

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
 * </ul>
 */
final class FastPath {
    private static final long MIN = Long.MIN_VALUE;
    private static final long LOW_7_OF_8 = 0x7f7f7f7f7f7f7f7fL;
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
     * @param tlb software TLB for loads and stores
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
            final TlbEntry[] tlb,
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
            final long u = ops[i];
            final int op = (int) u & 0xff;
            final long a = x[(int) (u >>> 16) & 127];
            final long b = x[(int) (u >>> 24) & 127];
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
                                switch (op) {
                                    case Op.ADD_UW:
                                        value = (a & 0xffffffffL) + y;
                                        break;
                                    case Op.SH1ADD:
                                        value = (a << 1) + y;
                                        break;
                                    case Op.SH2ADD:
                                        value = (a << 2) + y;
                                        break;
                                    case Op.SH3ADD:
                                        value = (a << 3) + y;
                                        break;
                                    case Op.SH1ADD_UW:
                                        value = ((a & 0xffffffffL) << 1) + y;
                                        break;
                                    case Op.SH2ADD_UW:
                                        value = ((a & 0xffffffffL) << 2) + y;
                                        break;
                                    case Op.SH3ADD_UW:
                                        value = ((a & 0xffffffffL) << 3) + y;
                                        break;
                                    case Op.SLLI_UW:
                                        value = (a & 0xffffffffL) << y;
                                        break;
                                    case Op.ANDN:
                                        value = a & ~y;
                                        break;
                                    case Op.ORN:
                                        value = a | ~y;
                                        break;
                                    case Op.XNOR:
                                        value = ~(a ^ y);
                                        break;
                                    case Op.CLZ:
                                        value = Long.numberOfLeadingZeros(a);
                                        break;
                                    case Op.CTZ:
                                        value = Long.numberOfTrailingZeros(a);
                                        break;
                                    case Op.CPOP:
                                        value = Long.bitCount(a);
                                        break;
                                    case Op.CLZW:
                                        value = Integer.numberOfLeadingZeros((int) a);
                                        break;
                                    case Op.CTZW:
                                        value = Integer.numberOfTrailingZeros((int) a);
                                        break;
                                    case Op.CPOPW:
                                        value = Integer.bitCount((int) a);
                                        break;
                                    case Op.MAX:
                                        value = Math.max(a, y);
                                        break;
                                    case Op.MAXU:
                                        value = Math.max(a ^ MIN, y ^ MIN) ^ MIN;
                                        break;
                                    case Op.MIN:
                                        value = Math.min(a, y);
                                        break;
                                    case Op.MINU:
                                        value = Math.min(a ^ MIN, y ^ MIN) ^ MIN;
                                        break;
                                    case Op.SEXT_B:
                                        value = (byte) a;
                                        break;
                                    case Op.SEXT_H:
                                        value = (short) a;
                                        break;
                                    case Op.ZEXT_H:
                                        value = a & 0xffff;
                                        break;
                                    case Op.ROL:
                                        value = Long.rotateLeft(a, (int) y);
                                        break;
                                    case Op.ROR:
                                        value = Long.rotateRight(a, (int) y);
                                        break;
                                    case Op.ROLW:
                                        value = Integer.rotateLeft((int) a, (int) y);
                                        break;
                                    case Op.RORW:
                                        value = Integer.rotateRight((int) a, (int) y);
                                        break;
                                    case Op.ORC_B:
                                        value = combineBytes(a);
                                        break;
                                    case Op.REV8:
                                        value = Long.reverseBytes(a);
                                        break;
                                    case Op.BSET:
                                        value = a | 1L << y;
                                        break;
                                    case Op.BCLR:
                                        value = a & ~(1L << y);
                                        break;
                                    case Op.BINV:
                                        value = a ^ 1L << y;
                                        break;
                                    default:
                                        value = a >>> y & 1;
                                        break;
                                }
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
                                    final TlbEntry entry =
                                            tlb[(int) (at >>> shift) & SoftwareTlb.ENTRIES - 1];
                                    final int offset = (int) at & 0xfff;
                                    switch (op) {
                                        case Op.LB:
                                            if (entry.read != (at & aligned1)) {
                                                break slow;
                                            }
                                            value = entry.data[offset];
                                            break;
                                        case Op.LH:
                                            if (entry.read != (at & aligned2)) {
                                                break slow;
                                            }
                                            value = (short) Bytes.SHORT.get(entry.data, offset);
                                            break;
                                        case Op.LW:
                                            if (entry.read != (at & aligned4)) {
                                                break slow;
                                            }
                                            value = (int) Bytes.INT.get(entry.data, offset);
                                            break;
                                        case Op.LD:
                                            if (entry.read != (at & aligned8)) {
                                                break slow;
                                            }
                                            value = (long) Bytes.LONG.get(entry.data, offset);
                                            break;
                                        case Op.LBU:
                                            if (entry.read != (at & aligned1)) {
                                                break slow;
                                            }
                                            value = entry.data[offset] & 0xff;
                                            break;
                                        case Op.LHU:
                                            if (entry.read != (at & aligned2)) {
                                                break slow;
                                            }
                                            value =
                                                    (short) Bytes.SHORT.get(entry.data, offset)
                                                            & 0xffff;
                                            break;
                                        case Op.FLW:
                                            if (entry.read != (at & aligned4)
                                                    || (floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                            value =
                                                    (int) Bytes.INT.get(entry.data, offset)
                                                            | FloatUnit.BOX;
                                            break;
                                        case Op.FLD:
                                            if (entry.read != (at & aligned8)
                                                    || (floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                            value = (long) Bytes.LONG.get(entry.data, offset);
                                            break;
                                        default:
                                            if (entry.read != (at & aligned4)) {
                                                break slow;
                                            }
                                            value =
                                                    (int) Bytes.INT.get(entry.data, offset)
                                                            & 0xffffffffL;
                                            break;
                                    }
                                    hash =
                                            Signature.mix(
                                                    hash,
                                                    Signature.LOAD + at + entry.toPhysical,
                                                    value);
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
                                    final TlbEntry entry =
                                            tlb[(int) (at >>> shift) & SoftwareTlb.ENTRIES - 1];
                                    final int offset = (int) at & 0xfff;
                                    switch (op) {
                                        case Op.SB:
                                            {
                                                if (entry.write != (at & aligned1)) {
                                                    break slow;
                                                }
                                                final byte stored = (byte) b;
                                                entry.data[offset] = stored;
                                                hash =
                                                        Signature.mix(
                                                                hash,
                                                                Signature.STORE
                                                                        + at
                                                                        + entry.toPhysical,
                                                                stored);
                                                break next;
                                            }
                                        case Op.SH:
                                            {
                                                if (entry.write != (at & aligned2)) {
                                                    break slow;
                                                }
                                                final short stored = (short) b;
                                                Bytes.SHORT.set(entry.data, offset, stored);
                                                hash =
                                                        Signature.mix(
                                                                hash,
                                                                Signature.STORE
                                                                        + at
                                                                        + entry.toPhysical,
                                                                stored);
                                                break next;
                                            }
                                        case Op.FSW:
                                            if ((floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                        // falls through
                                        case Op.SW:
                                            {
                                                if (entry.write != (at & aligned4)) {
                                                    break slow;
                                                }
                                                final int stored = (int) b;
                                                Bytes.INT.set(entry.data, offset, stored);
                                                hash =
                                                        Signature.mix(
                                                                hash,
                                                                Signature.STORE
                                                                        + at
                                                                        + entry.toPhysical,
                                                                stored);
                                                break next;
                                            }
                                        case Op.FSD:
                                            if ((floats & FloatUnit.REACHABLE) == 0) {
                                                break slow;
                                            }
                                        // falls through
                                        default:
                                            {
                                                if (entry.write != (at & aligned8)) {
                                                    break slow;
                                                }
                                                final long stored = b;
                                                Bytes.LONG.set(entry.data, offset, stored);
                                                hash =
                                                        Signature.mix(
                                                                hash,
                                                                Signature.STORE
                                                                        + at
                                                                        + entry.toPhysical,
                                                                stored);
                                                break next;
                                            }
                                    }
                                }
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
                        x[(int) (u >>> 8) & 127] = value;
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
}
