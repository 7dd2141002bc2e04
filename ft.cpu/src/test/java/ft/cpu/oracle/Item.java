package ft.cpu.oracle;

import java.util.List;

/**
 * A piece of a stream that stands or falls as a whole: an instruction, or some that belong
 * together.
 *
 * @param words instructions; 16 bit ones have their upper half zero
 * @param reach what is patched in when its place is known
 * @param target number of the item that is reached, or the offset in the data with {@link
 *     Reach#DATA} and what follows it
 */
record Item(List<Integer> words, Reach reach, int target) {
    /** Which distance an instruction holds. */
    enum Reach {
        /** None. */
        NONE,
        /** The last word is a conditional branch. */
        BRANCH,
        /** The last word is a jump. */
        JUMP,
        /** The last word is a conditional branch of 16 bits. */
        SHORT_BRANCH,
        /** The last word is a jump of 16 bits. */
        SHORT_JUMP,
        /** The first two words are AUIPC, which gives the address of an item with what follows. */
        CODE,
        /** The same for an item that is changed, and so has to be there. */
        CHANGED,
        /** The same for the data. */
        DATA,
        /** The same for the data where virtual memory has it. */
        VIRTUAL,
        /** The same for the data where a page of 2 MiB shows it. */
        LARGE
    }

    static Item of(Integer... words) {
        return new Item(List.of(words), Reach.NONE, 0);
    }

    int size() {
        int size = 0;
        for (int word : words) {
            size += length(word);
        }
        return size;
    }

    static int length(int word) {
        return (word & 3) == 3 ? 4 : 2;
    }

    /** The words with the distance patched in. */
    int[] at(long address, long targetAddress) {
        int[] patched = words.stream().mapToInt(Integer::intValue).toArray();
        int last = patched.length - 1;
        long distance = targetAddress - address;
        long fromLast = distance - (size() - length(patched[last]));
        switch (reach) {
            case NONE -> {}
            case BRANCH -> patched[last] = patched[last] & 0x01fff07f | branch((int) fromLast);
            case JUMP -> patched[last] = patched[last] & 0xfff | jump((int) fromLast);
            case SHORT_BRANCH ->
                    patched[last] = patched[last] & 0xe383 | shortBranch((int) fromLast);
            case SHORT_JUMP -> patched[last] = patched[last] & 0xe003 | shortJump((int) fromLast);
            case CODE, CHANGED, DATA, VIRTUAL, LARGE -> {
                int low = (int) distance << 20 >> 20;
                patched[0] = patched[0] & 0xfff | (int) distance - low;
                patched[1] = patched[1] & 0xfffff | low << 20;
            }
        }
        return patched;
    }

    private static int branch(int offset) {
        return (offset >>> 12 & 1) << 31
                | (offset >>> 5 & 63) << 25
                | (offset >>> 1 & 15) << 8
                | (offset >>> 11 & 1) << 7;
    }

    private static int jump(int offset) {
        return (offset >>> 20 & 1) << 31
                | (offset >>> 1 & 0x3ff) << 21
                | (offset >>> 11 & 1) << 20
                | (offset >>> 12 & 0xff) << 12;
    }

    private static int shortBranch(int offset) {
        return (offset >>> 8 & 1) << 12
                | (offset >>> 3 & 3) << 10
                | (offset >>> 6 & 3) << 5
                | (offset >>> 1 & 3) << 3
                | (offset >>> 5 & 1) << 2;
    }

    private static int shortJump(int offset) {
        return (offset >>> 11 & 1) << 12
                | (offset >>> 4 & 1) << 11
                | (offset >>> 8 & 3) << 9
                | (offset >>> 10 & 1) << 8
                | (offset >>> 6 & 1) << 7
                | (offset >>> 7 & 1) << 6
                | (offset >>> 1 & 7) << 3
                | (offset >>> 5 & 1) << 2;
    }
}
