package ft.cpu.memory;

import ft.api.fields.StateFields;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * A set of page or line numbers that is cheap to fill and to drain in ascending order. It takes
 * memory for the neighbourhoods of numbers that were ever in it, not for all there could be.
 */
public final class NumberSet {
    /** Words of 64 numbers in a chunk, which is all there or not at all: one for each bit. */
    private static final int CHUNK_SHIFT = 6;

    private static final int CHUNK = 1 << CHUNK_SHIFT;

    // Null where no number ever was.
    private final long[][] chunks;
    // One bit for a word of a chunk that is not 0, so that draining costs what is in the set.
    private final long[] words;
    // The same for the words before: what nobody has used does not even cost a look.
    private final long[] groups;

    // Numbers that were added last, of one word: who goes through memory adds its neighbours next,
    // and what is written in between has driven the tables out of the nearest cache.
    private int latest;
    private long added;

    /** An empty set of the numbers 0 to {@code numbers - 1}. */
    public NumberSet(int numbers) {
        int all = (int) (((long) numbers + Long.SIZE - 1) / Long.SIZE);
        words = new long[(all + CHUNK - 1) >> CHUNK_SHIFT];
        groups = new long[(words.length + Long.SIZE - 1) / Long.SIZE];
        chunks = new long[words.length][];
    }

    /** Adds a number. */
    public void add(int number) {
        if (number >> 6 != latest) {
            settle();
            latest = number >> 6;
        }
        added |= 1L << number;
    }

    private void settle() {
        if (added != 0) {
            addMask(latest, added);
            added = 0;
        }
    }

    /**
     * Adds those of 64 numbers, the first of which is 64 times {@code word}, whose bits are set.
     */
    public void addMask(int word, long mask) {
        int index = word >> CHUNK_SHIFT;
        long[] chunk = chunks[index];
        if (chunk == null) {
            chunk = chunks[index] = new long[CHUNK];
        }
        chunk[word & CHUNK - 1] |= mask;
        words[index] |= 1L << word;
        groups[index >> 6] |= 1L << index;
    }

    /** Adds all numbers of another set of the same size. */
    public void addAll(NumberSet other) {
        other.forEachWord(word -> addMask(word, other.wordAt(word)));
    }

    /** Adds <i>n</i> where another set has any of the 64 numbers from 64 <i>n</i> on. */
    public void addGroups(NumberSet other) {
        other.forEachWord(this::add);
    }

    private long wordAt(int word) {
        return chunks[word >> CHUNK_SHIFT][word & CHUNK - 1];
    }

    private void forEachWord(IntConsumer visitor) {
        settle();
        for (int group = 0; group < groups.length; group++) {
            for (long used = groups[group]; used != 0; used &= used - 1) {
                int index = group << 6 | Long.numberOfTrailingZeros(used);
                for (long left = words[index]; left != 0; left &= left - 1) {
                    visitor.accept(index << CHUNK_SHIFT | Long.numberOfTrailingZeros(left));
                }
            }
        }
    }

    /** Whether a number is in the set. */
    public boolean contains(int number) {
        settle();
        long[] chunk = chunks[number >> 6 + CHUNK_SHIFT];
        return chunk != null && (chunk[number >> 6 & CHUNK - 1] & 1L << number) != 0;
    }

    /** Hands over all numbers, ascending, and forgets them. */
    public void drain(IntConsumer visitor) {
        settle();
        for (int group = 0; group < groups.length; group++) {
            for (long used = groups[group]; used != 0; used &= used - 1) {
                drain(group << 6 | Long.numberOfTrailingZeros(used), visitor);
            }
            groups[group] = 0;
        }
    }

    private void drain(int index, IntConsumer visitor) {
        long[] chunk = chunks[index];
        for (long left = words[index]; left != 0; left &= left - 1) {
            int at = Long.numberOfTrailingZeros(left);
            long numbers = chunk[at];
            chunk[at] = 0;
            for (; numbers != 0; numbers &= numbers - 1) {
                visitor.accept(
                        (index << CHUNK_SHIFT | at) << 6 | Long.numberOfTrailingZeros(numbers));
            }
        }
        words[index] = 0;
    }

    /** Saves or loads it, which changes nothing of it when saving. */
    void state(StateFields fields, String name) {
        long[] saved = fields.numbers(name, toArray());
        if (fields.isLoading()) {
            clear();
            for (int i = 0; i < saved.length; i += 2) {
                addMask((int) saved[i], saved[i + 1]);
            }
        }
    }

    // Words that are not 0, each behind its index.
    private long[] toArray() {
        LongStream.Builder all = LongStream.builder();
        forEachWord(word -> all.add(word).add(wordAt(word)));
        return all.build().toArray();
    }

    /** Forgets all numbers, and the memory for them. */
    public void clear() {
        added = 0;
        java.util.Arrays.fill(chunks, null);
        java.util.Arrays.fill(words, 0);
        java.util.Arrays.fill(groups, 0);
    }
}
