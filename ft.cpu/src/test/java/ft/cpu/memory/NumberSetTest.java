package ft.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Numbers near to each other and far apart are drained in order, again and again. */
class NumberSetTest {
    private static final int NUMBERS = 1 << 24;

    @Test
    void drainsInOrderWhatWasAdded() {
        SplittableRandom random = new SplittableRandom(1);
        NumberSet set = new NumberSet(NUMBERS);
        NumberSet words = new NumberSet(NUMBERS / 64);
        for (int round = 0; round < 200; round++) {
            int near = random.nextInt(NUMBERS - 512);
            TreeSet<Integer> expected = new TreeSet<>();
            NumberSet other = new NumberSet(NUMBERS);
            for (int i = random.nextInt(100); i >= 0; i--) {
                int number = i % 2 == 0 ? random.nextInt(NUMBERS) : near + random.nextInt(512);
                expected.add(number);
                other.add(number);
            }
            set.addAll(other);
            words.addGroups(set);
            assertThat(expected).allMatch(set::contains);
            assertThat(drained(set)).containsExactlyElementsOf(expected);
            assertThat(expected).noneMatch(set::contains);
            assertThat(drained(set)).isEmpty();
            TreeSet<Integer> expectedWords = new TreeSet<>();
            expected.forEach(number -> expectedWords.add(number >> 6));
            assertThat(drained(words)).containsExactlyElementsOf(expectedWords);
        }
    }

    private static List<Integer> drained(NumberSet set) {
        List<Integer> numbers = new ArrayList<>();
        set.drain(numbers::add);
        return numbers;
    }
}
