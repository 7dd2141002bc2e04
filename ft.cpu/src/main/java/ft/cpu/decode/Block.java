package ft.cpu.decode;

/**
 * A run of decoded instructions with one entry, inside one page: the unit in which the interpreter
 * counts cycles, and later the unit of translation. Micro-op <i>k</i> is instruction <i>k</i>.
 *
 * <p>A micro-op is a {@code long}: operation in bits 0-7, rd in 8-15, rs1 in 16-23, rs2 in 24-31,
 * immediate in 32-63. Immediates of pc-relative instructions count from the start of the page, so a
 * block does not depend on the virtual address it is run at.
 */
public final class Block {
    /** Longest block, in instructions. */
    public static final int MAX_COUNT = 64;

    /** Register slot that takes what is written to x0. */
    public static final int SINK = 32;

    // A count no budget can pay for: following a link that is not there and running out of budget
    // are found by the same test.
    private static final int NEVER = 1 << 30;

    /** In place of a taken link: look the target up. */
    public static final Block TAKEN = new Block(NEVER);

    /** In place of a fall-through link: look the target up. */
    public static final Block FALL = new Block(NEVER);

    /** In place of either: the instruction has to be done out of line. */
    public static final Block SLOW = new Block(NEVER);

    /** Number of instructions. */
    public int count;

    /** Micro-ops; one more than instructions if the last is not a jump. */
    public long[] ops;

    /** Offset in the page of each instruction, and of the one that follows. */
    public short[] offsets;

    /** Offset from the start of the page of where the block ends up if its jump is taken. */
    public int takenOffset;

    /** The block of the same page at {@link #takenOffset}, or {@link #TAKEN}. */
    public Block taken = TAKEN;

    /** The block of the same page that follows, or {@link #FALL}. */
    public Block fall = FALL;

    private Block(int count) {
        this.count = count;
    }

    /** Makes a block of decoded instructions. */
    public Block(long[] ops, short[] offsets, int count, int takenOffset) {
        this.ops = ops;
        this.offsets = offsets;
        this.count = count;
        this.takenOffset = takenOffset;
    }

    /** An empty block to be {@linkplain #cut filled}. */
    public static Block scratch() {
        return new Block(new long[MAX_COUNT + 1], null, 0, 0);
    }

    /**
     * Becomes the first instructions of another block, so that a budget can be kept exactly without
     * counting every instruction.
     */
    public void cut(Block whole, int newCount) {
        System.arraycopy(whole.ops, 0, ops, 0, newCount);
        ops[newCount] = Op.END;
        offsets = whole.offsets;
        count = newCount;
    }

    /** Offset from the start of the page of the instruction after the last one. */
    public int fallOffset() {
        return offsets[count];
    }
}
