package ft.chipset.snapshot;

import ft.api.device.StateContent;

/**
 * Content as it was saved: the blocks that were not holes, in ascending order. Not changed once it
 * is made; blocks are shared with other content.
 *
 * @param size in bytes
 * @param numbers of the blocks
 * @param blocks their bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record SavedContent(long size, int[] numbers, byte[][] blocks) {
    /** Writes it, and zeros where there was nothing. */
    void load(StateContent content) {
        byte[] zeros = new byte[StateContent.BLOCK];
        int next = 0;
        int number = 0;
        for (long at = 0; at < size; at += StateContent.BLOCK, number++) {
            int length = (int) Math.min(StateContent.BLOCK, size - at);
            if (next < numbers.length && numbers[next] == number) {
                content.write(at, blocks[next++], 0, length);
            } else if (!content.isHole(at)) {
                content.write(at, zeros, 0, length);
            }
        }
    }
}
