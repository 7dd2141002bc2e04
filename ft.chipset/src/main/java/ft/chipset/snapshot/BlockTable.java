package ft.chipset.snapshot;

import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The blocks of a file, each once, by the numbers under which the fields name them. */
final class BlockTable {
    private final Map<byte[], Integer> known = new IdentityHashMap<>();
    private final Map<Long, Integer> byHash = new HashMap<>();
    private final List<byte[]> blocks = new ArrayList<>();

    /** Adds all blocks of a part and its parts. */
    void addAll(SavedPart part) {
        part.forEach(each -> each.contents.values().forEach(content -> addAll(content.blocks())));
    }

    private void addAll(byte[][] all) {
        for (byte[] block : all) {
            if (!known.containsKey(block)) {
                known.put(block, add(block));
            }
        }
    }

    private int add(byte[] block) {
        long hash = Hashing.farmHashFingerprint64().hashBytes(block).asLong();
        Integer same = byHash.putIfAbsent(hash, blocks.size());
        if (same != null && Arrays.equals(blocks.get(same), block)) {
            return same;
        }
        blocks.add(block);
        return blocks.size() - 1;
    }

    int numberOf(byte[] block) {
        return known.get(block);
    }

    List<byte[]> blocks() {
        return blocks;
    }
}
