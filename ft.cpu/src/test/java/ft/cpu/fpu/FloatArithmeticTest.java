package ft.cpu.fpu;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.fpu.Reference.Result;
import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finite numbers against the definition, and what is special by a table. */
class FloatArithmeticTest {
    private final Flags flags = new Flags();
    private final Arithmetic arithmetic = new Arithmetic(flags);

    @Property(tries = 1000)
    void sumsAreExactAndRoundedOnce(
            @ForAll Format format, @ForAll RoundingMode mode, @ForAll long seed) {
        Random random = new Random(seed);
        long a = finite(format, random);
        long b = finite(format, random);
        check(
                format,
                arithmetic.add(format, a, b, mode),
                value(format, a).add(value(format, b)),
                mode,
                zeroSum(format, a, b, mode));
    }

    @Property(tries = 1000)
    void productsAreExactAndRoundedOnce(
            @ForAll Format format, @ForAll RoundingMode mode, @ForAll long seed) {
        Random random = new Random(seed);
        long a = finite(format, random);
        long b = finite(format, random);
        BigDecimal exact = value(format, a).multiply(value(format, b));
        long result = arithmetic.multiply(format, a, b, mode);
        check(format, result, exact, mode, (a ^ b) & format.sign);
    }

    @Property(tries = 1000)
    void fusedOperationsRoundOnce(
            @ForAll Format format, @ForAll RoundingMode mode, @ForAll long seed) {
        Random random = new Random(seed);
        long a = finite(format, random);
        long b = finite(format, random);
        // Often what takes most of the product away again, or all of it, or next to nothing.
        long c =
                switch (random.nextInt(3)) {
                    case 0 -> finite(format, random);
                    case 1 -> near(format, a, b, random);
                    default -> near(format, a, b, random) ^ format.sign;
                };
        check(
                format,
                arithmetic.fuse(format, a, b, c, mode),
                value(format, a).multiply(value(format, b)).add(value(format, c)),
                mode,
                zeroSum(format, a ^ b, c, mode));
    }

    @Property(tries = 1000)
    void quotientsAreRoundedOnce(
            @ForAll Format format, @ForAll RoundingMode mode, @ForAll long seed) {
        Random random = new Random(seed);
        long a = finite(format, random);
        long b = finite(format, random);
        if (format.isZero(a) || format.isZero(b)) {
            return;
        }
        BigDecimal dividend = value(format, a).abs();
        BigDecimal divisor = value(format, b).abs();
        Result expected =
                Reference.round(
                        format,
                        format.isNegative(a ^ b),
                        other -> dividend.compareTo(other.multiply(divisor)),
                        mode);
        assertThat(result(arithmetic.divide(format, a, b, mode))).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void squareRootsAreRoundedOnce(
            @ForAll Format format, @ForAll RoundingMode mode, @ForAll long seed) {
        Random random = new Random(seed);
        long a = finite(format, random) & ~format.sign;
        if (random.nextInt(4) == 0) {
            // A square, or beside one.
            a = arithmetic.multiply(format, a, a, RoundingMode.NEAREST_EVEN);
            a = Math.min(a + random.nextInt(3), format.infinity - 1);
            flags.take();
        }
        if (format.isZero(a)) {
            return;
        }
        BigDecimal square = value(format, a);
        Result expected =
                Reference.round(
                        format, false, other -> square.compareTo(other.multiply(other)), mode);
        assertThat(result(arithmetic.squareRoot(format, a, mode))).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void nearestEvenIsWhatJavaComputes(@ForAll long seed) {
        Random random = new Random(seed);
        double a = Double.longBitsToDouble(finite(Format.DOUBLE, random));
        double b = Double.longBitsToDouble(finite(Format.DOUBLE, random));
        double c = Double.longBitsToDouble(finite(Format.DOUBLE, random));
        long x = Double.doubleToRawLongBits(a);
        long y = Double.doubleToRawLongBits(b);
        long z = Double.doubleToRawLongBits(c);
        RoundingMode mode = RoundingMode.NEAREST_EVEN;
        assertThat(canonical(a + b)).isEqualTo(arithmetic.add(Format.DOUBLE, x, y, mode));
        assertThat(canonical(a * b)).isEqualTo(arithmetic.multiply(Format.DOUBLE, x, y, mode));
        assertThat(canonical(a / b)).isEqualTo(arithmetic.divide(Format.DOUBLE, x, y, mode));
        assertThat(canonical(Math.sqrt(a)))
                .isEqualTo(arithmetic.squareRoot(Format.DOUBLE, x, mode));
        assertThat(canonical(Math.fma(a, b, c)))
                .isEqualTo(arithmetic.fuse(Format.DOUBLE, x, y, z, mode));
    }

    /** Flags in octal: 1 inexact, 2 underflow, 4 overflow, 10 divided by zero, 20 invalid. */
    @ParameterizedTest
    @CsvSource({
        "add, Infinity, 1, Infinity, 0",
        "add, 1, -Infinity, -Infinity, 0",
        "add, Infinity, -Infinity, NaN, 20",
        "add, Infinity, Infinity, Infinity, 0",
        "add, NaN, 1, NaN, 0",
        "add, 1, signalling, NaN, 20",
        "multiply, 0, Infinity, NaN, 20",
        "multiply, -Infinity, 2, -Infinity, 0",
        "multiply, signalling, 1, NaN, 20",
        "multiply, NaN, 0, NaN, 0",
        "divide, 0, -0.0, NaN, 20",
        "divide, 1, -0.0, -Infinity, 10",
        "divide, Infinity, 0, Infinity, 0",
        "divide, Infinity, -Infinity, NaN, 20",
        "divide, 5, -Infinity, -0.0, 0",
        "divide, -0.0, 3, -0.0, 0",
        "divide, 1, signalling, NaN, 20",
        "squareRoot, -1, 0, NaN, 20",
        "squareRoot, -0.0, 0, -0.0, 0",
        "squareRoot, Infinity, 0, Infinity, 0",
        "squareRoot, -Infinity, 0, NaN, 20",
        "squareRoot, signalling, 0, NaN, 20",
        "squareRoot, NaN, 0, NaN, 0",
        // a * b + NaN
        "fuse, 0, Infinity, NaN, 20",
        "fuse, Infinity, -0.0, NaN, 20",
        "fuse, 1, 1, NaN, 0",
        "fuse, 1, signalling, NaN, 20",
    })
    void specialOperandsDoWhatTheStandardSays(
            String operation, String a, String b, String expected, String raised) {
        for (Format format : Format.values()) {
            for (RoundingMode mode : RoundingMode.values()) {
                long x = bits(format, a);
                long y = bits(format, b);
                long result =
                        switch (operation) {
                            case "add" -> arithmetic.add(format, x, y, mode);
                            case "multiply" -> arithmetic.multiply(format, x, y, mode);
                            case "divide" -> arithmetic.divide(format, x, y, mode);
                            case "squareRoot" -> arithmetic.squareRoot(format, x, mode);
                            default -> arithmetic.fuse(format, x, y, format.canonicalNan, mode);
                        };
                assertThat(result(result))
                        .isEqualTo(new Result(bits(format, expected), Integer.parseInt(raised, 8)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Infinity, 2, -Infinity, NaN, 20", "-Infinity, 2, -Infinity, -Infinity, 0"})
    void infiniteProductsMeetInfinities(
            String a, String b, String c, String expected, String raised) {
        Format format = Format.DOUBLE;
        long result =
                arithmetic.fuse(
                        format,
                        bits(format, a),
                        bits(format, b),
                        bits(format, c),
                        RoundingMode.NEAREST_EVEN);
        assertThat(result(result))
                .isEqualTo(new Result(bits(format, expected), Integer.parseInt(raised, 8)));
    }

    private void check(Format format, long bits, BigDecimal exact, RoundingMode mode, long zero) {
        Result expected =
                exact.signum() == 0
                        ? new Result(zero, 0)
                        : Reference.round(format, exact.signum() < 0, exact.abs()::compareTo, mode);
        assertThat(result(bits)).as("%s %s %s", format, exact, mode).isEqualTo(expected);
    }

    // What a sum is that is zero: of zeros of one sign, or of opposite numbers.
    private static long zeroSum(Format format, long a, long b, RoundingMode mode) {
        boolean same = format.isNegative(a) == format.isNegative(b);
        return same ? a & format.sign : format.zero(mode == RoundingMode.DOWN);
    }

    private Result result(long bits) {
        return new Result(bits, flags.take());
    }

    private static long near(Format format, long a, long b, Random random) {
        Arithmetic other = new Arithmetic(new Flags());
        long product = other.multiply(format, a, b, RoundingMode.TO_ZERO);
        long distance = random.nextInt(4);
        return format.magnitude(product) > distance ? product - distance : product;
    }

    private static long finite(Format format, Random random) {
        while (true) {
            long bits = FloatSamples.number(format, random);
            if (!format.isNan(bits) && !format.isInfinite(bits)) {
                return bits;
            }
        }
    }

    private static BigDecimal value(Format format, long bits) {
        return Reference.value(format, bits);
    }

    private static long canonical(double value) {
        return Double.doubleToLongBits(value);
    }

    private static long bits(Format format, String text) {
        if (text.equals("signalling")) {
            return format.infinity | 1;
        }
        double value = Double.parseDouble(text);
        return format == Format.DOUBLE
                ? Double.doubleToLongBits(value)
                : Float.floatToIntBits((float) value) & 0xffffffffL;
    }
}
