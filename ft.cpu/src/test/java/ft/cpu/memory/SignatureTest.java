package ft.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not get lost in the signature: what faults do to single bits, lines and order. */
class SignatureTest {
    private static final int OPERATIONS = 300;

    /** An operation: a store to an address, or a register if that is -1. */
    private record Operation(long address, long data) {
        Operation xor(long addressMask, long dataMask) {
            return new Operation(address < 0 ? address : address ^ addressMask, data ^ dataMask);
        }

        Operation stuck(int bit, boolean one) {
            return new Operation(address, one ? data | 1L << bit : data & ~(1L << bit));
        }
    }

    private static long sign(Operation... operations) {
        long hash = Signature.SEED;
        for (Operation operation : operations) {
            hash =
                    operation.address < 0
                            ? Signature.word(hash, operation.data)
                            : Signature.store(hash, operation.address, operation.data);
        }
        return hash;
    }

    // Small numbers, pointers and zeros, as programs have them; a few over and over.
    private static Operation[] operations(Random random, int kinds) {
        Operation[] few = new Operation[kinds];
        for (int index = 0; index < kinds; index++) {
            long address = 0x8000_0000L + (random.nextInt(1 << 20) & ~7);
            long[] data = {0, random.nextInt(100), address, random.nextLong(), -1};
            few[index] =
                    new Operation(random.nextBoolean() ? address : -1, data[random.nextInt(5)]);
        }
        Operation[] operations = new Operation[OPERATIONS];
        for (int index = 0; index < OPERATIONS; index++) {
            operations[index] = few[random.nextInt(kinds)];
        }
        return operations;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 300})
    void noBitThatFlipsGetsLost(int kinds) {
        Random random = new Random(kinds);
        Operation[] right = operations(random, kinds);
        for (int bit = 0; bit < 64; bit++) {
            int at = random.nextInt(OPERATIONS);
            Operation[] wrong = right.clone();
            wrong[at] = right[at].xor(0, 1L << bit);
            assertThat(sign(wrong)).isNotEqualTo(sign(right));
            if (right[at].address >= 0) {
                wrong[at] = right[at].xor(1L << bit & Long.MAX_VALUE, 0);
                assertThat(wrong[at].equals(right[at]) || sign(wrong) != sign(right)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 300})
    void noLineThatIsStuckGetsLost(int kinds) {
        Random random = new Random(kinds);
        for (int bit = 0; bit < 64; bit++) {
            Operation[] right = operations(random, kinds);
            for (int length = 1; length < OPERATIONS; length++) {
                int from = random.nextInt(OPERATIONS - length);
                Operation[] wrong = right.clone();
                boolean differs = false;
                for (int at = from; at < from + length; at++) {
                    wrong[at] = right[at].stuck(bit, (length & 1) != 0);
                    differs |= !wrong[at].equals(right[at]);
                }
                assertThat(sign(wrong) != sign(right)).isEqualTo(differs);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 300})
    void noExchangeGetsLost(int kinds) {
        Random random = new Random(kinds);
        Operation[] right = operations(random, kinds);
        for (int first = 0; first < OPERATIONS; first++) {
            for (int second = first + 1; second < OPERATIONS; second++) {
                Operation[] wrong = right.clone();
                wrong[first] = right[second];
                wrong[second] = right[first];
                boolean differs = !right[first].equals(right[second]);
                assertThat(sign(wrong) != sign(right)).isEqualTo(differs);
            }
        }
    }

    /** Two flips of the same bit, any number of operations apart, are not none. */
    @Test
    void noBitThatFlipsTwiceGetsLost() {
        for (int bit = 0; bit < 64; bit++) {
            for (int distance = 1; distance < OPERATIONS; distance++) {
                long hash = Signature.word(Signature.SEED, 0);
                long wrong = Signature.word(Signature.SEED, 1L << bit);
                for (int operation = 1; operation < distance; operation++) {
                    hash = Signature.word(hash, 0);
                    wrong = Signature.word(wrong, 0);
                }
                assertThat(Signature.word(wrong, 1L << bit)).isNotEqualTo(Signature.word(hash, 0));
                assertThat(Signature.word(wrong, 0)).isNotEqualTo(Signature.word(hash, 1L << bit));
            }
        }
    }
}
