package ft.chipset.snapshot;

import com.google.common.hash.Hashing;
import ft.api.device.StateContent;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The blocks of one snapshot: equal ones are kept once, whatever they are part of, and those that
 * the snapshot before has at the same place are shared with it. Any thread.
 */
final class BlockPool {
    private final Map<Long, byte[]> blocks = new ConcurrentHashMap<>();
    private final AtomicLong own = new AtomicLong();

    /** Saves content; {@code before} is what was saved of it before, or null. */
    SavedContent save(StateContent content, SavedContent before) {
        int most = Math.toIntExact((content.size() + StateContent.BLOCK - 1) / StateContent.BLOCK);
        int[] numbers = new int[64];
        byte[][] saved = new byte[64][];
        int count = 0;
        int known = 0;
        byte[] block = new byte[StateContent.BLOCK];
        for (int number = 0; number < most; number++) {
            long at = (long) number * StateContent.BLOCK;
            if (content.isHole(at)) {
                continue;
            }
            int length = (int) Math.min(StateContent.BLOCK, content.size() - at);
            if (length < block.length) {
                Arrays.fill(block, (byte) 0);
            }
            content.read(at, block, 0, length);
            while (before != null
                    && known < before.numbers().length
                    && before.numbers()[known] < number) {
                known++;
            }
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
                saved = Arrays.copyOf(saved, 2 * count);
            }
            numbers[count] = number;
            boolean there =
                    before != null
                            && known < before.numbers().length
                            && before.numbers()[known] == number;
            byte[] same = there ? before.blocks()[known] : null;
            saved[count++] = same != null && Arrays.equals(same, block) ? same : intern(block);
        }
        return new SavedContent(
                content.size(), Arrays.copyOf(numbers, count), Arrays.copyOf(saved, count));
    }

    /** A block that is equal to this one and not changed any more. */
    private byte[] intern(byte[] block) {
        long hash = Hashing.farmHashFingerprint64().hashBytes(block).asLong();
        byte[] known = blocks.get(hash);
        if (known == null) {
            byte[] copy = block.clone();
            known = blocks.putIfAbsent(hash, copy);
            if (known == null) {
                own.addAndGet(copy.length);
                return copy;
            }
        }
        if (Arrays.equals(known, block)) {
            return known;
        }
        own.addAndGet(block.length);
        return block.clone(); // another block of the same hash
    }

    /** Bytes of the blocks that are not shared with the snapshot before. */
    long ownBytes() {
        return own.get();
    }
}
