package ft.cpu.decode;

import ft.api.cpu.MainStorage;
import java.util.Arrays;

/** Turns instructions into micro-ops and micro-ops into blocks. */
public final class Decoder {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    private final long[] ops = new long[Block.MAX_COUNT + 1];
    private final short[] offsets = new short[Block.MAX_COUNT + 1];

    /**
     * Decodes the block at an offset of a page.
     *
     * @return null if the instruction there continues in the next page
     */
    public Block block(byte[] page, int start) {
        int offset = start;
        int count = 0;
        while (count < Block.MAX_COUNT && offset < PAGE) {
            int half = half(page, offset);
            boolean wide = (half & 3) == 3;
            if (wide && offset + 4 > PAGE) {
                break;
            }
            int length = wide ? 4 : 2;
            int instruction = wide ? half | half(page, offset + 2) << 16 : half;
            offsets[count] = (short) offset;
            ops[count] = decode(instruction, offset);
            offset += length;
            if (endsBlock(ops[count++])) {
                return finish(count, offset, instruction);
            }
        }
        if (count == 0) {
            return null;
        }
        ops[count] = Op.END;
        return new Block(Arrays.copyOf(ops, count + 1), offsetsUpTo(count, offset), count, offset);
    }

    /** A block of one instruction that begins in the last two bytes of a page. */
    public Block straddling(int instruction) {
        int offset = PAGE - 2;
        offsets[0] = (short) offset;
        ops[0] = decode(instruction, offset);
        if (endsBlock(ops[0])) {
            return finish(1, offset + 4, instruction);
        }
        ops[1] = Op.END;
        return new Block(Arrays.copyOf(ops, 2), offsetsUpTo(1, offset + 4), 1, offset + 4);
    }

    private Block finish(int count, int end, int instruction) {
        int target = 0;
        int op = (int) ops[count - 1] & 0xff;
        if (op >= Op.BEQ && op <= Op.JAL) {
            int last = offsets[count - 1];
            int wide = (instruction & 3) == 3 ? instruction : Compressed.expand(instruction);
            target = last + (op == Op.JAL ? jumpOffset(wide) : branchOffset(wide));
        }
        return new Block(Arrays.copyOf(ops, count), offsetsUpTo(count, end), count, target);
    }

    private short[] offsetsUpTo(int count, int end) {
        short[] copy = Arrays.copyOf(offsets, count + 1);
        copy[count] = (short) end;
        return copy;
    }

    private static boolean endsBlock(long microOp) {
        int op = (int) microOp & 0xff;
        return op >= Op.BEQ && op <= Op.JALR || op >= Op.FIRST_SYSTEM;
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
                    yield pack(op, target, rs1, 0, bits >> 20 << 16 | offset + (wide ? 4 : 2));
                }
                yield immediate(op, rd, target, rs1, bits >> 20);
            }
            case SHIFT -> rd == 0 ? Op.NOP : pack(op, rd, rs1, 0, bits >>> 20 & 63);
            case S -> pack(op, 0, rs1, rs2, bits >> 25 << 5 | bits >>> 7 & 31);
            case B -> pack(op, 0, rs1, rs2, 0);
            case U -> {
                int upper = bits & 0xfffff000;
                yield rd == 0
                        ? Op.NOP
                        : pack(op, rd, 0, 0, op == Op.AUIPC ? upper | offset : upper);
            }
            case J -> pack(op, target, 0, 0, offset + (wide ? 4 : 2));
            case RAW -> op == Op.NOP ? Op.NOP : pack(op, target, rs1, rs2, instruction);
        };
    }

    private static long immediate(int op, int rd, int target, int rs1, int value) {
        boolean load = op >= Op.LB && op <= Op.LWU;
        if (rd == 0 && !load) {
            return Op.NOP;
        }
        if (op == Op.ADDI && rs1 == 0) {
            return pack(Op.LI, rd, 0, 0, value);
        }
        if (op == Op.ADDI && value == 0) {
            return pack(Op.MV, rd, rs1, 0, 0);
        }
        return pack(op, target, rs1, 0, value);
    }

    private static long pack(int op, int rd, int rs1, int rs2, int immediate) {
        return op | rd << 8 | rs1 << 16 | (long) rs2 << 24 | (long) immediate << 32;
    }

    private static int branchOffset(int bits) {
        return bits >> 31 << 12 | bits << 4 & 0x800 | bits >>> 20 & 0x7e0 | bits >>> 7 & 0x1e;
    }

    private static int jumpOffset(int bits) {
        return bits >> 31 << 20 | bits & 0xff000 | bits >>> 9 & 0x800 | bits >>> 20 & 0x7fe;
    }

    private static int half(byte[] page, int offset) {
        return page[offset] & 0xff | (page[offset + 1] & 0xff) << 8;
    }
}
