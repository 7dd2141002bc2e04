package ft.cpu.decode;

import ft.api.cpu.MainStorage;
import java.util.Arrays;

/** Turns instructions into micro-ops and micro-ops into blocks. */
public final class Decoder {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    private final long[] ops = new long[Block.MAX_COUNT + 1];
    private final short[] offsets = new short[Block.MAX_COUNT + 1];
    private int longest = Block.MAX_COUNT;

    /** Sets how many instructions a block has at most. */
    public void longest(int count) {
        longest = count;
    }

    /**
     * Decodes the block at an offset of a page.
     *
     * @return null if the instruction there continues in the next page
     */
    public Block block(byte[] page, int start) {
        int offset = start;
        int count = 0;
        boolean open = true;
        while (open && count < longest && offset < PAGE) {
            int half = half(page, offset);
            boolean wide = (half & 3) == 3;
            if (wide && offset + 4 > PAGE) {
                break;
            }
            int instruction = wide ? half | half(page, offset + 2) << 16 : half;
            offsets[count] = (short) offset;
            ops[count] = decode(instruction, offset);
            open = !endsBlock(ops[count++]);
            offset += wide ? 4 : 2;
        }
        return count == 0 ? null : finish(count, offset, open);
    }

    /** A block of one instruction that begins in the last two bytes of a page. */
    public Block straddling(int instruction) {
        int offset = PAGE - 2;
        offsets[0] = (short) offset;
        ops[0] = decode(instruction, offset);
        return finish(1, offset + 4, !endsBlock(ops[0]));
    }

    private Block finish(int count, int end, boolean open) {
        offsets[count] = (short) end;
        ops[count] = end(end);
        return new Block(
                Arrays.copyOf(ops, open ? count + 1 : count),
                Arrays.copyOf(offsets, count + 1),
                count);
    }

    /** The micro-op that goes on at an offset of the page. */
    static long end(int offset) {
        return pack(Op.END, 0, 0, 0, offset);
    }

    private static boolean endsBlock(long microOp) {
        int op = (int) microOp & 0xff;
        return op == Op.JAL || op == Op.JALR || op >= Op.FIRST_SYSTEM;
    }

    /**
     * The micro-op of an instruction.
     *
     * @param instruction 16 or 32 bits
     * @param offset of the instruction in its page
     */
    public static long decode(int instruction, int offset) {
        boolean wide = (instruction & 3) == 3;
        int bits = wide ? instruction : Compressed.expand(instruction & 0xffff);
        InstructionForm form = bits == Compressed.ILLEGAL ? null : InstructionSet.find(bits);
        if (form == null) {
            return pack(Op.ILLEGAL, 0, 0, 0, instruction);
        }
        int rd = bits >>> 7 & 31;
        int rs1 = bits >>> 15 & 31;
        int rs2 = bits >>> 20 & 31;
        int target = rd == 0 ? Block.SINK : rd;
        int op = form.op();
        return switch (form.operands()) {
            case R -> rd == 0 ? Op.NOP : pack(op, rd, rs1, rs2, 0);
            case I -> {
                if (op == Op.JALR) {
                    // Both the immediate and the link, which counts from the start of the page.
                    int link = offset + (wide ? 4 : 2);
                    yield pack(op, target, rs1, 0, bits >> 20 << 16 | link);
                }
                boolean load = op >= Op.LB && op <= Op.LWU;
                yield rd == 0 && !load ? Op.NOP : pack(op, target, rs1, 0, bits >> 20);
            }
            case SHIFT -> rd == 0 ? Op.NOP : pack(op, rd, rs1, 0, bits >>> 20 & 63);
            case S -> pack(op, 0, rs1, rs2, bits >> 25 << 5 | bits >>> 7 & 31);
            case B -> pack(op, 0, rs1, rs2, offset + branchOffset(bits));
            case U -> {
                int upper = bits & 0xfffff000;
                yield rd == 0
                        ? Op.NOP
                        : pack(op, rd, 0, 0, op == Op.AUIPC ? upper | offset : upper);
            }
            case J -> {
                // The link, which counts from the start of the page, is where rs1 and rs2 are not.
                int link = offset + (wide ? 4 : 2);
                yield pack(op, target, link & 0xff, link >>> 8, offset + jumpOffset(bits));
            }
            case FLOAT_LOAD -> pack(op, Block.F + rd, rs1, 0, bits >> 20);
            case FLOAT_STORE -> pack(op, 0, rs1, Block.F + rs2, bits >> 25 << 5 | bits >>> 7 & 31);
            case FLOAT -> pack(op, Block.F + rd, Block.F + rs1, Block.F + rs2, bits);
            case FLOAT_TO_INTEGER -> pack(op, target, Block.F + rs1, Block.F + rs2, bits);
            case INTEGER_TO_FLOAT -> pack(op, Block.F + rd, rs1, 0, bits);
            case RAW -> op == Op.NOP ? Op.NOP : pack(op, target, rs1, rs2, instruction);
        };
    }

    private static long pack(int op, int rd, int rs1, int rs2, int immediate) {
        return op | rd << 8 | rs1 << 16 | (long) rs2 << 24 | (long) immediate << 32;
    }

    static int branchOffset(int bits) {
        return bits >> 31 << 12 | bits << 4 & 0x800 | bits >>> 20 & 0x7e0 | bits >>> 7 & 0x1e;
    }

    static int jumpOffset(int bits) {
        return bits >> 31 << 20 | bits & 0xff000 | bits >>> 9 & 0x800 | bits >>> 20 & 0x7fe;
    }

    private static int half(byte[] page, int offset) {
        return page[offset] & 0xff | (page[offset + 1] & 0xff) << 8;
    }
}
