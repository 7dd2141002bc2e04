package ft.cpu.memory;

import ft.api.fields.StateFields;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/** A set of page or line numbers that is cheap to fill and to drain in ascending order. */
public final class NumberSet {
    private final long[] bits;
    // One bit for a word of bits that is not 0, so that draining costs what is in the set.
    private final long[] words;

    /** An empty set of the numbers 0 to {@code numbers - 1}. */
    public NumberSet(int numbers) {
        bits = new long[(numbers + 63) / 64];
        words = new long[(bits.length + 63) / 64];
    }

    /** Adds a number. */
    public void add(int number) {
        addMask(number >> 6, 1L << number);
    }

    /**
     * Adds those of 64 numbers, the first of which is 64 times {@code word}, whose bits are set.
     */
    public void addMask(int word, long mask) {
        bits[word] |= mask;
        words[word >> 6] |= 1L << word;
    }

    /** Adds all numbers of another set of the same size. */
    public void addAll(NumberSet other) {
        other.forEachWord(word -> addMask(word, other.bits[word]));
    }

    /** Adds <i>n</i> where another set has any of the 64 numbers from 64 <i>n</i> on. */
    public void addGroups(NumberSet other) {
        other.forEachWord(this::add);
    }

    private void forEachWord(IntConsumer visitor) {
        for (int index = 0; index < words.length; index++) {
            for (long left = words[index]; left != 0; left &= left - 1) {
                visitor.accept(index << 6 | Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** Whether a number is in the set. */
    public boolean contains(int number) {
        return (bits[number >> 6] & 1L << number) != 0;
    }

    /** Hands over all numbers, ascending, and forgets them. */
    public void drain(IntConsumer visitor) {
        for (int index = 0; index < words.length; index++) {
            for (long left = words[index]; left != 0; left &= left - 1) {
                int word = index << 6 | Long.numberOfTrailingZeros(left);
                long numbers = bits[word];
                bits[word] = 0;
                for (; numbers != 0; numbers &= numbers - 1) {
                    visitor.accept(word << 6 | Long.numberOfTrailingZeros(numbers));
                }
            }
            words[index] = 0;
        }
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
        forEachWord(word -> all.add(word).add(bits[word]));
        return all.build().toArray();
    }

    /** Forgets all numbers. */
    public void clear() {
        java.util.Arrays.fill(bits, 0);
        java.util.Arrays.fill(words, 0);
    }
}
