package ft.cpu.decode;

import ft.cpu.translate.Region;
import java.util.Arrays;

/**
 * A run of decoded instructions with one entry, inside one page: the unit in which the interpreter
 * counts cycles, and later the unit of translation. It goes on past conditional branches, which
 * leave it if they are taken. Micro-op <i>k</i> is instruction <i>k</i>.
 *
 * <p>A micro-op is a {@code long}: operation in bits 0-7, rd in 8-15, rs1 in 16-23, rs2 in 24-31,
 * immediate in 32-63. What is relative to the pc, as targets and links are, counts from the start
 * of the page, so a block does not depend on the virtual address it is run at.
 */
public final class Block {
    /** Longest block, in instructions. */
    public static final int MAX_COUNT = 64;

    /** Register slot that takes what is written to x0. */
    public static final int SINK = 32;

    /** Register slot of f0; the other floating-point registers follow. */
    public static final int F = 64;

    /**
     * In place of a link: look the target up. No budget can pay for its count, so that following a
     * link that is not there and running out of budget are found by the same test.
     */
    public static final Block NONE = new Block(null, null, 1 << 30);

    /** Micro-ops; one more than instructions if the last does not always jump. */
    public final long[] ops;

    /** Blocks of the same page that the micro-op of the same index jumps to, or {@link #NONE}. */
    public final Block[] links;

    /** Offset in the page of each instruction, and of the one that follows. */
    public short[] offsets;

    /**
     * Number of instructions, which is what has to be paid for them; of a block that begins
     * translated code more than any budget can pay, so that the interpreter leaves for it.
     */
    public int count;

    /** Number of instructions. */
    public int length;

    /** Translated code that begins here too; null if there is none. */
    public Region region;

    /** Number of the entry of {@link #region} that this block is. */
    public int entry;

    /** Translated code that will begin here once it was compiled; null if there is none. */
    public Region awaited;

    /** Cycles that were interpreted from here on. */
    public int heat;

    /** Whether a computed jump of translated code has come here. */
    public boolean computed;

    /** Whether it is filled again and again, so that nothing may be linked to it. */
    public final boolean isScratch;

    /** Makes a block of decoded instructions. */
    public Block(long[] ops, short[] offsets, int count) {
        this(ops, offsets, count, false);
    }

    private Block(long[] ops, short[] offsets, int count, boolean isScratch) {
        this.isScratch = isScratch;
        this.ops = ops;
        this.offsets = offsets;
        this.count = count;
        length = count;
        links = new Block[ops == null ? 0 : ops.length];
        Arrays.fill(links, NONE);
    }

    /** An empty block to be {@linkplain #cut filled}. */
    public static Block scratch() {
        return new Block(new long[MAX_COUNT + 1], null, 0, true);
    }

    /**
     * Becomes the first instructions of another block, so that a budget can be kept exactly without
     * counting every instruction.
     */
    public void cut(Block whole, int newCount) {
        System.arraycopy(whole.ops, 0, ops, 0, newCount);
        ops[newCount] = Decoder.end(whole.offsets[newCount]);
        offsets = whole.offsets;
        count = newCount;
        length = newCount;
    }

    /** Has translated code executed in place of it from now on. */
    public void translate(Region newRegion, int newEntry) {
        region = newRegion;
        entry = newEntry;
        awaited = null;
        count = NONE.count;
    }

    /** Offset from the start of the page of the instruction after the last one. */
    public int fallOffset() {
        return offsets[length];
    }
}
