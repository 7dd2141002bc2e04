package ft.cpu.decode;

import ft.api.cpu.MainStorage;

/** What was decoded from one page. */
public final class CodePage {
    private static final int SLOTS = MainStorage.PAGE_SIZE / 2;

    /** Blocks by half the offset of their first instruction; null where none was decoded yet. */
    public final Block[] blocks = new Block[SLOTS];

    // Which half-words were decoded: stores beside them need not drop the page.
    private final long[] decoded = new long[SLOTS / 64];
    private Block straddling;
    private int straddlingInstruction;

    /** The block at an offset, decoded if necessary; null if it continues in the next page. */
    public Block block(byte[] page, int offset, Decoder decoder) {
        Block block = blocks[offset >> 1];
        if (block == null) {
            block = decoder.block(page, offset);
            if (block != null) {
                mark(offset, block.fallOffset());
                blocks[offset >> 1] = block;
            }
        }
        return block;
    }

    /**
     * The block of the instruction whose first half ends the page. It is not kept among {@link
     * #blocks}, because its other half is in a page that changes on its own.
     */
    public Block straddling(int instruction, Decoder decoder) {
        if (straddling == null || straddlingInstruction != instruction) {
            straddling = decoder.straddling(instruction);
            straddlingInstruction = instruction;
            mark(MainStorage.PAGE_SIZE - 2, MainStorage.PAGE_SIZE);
        }
        return straddling;
    }

    /** Whether any of some bytes of the page was decoded. */
    public boolean covers(int offset, int length) {
        for (int slot = offset >> 1; slot <= offset + length - 1 >> 1; slot++) {
            if ((decoded[slot >> 6] & 1L << slot) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The 64 byte lines of the page of which anything was decoded, one bit for each. */
    public long lines() {
        long lines = 0;
        for (int pair = 0; pair < decoded.length; pair++) {
            // A word of marks stands for 128 bytes.
            lines |= ((int) decoded[pair] != 0 ? 1L : 0) << 2 * pair;
            lines |= (decoded[pair] >>> 32 != 0 ? 2L : 0) << 2 * pair;
        }
        return lines;
    }

    /** Which half-words were decoded, one bit for each. */
    public long[] marks() {
        return decoded.clone();
    }

    /** Takes half-words for decoded; their blocks are decoded when they are needed. */
    public void mark(long[] marks) {
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] |= marks[i];
        }
    }

    private void mark(int from, int to) {
        for (int slot = from >> 1; slot < to >> 1; slot++) {
            decoded[slot >> 6] |= 1L << slot;
        }
    }
}
