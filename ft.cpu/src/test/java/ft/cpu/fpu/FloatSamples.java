package ft.cpu.fpu;

import java.util.Random;

/**
 * Numbers that find mistakes in floating point: zeros, infinities, both kinds of NaN, subnormals,
 * the ends of every range, halfway cases, few significant bits, and exponents that lie close
 * together.
 */
public final class FloatSamples {
    private static final long BOX = -1L << 32;

    // Halves and ends of the ranges of integers.
    private static final double[] LIMITS = {
        0.5,
        1,
        1.5,
        2,
        2.5,
        3.5,
        0x1p31,
        0x1p31 - 0.5,
        0x1p31 - 1,
        0x1p31 + 0.5,
        0x1p32,
        0x1p32 - 0.5,
        0x1p32 - 1,
        0x1p63,
        0x1p63 - 1024,
        0x1p64,
        0x1p64 - 2048,
        0x1p52 + 0.5,
        0x1p53,
        0x1p24,
        0x1p23 + 0.5,
        0.25,
        0.75,
        0.1,
        3
    };

    private FloatSamples() {}

    /** A floating-point register: double, single in its box, or neither. */
    public static long register(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> random.nextLong();
            case 1 -> number(Format.SINGLE, random);
            case 2 -> random.nextInt() & BOX | number(Format.SINGLE, random);
            case 3 -> -1L >>> random.nextInt(64);
            case 4 -> (long) random.nextInt(16) - 8;
            case 5, 6, 7, 8, 9 -> BOX | number(Format.SINGLE, random);
            default -> number(Format.DOUBLE, random);
        };
    }

    /** The bits of a number of a format. */
    public static long number(Format format, Random random) {
        long sign = random.nextBoolean() ? format.sign : 0;
        if (random.nextInt(6) == 0) {
            double limit = LIMITS[random.nextInt(LIMITS.length)];
            return sign
                    | (format == Format.DOUBLE
                            ? Double.doubleToRawLongBits(limit)
                            : Float.floatToRawIntBits((float) limit));
        }
        return sign | field(format, random) << format.precision - 1 | fraction(format, random);
    }

    private static long field(Format format, Random random) {
        int bias = format.largestExponent;
        int most = 2 * bias + 1;
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> most;
            case 2 -> 1 + random.nextInt(3);
            case 3 -> most - 1 - random.nextInt(3);
            case 4 -> random.nextInt(most + 1);
            // Products and quotients of these are near the ends.
            case 5 -> bias / 2 + random.nextInt(5);
            case 6 -> bias + bias / 2 + random.nextInt(5);
            case 7 -> bias + random.nextInt(66) - 2;
            default -> bias + random.nextInt(5) - 2;
        };
    }

    private static long fraction(Format format, Random random) {
        long mask = (1L << format.precision - 1) - 1;
        int bit = random.nextInt(format.precision - 1);
        long bits =
                switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> 1L << bit;
                    case 2 -> (1L << bit) - 1;
                    case 3 -> -1L << bit;
                    case 4 -> 1L << bit | 1;
                    case 5 -> 1L << bit | 1L << random.nextInt(format.precision - 1);
                    default -> random.nextLong();
                };
        return bits & mask;
    }
}
