package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.Op;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Signature;

/**
 * Executes decoded blocks.
 *
 * <p>The budget is paid for block by block, so there is no count to keep for an instruction; the
 * last block before the budget ends is cut to what is left. Everything that is not plain
 * computation, a hit in the software TLB or a jump to a linked block leaves the switch by one way
 * out. The method is kept small enough for the JVM's compiler (8,000 bytecodes).
 */
public final class Interpreter implements Engine {
    private static final long MIN = Long.MIN_VALUE;
    private static final long PAGE = MainStorage.PAGE_SIZE;
    private static final long ALIGNED_1 = -PAGE;
    private static final long ALIGNED_2 = -PAGE | 1;
    private static final long ALIGNED_4 = -PAGE | 3;
    private static final long ALIGNED_8 = -PAGE | 7;

    private final Hart hart;
    private final MemoryController controller;
    private final FetchUnit fetch;
    private final SlowPath slowPath;
    private final Block scratch = Block.scratch();

    /** Makes the engine of a hart. */
    public Interpreter(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        fetch = hart.fetch;
        slowPath = new SlowPath(hart, controller);
    }

    @Override
    public int run(long end, int budget) {
        final long[] x = hart.x;
        final TlbEntry[] tlb = hart.loadStore.entries;
        int left = budget;
        long pc = hart.pc;
        long hash = controller.signature;
        outer:
        while (left > 0) {
            Block block = fetch.block(pc);
            if (block == null) {
                hart.clock = end - left--;
                hart.trap(pc);
                pc = hart.pc;
                continue;
            }
            if (block.count > left) {
                scratch.cut(block, left);
                block = scratch;
            }
            left -= block.count;
            final long base = pc & -PAGE;
            long[] ops = block.ops;
            int i = 0;
            while (true) {
                final long u = ops[i++];
                Block next;
                switch ((int) u & 0xff) {
                    case Op.NOP:
                        continue;
                    case Op.MV:
                        x[(int) (u >>> 8) & x.length - 1] = x[(int) (u >>> 16) & x.length - 1];
                        continue;
                    case Op.LI:
                        x[(int) (u >>> 8) & x.length - 1] = u >> 32;
                        continue;
                    case Op.AUIPC:
                        x[(int) (u >>> 8) & x.length - 1] = base + (u >> 32);
                        continue;
                    case Op.ADDI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                        continue;
                    case Op.SLTI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] < (u >> 32) ? 1 : 0;
                        continue;
                    case Op.SLTIU:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] + MIN < (u >> 32) + MIN ? 1 : 0;
                        continue;
                    case Op.XORI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] ^ (u >> 32);
                        continue;
                    case Op.ORI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] | (u >> 32);
                        continue;
                    case Op.ANDI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] & (u >> 32);
                        continue;
                    case Op.SLLI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] << (u >>> 32);
                        continue;
                    case Op.SRLI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] >>> (u >>> 32);
                        continue;
                    case Op.SRAI:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] >> (u >>> 32);
                        continue;
                    case Op.ADDIW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1] + (int) (u >> 32);
                        continue;
                    case Op.SLLIW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1] << (u >>> 32);
                        continue;
                    case Op.SRLIW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1] >>> (u >>> 32);
                        continue;
                    case Op.SRAIW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1] >> (u >>> 32);
                        continue;
                    case Op.ADD:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        + x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SUB:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        - x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SLL:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        << x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SLT:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                                < x[(int) (u >>> 24) & x.length - 1]
                                        ? 1
                                        : 0;
                        continue;
                    case Op.SLTU:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1] + MIN
                                                < x[(int) (u >>> 24) & x.length - 1] + MIN
                                        ? 1
                                        : 0;
                        continue;
                    case Op.XOR:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        ^ x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SRL:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        >>> x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SRA:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        >> x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.OR:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        | x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.AND:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        & x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.ADDW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1]
                                        + (int) x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SUBW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1]
                                        - (int) x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SLLW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1]
                                        << x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SRLW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1]
                                        >>> x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.SRAW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1]
                                        >> x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.MUL:
                        x[(int) (u >>> 8) & x.length - 1] =
                                x[(int) (u >>> 16) & x.length - 1]
                                        * x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.MULH:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.mulh(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.MULHSU:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.mulhsu(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.MULHU:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.mulhu(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.DIV:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.div(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.DIVU:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.divu(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.REM:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.rem(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.REMU:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.remu(
                                        x[(int) (u >>> 16) & x.length - 1],
                                        x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.MULW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                (int) x[(int) (u >>> 16) & x.length - 1]
                                        * (int) x[(int) (u >>> 24) & x.length - 1];
                        continue;
                    case Op.DIVW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.divw(
                                        (int) x[(int) (u >>> 16) & x.length - 1],
                                        (int) x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.DIVUW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.divuw(
                                        (int) x[(int) (u >>> 16) & x.length - 1],
                                        (int) x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.REMW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.remw(
                                        (int) x[(int) (u >>> 16) & x.length - 1],
                                        (int) x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.REMUW:
                        x[(int) (u >>> 8) & x.length - 1] =
                                Multiplier.remuw(
                                        (int) x[(int) (u >>> 16) & x.length - 1],
                                        (int) x[(int) (u >>> 24) & x.length - 1]);
                        continue;
                    case Op.LB:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_1)) {
                                long value = entry.data[(int) a & 0xfff];
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.LH:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_2)) {
                                long value = (short) Bytes.SHORT.get(entry.data, (int) a & 0xfff);
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.LW:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_4)) {
                                long value = (int) Bytes.INT.get(entry.data, (int) a & 0xfff);
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.LD:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_8)) {
                                long value = (long) Bytes.LONG.get(entry.data, (int) a & 0xfff);
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.LBU:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_1)) {
                                long value = entry.data[(int) a & 0xfff] & 0xff;
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.LHU:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_2)) {
                                long value =
                                        (short) Bytes.SHORT.get(entry.data, (int) a & 0xfff)
                                                & 0xffff;
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.LWU:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.read == (a & ALIGNED_4)) {
                                long value =
                                        (int) Bytes.INT.get(entry.data, (int) a & 0xfff)
                                                & 0xffffffffL;
                                hash = Signature.mix(hash, Signature.LOAD + a, value);
                                x[(int) (u >>> 8) & x.length - 1] = value;
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.SB:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.write == (a & ALIGNED_1)) {
                                byte value = (byte) x[(int) (u >>> 24) & x.length - 1];
                                entry.data[(int) a & 0xfff] = value;
                                hash = Signature.mix(hash, Signature.STORE + a, value);
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.SH:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.write == (a & ALIGNED_2)) {
                                short value = (short) x[(int) (u >>> 24) & x.length - 1];
                                Bytes.SHORT.set(entry.data, (int) a & 0xfff, value);
                                hash = Signature.mix(hash, Signature.STORE + a, value);
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.SW:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.write == (a & ALIGNED_4)) {
                                int value = (int) x[(int) (u >>> 24) & x.length - 1];
                                Bytes.INT.set(entry.data, (int) a & 0xfff, value);
                                hash = Signature.mix(hash, Signature.STORE + a, value);
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.SD:
                        {
                            long a = x[(int) (u >>> 16) & x.length - 1] + (u >> 32);
                            TlbEntry entry = tlb[(int) (a >>> 12) & tlb.length - 1];
                            if (entry.write == (a & ALIGNED_8)) {
                                long value = x[(int) (u >>> 24) & x.length - 1];
                                Bytes.LONG.set(entry.data, (int) a & 0xfff, value);
                                hash = Signature.mix(hash, Signature.STORE + a, value);
                                continue;
                            }
                            next = Block.SLOW;
                            break;
                        }
                    case Op.BEQ:
                        next =
                                x[(int) (u >>> 16) & x.length - 1]
                                                == x[(int) (u >>> 24) & x.length - 1]
                                        ? block.taken
                                        : block.fall;
                        break;
                    case Op.BNE:
                        next =
                                x[(int) (u >>> 16) & x.length - 1]
                                                != x[(int) (u >>> 24) & x.length - 1]
                                        ? block.taken
                                        : block.fall;
                        break;
                    case Op.BLT:
                        next =
                                x[(int) (u >>> 16) & x.length - 1]
                                                < x[(int) (u >>> 24) & x.length - 1]
                                        ? block.taken
                                        : block.fall;
                        break;
                    case Op.BGE:
                        next =
                                x[(int) (u >>> 16) & x.length - 1]
                                                >= x[(int) (u >>> 24) & x.length - 1]
                                        ? block.taken
                                        : block.fall;
                        break;
                    case Op.BLTU:
                        next =
                                x[(int) (u >>> 16) & x.length - 1] + MIN
                                                < x[(int) (u >>> 24) & x.length - 1] + MIN
                                        ? block.taken
                                        : block.fall;
                        break;
                    case Op.BGEU:
                        next =
                                x[(int) (u >>> 16) & x.length - 1] + MIN
                                                >= x[(int) (u >>> 24) & x.length - 1] + MIN
                                        ? block.taken
                                        : block.fall;
                        break;
                    case Op.JAL:
                        x[(int) (u >>> 8) & x.length - 1] = base + (u >> 32);
                        next = block.taken;
                        break;
                    case Op.JALR:
                        // The base register may be the link register.
                        pc = x[(int) (u >>> 16) & x.length - 1] + (u >> 48) & ~1L;
                        x[(int) (u >>> 8) & x.length - 1] = base + (u >>> 32 & 0xffff);
                        continue outer;
                    case Op.END:
                        next = block.fall;
                        break;
                    default:
                        next = Block.SLOW;
                        break;
                }
                left -= next.count;
                if (left >= 0) {
                    block = next;
                    ops = next.ops;
                    i = 0;
                    continue;
                }
                left += next.count;
                if (next == Block.SLOW) {
                    controller.signature = hash;
                    hart.clock = end - left - (block.count - i) - 1;
                    hart.pc = base + block.offsets[i - 1];
                    Stop stop = slowPath.execute(u, base + block.offsets[i]);
                    hash = controller.signature;
                    if (stop == Stop.NONE) {
                        continue;
                    }
                    left += block.count - i;
                    pc = hart.pc;
                    if (stop == Stop.LEAVE) {
                        break outer;
                    }
                    if (stop == Stop.IO) {
                        left++;
                        break outer;
                    }
                    continue outer;
                }
                pc = base + follow(block, next, base, left);
                continue outer;
            }
        }
        hart.pc = pc;
        hart.clock = end - left;
        controller.signature = hash;
        return left;
    }

    // Where a block goes that has no link, or no budget, to go on; links it if it can be.
    private int follow(Block block, Block next, long base, int left) {
        if (next != Block.TAKEN && next != Block.FALL) {
            return next.offsets[0];
        }
        int offset = next == Block.TAKEN ? block.takenOffset : block.fallOffset();
        // Another page may change on its own, and so may the second half of an instruction in
        // the last two bytes of this one.
        if (block != scratch && left > 0 && offset >= 0 && offset < PAGE - 2) {
            Block found = fetch.block(base + offset);
            if (next == Block.TAKEN) {
                block.taken = found;
            } else {
                block.fall = found;
            }
        }
        return offset;
    }
}
