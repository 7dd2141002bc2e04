package ft.cpu.oracle;

import java.util.List;
import java.util.Random;

/** Values at the corners of what instructions compute with. */
final class Values {
    private static final int NAN_BOX = 0xffff_ffff;

    private static final List<Long> EXTREMES =
            List.of(
                    0L,
                    1L,
                    2L,
                    -1L,
                    -2L,
                    (long) Integer.MAX_VALUE,
                    (long) Integer.MIN_VALUE,
                    1L << 31,
                    0xffff_ffffL,
                    1L << 32,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE);

    private Values() {}

    /** For an integer register. */
    static long integer(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 8, 9 -> EXTREMES.get(random.nextInt(EXTREMES.size()));
            case 1 -> 1L << random.nextInt(64);
            case 2 -> (1L << random.nextInt(64)) - 1;
            case 3 -> -1L << random.nextInt(64);
            case 4 -> random.nextInt();
            case 5 -> random.nextInt() & 0xffff_ffffL;
            case 6 -> real(random);
            default -> random.nextLong();
        };
    }

    /** For a floating-point register. */
    static long real(Random random) {
        if (random.nextBoolean()) {
            long single = single(random) & 0xffff_ffffL;
            // Now and then one that is not boxed, which is the canonical NaN.
            return random.nextInt(12) == 0 ? single : single | (long) NAN_BOX << 32;
        }
        return number(random, 52, 11);
    }

    private static long single(Random random) {
        return number(random, 23, 8);
    }

    private static long number(Random random, int fractionBits, int exponentBits) {
        long fraction = fraction(random, fractionBits);
        long exponent = exponent(random, exponentBits);
        long sign = random.nextInt(2);
        return sign << fractionBits + exponentBits | exponent << fractionBits | fraction;
    }

    private static long fraction(Random random, int bits) {
        long mask = (1L << bits) - 1;
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1L << random.nextInt(bits);
            case 2 -> mask;
            case 3 -> mask << random.nextInt(bits) & mask;
            case 4 -> random.nextInt(4);
            default -> random.nextLong() & mask;
        };
    }

    private static long exponent(Random random, int bits) {
        long all = (1L << bits) - 1;
        long bias = all >>> 1;
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> all;
            case 2 -> 1 + random.nextInt(2);
            case 3 -> all - 1 - random.nextInt(2);
            case 4, 5 -> bias + random.nextInt(9) - 4;
            // About where conversions to integers overflow.
            case 6 -> bias + 22 + random.nextInt(44) & all;
            default -> random.nextLong() & all;
        };
    }
}
