package ft.cpu.fpu;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.fpu.Conversion.IntegerType;
import ft.cpu.fpu.Reference.Result;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatConversionTest {
    private static final Map<RoundingMode, java.math.RoundingMode> JAVA_MODES =
            new EnumMap<>(
                    Map.of(
                            RoundingMode.NEAREST_EVEN, java.math.RoundingMode.HALF_EVEN,
                            RoundingMode.NEAREST_AWAY, java.math.RoundingMode.HALF_UP,
                            RoundingMode.TO_ZERO, java.math.RoundingMode.DOWN,
                            RoundingMode.DOWN, java.math.RoundingMode.FLOOR,
                            RoundingMode.UP, java.math.RoundingMode.CEILING));

    private final Flags flags = new Flags();
    private final Conversion conversion = new Conversion(flags);

    @Property(tries = 1000)
    void integersAreRoundedOrSaturated(
            @ForAll Format format,
            @ForAll IntegerType type,
            @ForAll RoundingMode mode,
            @ForAll long seed) {
        long bits = FloatSamples.number(format, new Random(seed));
        long result = conversion.toInteger(format, type, bits, mode);
        Result expected;
        if (format.isNan(bits)) {
            expected = new Result(extend(type, greatest(type)), Flags.INVALID);
        } else if (format.isInfinite(bits)) {
            BigInteger limit = format.isNegative(bits) ? least(type) : greatest(type);
            expected = new Result(extend(type, limit), Flags.INVALID);
        } else {
            BigDecimal exact = Reference.value(format, bits);
            BigInteger rounded = exact.setScale(0, JAVA_MODES.get(mode)).toBigInteger();
            if (rounded.compareTo(least(type)) < 0) {
                expected = new Result(extend(type, least(type)), Flags.INVALID);
            } else if (rounded.compareTo(greatest(type)) > 0) {
                expected = new Result(extend(type, greatest(type)), Flags.INVALID);
            } else {
                boolean whole = exact.compareTo(new BigDecimal(rounded)) == 0;
                expected = new Result(extend(type, rounded), whole ? 0 : Flags.INEXACT);
            }
        }
        assertThat(new Result(result, flags.take())).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void integersBecomeTheNearestNumber(
            @ForAll Format format,
            @ForAll IntegerType type,
            @ForAll RoundingMode mode,
            @ForAll long seed) {
        long value = FloatSamples.register(new Random(seed));
        BigInteger integer = BigInteger.valueOf(value);
        BigInteger span = greatest(type).subtract(least(type)).add(BigInteger.ONE);
        BigInteger kept = integer.mod(span);
        if (kept.compareTo(greatest(type)) > 0) {
            kept = kept.subtract(span);
        }
        BigDecimal exact = new BigDecimal(kept);
        Result expected =
                exact.signum() == 0
                        ? new Result(0, 0)
                        : Reference.round(format, exact.signum() < 0, exact.abs()::compareTo, mode);
        long result = conversion.fromInteger(format, type, value, mode);
        assertThat(new Result(result, flags.take())).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void doublesBecomeTheNearestSingle(@ForAll RoundingMode mode, @ForAll long seed) {
        long bits = FloatSamples.number(Format.DOUBLE, new Random(seed));
        if (Format.DOUBLE.magnitude(bits) >= Format.DOUBLE.infinity || Format.DOUBLE.isZero(bits)) {
            return;
        }
        BigDecimal exact = Reference.value(Format.DOUBLE, bits);
        Result expected =
                Reference.round(Format.SINGLE, exact.signum() < 0, exact.abs()::compareTo, mode);
        long result = conversion.convert(Format.DOUBLE, Format.SINGLE, bits, mode);
        assertThat(new Result(result, flags.take())).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void singlesBecomeDoublesWithoutLoss(@ForAll RoundingMode mode, @ForAll long seed) {
        long bits = FloatSamples.number(Format.SINGLE, new Random(seed));
        long result = conversion.convert(Format.SINGLE, Format.DOUBLE, bits, mode);
        // Java makes all NaNs the canonical one.
        assertThat(result).isEqualTo(Double.doubleToLongBits(Float.intBitsToFloat((int) bits)));
        assertThat(flags.take()).isEqualTo(Format.SINGLE.isSignalling(bits) ? Flags.INVALID : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "7ff0000000000000, 7f800000, 0",
        "fff0000000000000, ff800000, 0",
        "8000000000000000, 80000000, 0",
        "0000000000000000, 00000000, 0",
        "fff8000000000001, 7fc00000, 0",
        "7ff0000000000001, 7fc00000, 16",
    })
    void whatIsNoFiniteNumberIsKept(String from, String to, int raised) {
        for (RoundingMode mode : RoundingMode.values()) {
            long bits = Long.parseUnsignedLong(from, 16);
            assertThat(conversion.convert(Format.DOUBLE, Format.SINGLE, bits, mode))
                    .isEqualTo(Long.parseLong(to, 16));
            assertThat(flags.take()).isEqualTo(raised);
        }
    }

    private static BigInteger least(IntegerType type) {
        return switch (type) {
            case INT -> BigInteger.valueOf(Integer.MIN_VALUE);
            case LONG -> BigInteger.valueOf(Long.MIN_VALUE);
            case UNSIGNED_INT, UNSIGNED_LONG -> BigInteger.ZERO;
        };
    }

    private static BigInteger greatest(IntegerType type) {
        return switch (type) {
            case INT -> BigInteger.valueOf(Integer.MAX_VALUE);
            case LONG -> BigInteger.valueOf(Long.MAX_VALUE);
            case UNSIGNED_INT -> BigInteger.valueOf(0xffffffffL);
            case UNSIGNED_LONG -> BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        };
    }

    private static long extend(IntegerType type, BigInteger value) {
        boolean narrow = type == IntegerType.INT || type == IntegerType.UNSIGNED_INT;
        return narrow ? value.intValue() : value.longValue();
    }
}
