package ft.cpu.fpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatComparisonTest {
    private final Flags flags = new Flags();
    private final Comparison comparison = new Comparison(flags);

    @Property(tries = 1000)
    void doublesCompareAsInJava(@ForAll long seed) {
        Random random = new Random(seed);
        long x = FloatSamples.number(Format.DOUBLE, random);
        long y = random.nextInt(4) == 0 ? x : FloatSamples.number(Format.DOUBLE, random);
        double a = Double.longBitsToDouble(x);
        double b = Double.longBitsToDouble(y);
        boolean unordered = Double.isNaN(a) || Double.isNaN(b);
        boolean signalling = Format.DOUBLE.isSignalling(x) || Format.DOUBLE.isSignalling(y);

        assertThat(comparison.less(Format.DOUBLE, x, y)).isEqualTo(a < b);
        assertThat(flags.take()).isEqualTo(unordered ? Flags.INVALID : 0);
        assertThat(comparison.lessOrEqual(Format.DOUBLE, x, y)).isEqualTo(a <= b);
        assertThat(flags.take()).isEqualTo(unordered ? Flags.INVALID : 0);
        assertThat(comparison.equal(Format.DOUBLE, x, y)).isEqualTo(a == b);
        assertThat(flags.take()).isEqualTo(signalling ? Flags.INVALID : 0);

        long least = comparison.least(Format.DOUBLE, x, y);
        assertThat(flags.take()).isEqualTo(signalling ? Flags.INVALID : 0);
        long greatest = comparison.greatest(Format.DOUBLE, x, y);
        assertThat(flags.take()).isEqualTo(signalling ? Flags.INVALID : 0);
        // Of Java's, the number instead of a NaN.
        double one = Double.isNaN(a) ? b : a;
        double other = Double.isNaN(b) ? a : b;
        assertThat(least).isEqualTo(Double.doubleToLongBits(Math.min(one, other)));
        assertThat(greatest).isEqualTo(Double.doubleToLongBits(Math.max(one, other)));
    }

    @Property(tries = 1000)
    void singlesCompareAsTheirDoubles(@ForAll long seed) {
        Random random = new Random(seed);
        long x = FloatSamples.number(Format.SINGLE, random);
        long y = FloatSamples.number(Format.SINGLE, random);
        float a = Float.intBitsToFloat((int) x);
        float b = Float.intBitsToFloat((int) y);
        assertThat(comparison.less(Format.SINGLE, x, y)).isEqualTo(a < b);
        assertThat(comparison.lessOrEqual(Format.SINGLE, x, y)).isEqualTo(a <= b);
        assertThat(comparison.equal(Format.SINGLE, x, y)).isEqualTo(a == b);
    }

    @ParameterizedTest
    @CsvSource({
        "fff0000000000000, 0",
        "ffefffffffffffff, 1",
        "8010000000000000, 1",
        "800fffffffffffff, 2",
        "8000000000000001, 2",
        "8000000000000000, 3",
        "0000000000000000, 4",
        "0000000000000001, 5",
        "000fffffffffffff, 5",
        "0010000000000000, 6",
        "7fefffffffffffff, 6",
        "7ff0000000000000, 7",
        "7ff0000000000001, 8",
        "fff7ffffffffffff, 8",
        "7ff8000000000000, 9",
        "ffffffffffffffff, 9",
    })
    void everyNumberHasOneClass(String bits, int number) {
        assertThat(Comparison.classify(Format.DOUBLE, Long.parseUnsignedLong(bits, 16)))
                .isEqualTo(1 << number);
    }

    @ParameterizedTest
    @CsvSource({
        "ff800000, 0", "ff7fffff, 1", "807fffff, 2", "80000000, 3", "00000000, 4", "00000001, 5",
        "00800000, 6", "7f800000, 7", "7f800001, 8", "ffbfffff, 8", "7fc00000, 9", "ffffffff, 9"
    })
    void singlesHaveTheSameClasses(String bits, int number) {
        assertThat(Comparison.classify(Format.SINGLE, Long.parseLong(bits, 16)))
                .isEqualTo(1 << number);
    }
}
