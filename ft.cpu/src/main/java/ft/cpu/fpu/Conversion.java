package ft.cpu.fpu;

/** Conversions between the formats, and to and from integers. */
public final class Conversion {
    /** The kinds of integers that instructions name. */
    public enum IntegerType {
        /** Signed, 32 bits. */
        INT(true, 32),
        /** Unsigned, 32 bits; sign-extended in a register, as all of 32 bits are. */
        UNSIGNED_INT(false, 32),
        /** Signed, 64 bits. */
        LONG(true, 64),
        /** Unsigned, 64 bits. */
        UNSIGNED_LONG(false, 64);

        private final boolean signed;
        private final int width;

        IntegerType(boolean signed, int width) {
            this.signed = signed;
            this.width = width;
        }

        // The largest magnitude, unsigned.
        private long limit(boolean negative) {
            if (signed) {
                return negative ? 1L << width - 1 : (1L << width - 1) - 1;
            }
            return negative ? 0 : -1L >>> 64 - width;
        }

        // As it is in a register.
        private long extend(long value) {
            return width == 32 ? (int) value : value;
        }
    }

    private final Flags flags;
    private final Rounder rounder;

    /** Raises flags there. */
    public Conversion(Flags flags) {
        this.flags = flags;
        rounder = new Rounder(flags);
    }

    /** A number of one format in another. */
    public long convert(Format from, Format to, long bits, RoundingMode mode) {
        if (from.isNan(bits)) {
            if (from.isSignalling(bits)) {
                flags.raise(Flags.INVALID);
            }
            return to.canonicalNan;
        }
        boolean negative = from.isNegative(bits);
        if (from.isInfinite(bits)) {
            return to.infinity(negative);
        }
        if (from.isZero(bits)) {
            return to.zero(negative);
        }
        return rounder.round(to, negative, from.exponent(bits), from.significand(bits), mode);
    }

    /** A number as an integer; what does not fit is invalid, and the nearest that fits. */
    public long toInteger(Format format, IntegerType type, long bits, RoundingMode mode) {
        if (format.isNan(bits)) {
            return saturate(type, false);
        }
        if (format.isZero(bits)) {
            return 0;
        }
        boolean negative = format.isNegative(bits);
        int exponent = format.isInfinite(bits) ? 64 : format.exponent(bits);
        if (exponent > 63) {
            return saturate(type, negative);
        }
        long significand = format.significand(bits);
        int dropped = 63 - exponent;
        long magnitude = dropped < 64 ? significand >>> dropped : 0;
        long rest = Rounder.rest(significand, dropped);
        if (mode.increments(negative, (magnitude & 1) != 0, rest)) {
            magnitude++;
        }
        if (Long.compareUnsigned(magnitude, type.limit(negative)) > 0) {
            return saturate(type, negative);
        }
        if (rest != 0) {
            flags.raise(Flags.INEXACT);
        }
        return type.extend(negative ? -magnitude : magnitude);
    }

    /** An integer, of which only the bits of its type count, as a number. */
    public long fromInteger(Format format, IntegerType type, long value, RoundingMode mode) {
        int unused = 64 - type.width;
        long extended = type.signed ? value << unused >> unused : value << unused >>> unused;
        if (extended == 0) {
            return 0;
        }
        boolean negative = type.signed && extended < 0;
        long magnitude = negative ? -extended : extended;
        int zeros = Long.numberOfLeadingZeros(magnitude);
        // All 64 bits may be significant, but then none was lost below the lowest.
        return rounder.round(format, negative, 63 - zeros, magnitude << zeros, mode);
    }

    private long saturate(IntegerType type, boolean negative) {
        flags.raise(Flags.INVALID);
        long limit = type.limit(negative);
        return type.extend(negative ? -limit : limit);
    }
}
