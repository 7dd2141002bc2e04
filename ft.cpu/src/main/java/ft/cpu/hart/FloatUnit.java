package ft.cpu.hart;

import ft.cpu.context.ContextFields;
import ft.cpu.decode.Block;
import ft.cpu.decode.Op;
import ft.cpu.fpu.Arithmetic;
import ft.cpu.fpu.Comparison;
import ft.cpu.fpu.Conversion;
import ft.cpu.fpu.Conversion.IntegerType;
import ft.cpu.fpu.Flags;
import ft.cpu.fpu.Format;
import ft.cpu.fpu.RoundingMode;
import ft.cpu.translate.FloatPermissions;

/**
 * Floating point of a hart: {@code fcsr}, and the instructions that the fast path of an engine does
 * not do. The registers are behind the integer ones in {@link Hart#x}, so that loads, stores and
 * moves need to know nothing of them.
 */
final class FloatUnit {
    /** Number of registers. */
    static final int REGISTERS = 32;

    private static final int MODE_SHIFT = 5;
    private static final int MODE_MASK = 7;

    /** The five modes, one bit each. */
    private static final int STATIC_MODES = 31;

    /** What stands above a number of single precision. */
    static final long BOX = -1L << 32;

    // Bits of permissions(). Those for a mode of an instruction are shifted left by its code.

    /** To round to nearest, ties to even: that is the mode, and the result may be inexact. */
    static final int NEAREST = FloatPermissions.NEAREST;

    /** To round towards zero: that is the mode, and the result may be inexact. */
    static final int TRUNCATING = FloatPermissions.TRUNCATING;

    /** To do what needs no rounding: the mode is a legal one. */
    static final int EXACT = FloatPermissions.EXACT;

    /** To reach the registers: it is known that they change. */
    static final int REACHABLE = FloatPermissions.REACHABLE;

    private final Hart hart;
    private final Flags raised = new Flags();
    private final Arithmetic arithmetic = new Arithmetic(raised);
    private final Conversion conversion = new Conversion(raised);
    private final Comparison comparison = new Comparison(raised);

    /** {@code fflags}. */
    private int flags;

    /** {@code frm}, reserved values as well. */
    private int mode;

    FloatUnit(Hart hart) {
        this.hart = hart;
    }

    void reset() {
        flags = 0;
        mode = 0;
    }

    /** Whether {@code mstatus.FS} lets instructions reach the registers and {@code fcsr}. */
    boolean isOn() {
        return hart.status.has(Status.FS);
    }

    /**
     * What an engine's fast path may do by itself until the next instruction that is done out of
     * line, for only such a one changes it.
     *
     * <p>Java computes as IEEE 754 demands, but only to nearest, and tells no flags. Of a result
     * that is a normal number, other than the least exponent has, it is known that no flag was
     * raised but perhaps that it is inexact: an operand that is not finite gives no such result (a
     * finite number divided by infinity gives zero), nor does a division by zero, an overflow, or a
     * result that is less than the least normal number before or after rounding. So while the flag
     * for inexact is up anyway, such a result is all there is to the operation.
     */
    int permissions() {
        if (!hart.status.isFloatDirty()) {
            return 0;
        }
        int permissions = REACHABLE | EXACT * STATIC_MODES;
        if (RoundingMode.of(mode) != null) {
            permissions |= EXACT << RoundingMode.DYNAMIC;
        }
        if ((flags & Flags.INEXACT) == 0) {
            return permissions;
        }
        permissions |= NEAREST << RoundingMode.NEAREST_EVEN.ordinal();
        permissions |= TRUNCATING << RoundingMode.TO_ZERO.ordinal();
        if (mode == RoundingMode.NEAREST_EVEN.ordinal()) {
            permissions |= NEAREST << RoundingMode.DYNAMIC;
        } else if (mode == RoundingMode.TO_ZERO.ordinal()) {
            permissions |= TRUNCATING << RoundingMode.DYNAMIC;
        }
        return permissions;
    }

    /** Notes in {@code mstatus.FS} that the registers or {@code fcsr} were changed. */
    void touch() {
        hart.status.set(Status.FS);
    }

    /** {@code fflags}. */
    long flags() {
        return flags;
    }

    /** Writes {@code fflags}. */
    void setFlags(long value) {
        flags = (int) value & Flags.ALL;
    }

    /** {@code frm}. */
    long mode() {
        return mode;
    }

    /** Writes {@code frm}. */
    void setMode(long value) {
        mode = (int) value & MODE_MASK;
    }

    /** {@code fcsr}. */
    long control() {
        return (long) mode << MODE_SHIFT | flags;
    }

    /** Writes {@code fcsr}. */
    void setControl(long value) {
        setFlags(value);
        setMode(value >>> MODE_SHIFT);
    }

    void context(ContextFields fields) {
        for (int number = Block.F; number < Block.F + REGISTERS; number++) {
            hart.x[number] = fields.number(hart.x[number]);
        }
        setControl(fields.number(control()));
    }

    /**
     * Executes an instruction other than a load or a store. It may be illegal; look at {@link
     * Hart#stop} afterwards.
     */
    void execute(int op, long microOp) {
        int instruction = (int) (microOp >>> 32);
        RoundingMode rounding = null;
        if (op < Op.FIRST_UNROUNDED) {
            int named = instruction >>> 12 & MODE_MASK;
            rounding = RoundingMode.of(named == RoundingMode.DYNAMIC ? mode : named);
            if (rounding == null) {
                hart.raise(Cause.ILLEGAL_INSTRUCTION, instruction & 0xffffffffL);
                return;
            }
        }
        if (!isOn()) {
            hart.raise(Cause.ILLEGAL_INSTRUCTION, instruction & 0xffffffffL);
            return;
        }
        Format format = (op & 1) == 0 ? Format.SINGLE : Format.DOUBLE;
        int pair = op & ~1;
        int target = (int) (microOp >>> 8) & Hart.REGISTERS - 1;
        long x = hart.x[(int) (microOp >>> 16) & Hart.REGISTERS - 1];
        if (pair < Op.FCVT_W) {
            put(target, format, arithmetic(pair, format, rounding, microOp));
        } else if (pair < Op.FCVT_FROM_W) {
            long a = unbox(format, x);
            hart.x[target] = conversion.toInteger(format, type(pair - Op.FCVT_W), a, rounding);
        } else if (pair < Op.FIRST_UNROUNDED) {
            IntegerType type = type(pair - Op.FCVT_FROM_W);
            put(target, format, conversion.fromInteger(format, type, x, rounding));
        } else {
            unrounded(pair, format, target, x, microOp);
        }
        int newFlags = raised.take();
        if ((newFlags & ~flags) != 0) {
            flags |= newFlags;
            touch();
        }
    }

    private static IntegerType type(int distance) {
        return switch (distance) {
            case 0 -> IntegerType.INT;
            case Op.FCVT_WU - Op.FCVT_W -> IntegerType.UNSIGNED_INT;
            case Op.FCVT_L - Op.FCVT_W -> IntegerType.LONG;
            default -> IntegerType.UNSIGNED_LONG;
        };
    }

    private long arithmetic(int pair, Format format, RoundingMode rounding, long microOp) {
        long x = hart.x[(int) (microOp >>> 16) & Hart.REGISTERS - 1];
        long a = unbox(format, x);
        long b = unbox(format, hart.x[(int) (microOp >>> 24) & Hart.REGISTERS - 1]);
        return switch (pair) {
            case Op.FADD -> arithmetic.add(format, a, b, rounding);
            case Op.FSUB -> arithmetic.add(format, a, b ^ format.sign, rounding);
            case Op.FMUL -> arithmetic.multiply(format, a, b, rounding);
            case Op.FDIV -> arithmetic.divide(format, a, b, rounding);
            case Op.FSQRT -> arithmetic.squareRoot(format, a, rounding);
            case Op.FCVT_FROM_OTHER -> {
                Format other = format == Format.SINGLE ? Format.DOUBLE : Format.SINGLE;
                yield conversion.convert(other, format, unbox(other, x), rounding);
            }
            default -> {
                long c = unbox(format, hart.x[Block.F + (int) (microOp >>> 59)]);
                long negated = pair == Op.FNMSUB || pair == Op.FNMADD ? format.sign : 0;
                long subtracted = pair == Op.FMSUB || pair == Op.FNMADD ? format.sign : 0;
                yield arithmetic.fuse(format, a ^ negated, b, c ^ subtracted, rounding);
            }
        };
    }

    private void unrounded(int pair, Format format, int target, long x, long microOp) {
        long a = unbox(format, x);
        long b = unbox(format, hart.x[(int) (microOp >>> 24) & Hart.REGISTERS - 1]);
        long sign = format.sign;
        switch (pair) {
            case Op.FSGNJ -> put(target, format, a & ~sign | b & sign);
            case Op.FSGNJN -> put(target, format, a & ~sign | ~b & sign);
            case Op.FSGNJX -> put(target, format, a ^ b & sign);
            case Op.FMIN -> put(target, format, comparison.least(format, a, b));
            case Op.FMAX -> put(target, format, comparison.greatest(format, a, b));
            case Op.FMV_FROM_INTEGER -> put(target, format, x);
            case Op.FLE -> hart.x[target] = comparison.lessOrEqual(format, a, b) ? 1 : 0;
            case Op.FLT -> hart.x[target] = comparison.less(format, a, b) ? 1 : 0;
            case Op.FEQ -> hart.x[target] = comparison.equal(format, a, b) ? 1 : 0;
            case Op.FCLASS -> hart.x[target] = Comparison.classify(format, a);
            // Moves bits: not even the box counts.
            default -> hart.x[target] = format == Format.SINGLE ? (int) x : x;
        }
    }

    // A number of single precision that is in no box counts as a NaN.
    private static long unbox(Format format, long register) {
        if (format == Format.DOUBLE) {
            return register;
        }
        return register >= BOX && register < 0 ? register & ~BOX : format.canonicalNan;
    }

    private void put(int target, Format format, long bits) {
        hart.x[target] = format == Format.DOUBLE ? bits : BOX | bits;
        touch();
    }
}
