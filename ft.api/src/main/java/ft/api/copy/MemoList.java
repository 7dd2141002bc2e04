package ft.api.copy;

import ft.api.resync.CopyEnvironment;
import java.util.BitSet;
import java.util.Objects;

/**
 * One of the lists a copy session keeps of pages, such as P17's checksum coincidence memo list 35
 * and checksum incoincidence memo list 36 (P17 c.4), as it was at one moment. Pages are numbered as
 * in {@link CopyEnvironment}.
 *
 * @param name what people call it: {@code 35}, {@code 36}, {@code trace}
 * @param meaning in a few words, which pages are in it
 * @param pages those pages; a copy on the way in and on the way out
 */
public record MemoList(String name, String meaning, BitSet pages) {
    /** Copies the pages. */
    public MemoList {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(meaning, "meaning");
        pages = (BitSet) pages.clone();
    }

    @Override
    public BitSet pages() {
        return (BitSet) pages.clone();
    }

    /** How many pages are in it. */
    public int length() {
        return pages.cardinality();
    }
}
