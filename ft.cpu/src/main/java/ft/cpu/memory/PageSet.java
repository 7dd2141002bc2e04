package ft.cpu.memory;

import ft.api.cpu.PageVisitor;

/** A set of page numbers that is cheap to fill and to drain in ascending order. */
public final class PageSet {
    private final long[] bits;
    // One bit for a word of bits that is not 0, so that draining costs what is in the set.
    private final long[] words;

    /** An empty set of pages 0 to {@code pages - 1}. */
    public PageSet(int pages) {
        bits = new long[(pages + 63) / 64];
        words = new long[(bits.length + 63) / 64];
    }

    /** Adds a page. */
    public void add(int page) {
        int word = page >> 6;
        bits[word] |= 1L << page;
        words[word >> 6] |= 1L << word;
    }

    /** Whether a page is in the set. */
    public boolean contains(int page) {
        return (bits[page >> 6] & 1L << page) != 0;
    }

    /** Adds all pages of another set of the same size. */
    public void addAll(PageSet other) {
        for (int index = 0; index < words.length; index++) {
            for (long left = other.words[index]; left != 0; left &= left - 1) {
                int word = index << 6 | Long.numberOfTrailingZeros(left);
                bits[word] |= other.bits[word];
            }
            words[index] |= other.words[index];
        }
    }

    /** Hands over all pages, ascending, and forgets them. */
    public void drain(PageVisitor visitor) {
        for (int index = 0; index < words.length; index++) {
            for (long left = words[index]; left != 0; left &= left - 1) {
                int word = index << 6 | Long.numberOfTrailingZeros(left);
                long pages = bits[word];
                bits[word] = 0;
                for (; pages != 0; pages &= pages - 1) {
                    visitor.page(word << 6 | Long.numberOfTrailingZeros(pages));
                }
            }
            words[index] = 0;
        }
    }

    /** Forgets all pages. */
    public void clear() {
        java.util.Arrays.fill(bits, 0);
        java.util.Arrays.fill(words, 0);
    }
}
