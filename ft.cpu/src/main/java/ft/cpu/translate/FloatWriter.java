package ft.cpu.translate;

import static org.objectweb.asm.Opcodes.*;

import ft.cpu.decode.Block;
import ft.cpu.decode.Op;
import org.objectweb.asm.MethodVisitor;

/** Writes the bytecode of floating-point instructions. */
final class FloatWriter {
    private final RegionMethod region;
    private final MethodVisitor code;

    FloatWriter(RegionMethod region) {
        this.region = region;
        code = region.code;
    }

    /** Whether it can write an operation at all. */
    static boolean knows(int op) {
        return op < Op.FCVT_W && op >= Op.FIRST_FLOAT
                || op >= Op.FSGNJ && op <= Op.FSGNJX + 1
                || op >= Op.FLE && op <= Op.FEQ + 1
                || op >= Op.FMV_TO_INTEGER && op <= Op.FMV_FROM_INTEGER + 1
                || isOneOf(op, Op.FCVT_W, Op.FCVT_L, Op.FCVT_FROM_W, Op.FCVT_FROM_L);
    }

    private static boolean isOneOf(int op, int... pairs) {
        for (int pair : pairs) {
            if ((op & ~1) == pair) {
                return true;
            }
        }
        return false;
    }

    /** Whether an operation has a third operand. */
    static boolean fuses(int op) {
        return op >= Op.FMADD && op < Op.FCVT_FROM_OTHER;
    }

    /** The third operand. */
    static int third(long microOp) {
        return Block.F + (int) (microOp >>> 59);
    }

    void write(int op, long u) {
        int rd = (int) (u >>> 8) & 127;
        int a = (int) (u >>> 16) & 127;
        int b = (int) (u >>> 24) & 127;
        int mode = (int) (u >>> 44) & 7;
        int pair = op & ~1;
        boolean wide = (op & 1) != 0;
        String kind = wide ? "Wide" : "";
        if (pair < Op.FCVT_FROM_OTHER) {
            region.demand(FloatPermissions.NEAREST << mode);
            arithmetic(pair, kind, a, b, third(u));
            keepUnlessSpecial(kind);
        } else if (op == Op.FCVT_FROM_OTHER) {
            region.demand(FloatPermissions.NEAREST << mode);
            region.get(a);
            call("narrow", "(J)J");
            keepUnlessSpecial("");
        } else if (op == Op.FCVT_FROM_OTHER + 1) {
            region.demand(FloatPermissions.EXACT << mode);
            region.get(a);
            call("isNumber", "(J)Z");
            region.leaveIf(IFEQ);
            region.get(a);
            call("widen", "(J)J");
        } else if (pair == Op.FCVT_W || pair == Op.FCVT_L) {
            String type = pair == Op.FCVT_W ? "Int" : "Long";
            region.demand(FloatPermissions.TRUNCATING << mode);
            region.get(a);
            call("fits" + type + kind, "(J)Z");
            region.leaveIf(IFEQ);
            region.get(a);
            call("to" + type + kind, "(J)J");
        } else if (pair == Op.FCVT_FROM_W || pair == Op.FCVT_FROM_L) {
            boolean exact = op == Op.FCVT_FROM_W + 1;
            region.demand((exact ? FloatPermissions.EXACT : FloatPermissions.NEAREST) << mode);
            region.get(a);
            call((pair == Op.FCVT_FROM_W ? "fromInt" : "fromLong") + kind, "(J)J");
        } else {
            region.demand(FloatPermissions.REACHABLE);
            unrounded(op, kind, a, b);
        }
        region.put(rd);
    }

    private void arithmetic(int pair, String kind, int a, int b, int c) {
        region.get(a);
        if (pair == Op.FSQRT) {
            call("root" + kind, "(J)J");
        } else if (pair < Op.FSQRT) {
            region.get(b);
            call(
                    switch (pair) {
                                case Op.FADD -> "add";
                                case Op.FSUB -> "subtract";
                                case Op.FMUL -> "multiply";
                                default -> "divide";
                            }
                            + kind,
                    "(JJ)J");
        } else {
            if (pair == Op.FNMSUB || pair == Op.FNMADD) {
                call("negate" + kind, "(J)J");
            }
            region.get(b);
            region.get(c);
            if (pair == Op.FMSUB || pair == Op.FNMADD) {
                call("negate" + kind, "(J)J");
            }
            call("fuse" + kind, "(JJJ)J");
        }
    }

    private void keepUnlessSpecial(String kind) {
        region.keep();
        region.kept();
        call("isSpecial" + kind, "(J)Z");
        region.leaveIf(IFNE);
        region.kept();
    }

    private void unrounded(int op, String kind, int a, int b) {
        switch (op) {
            case Op.FMV_TO_INTEGER -> {
                region.get(a);
                code.visitInsn(L2I);
                code.visitInsn(I2L);
            }
            case Op.FMV_FROM_INTEGER -> {
                region.get(a);
                code.visitLdcInsn(-1L << 32);
                code.visitInsn(LOR);
            }
            case Op.FMV_TO_INTEGER + 1, Op.FMV_FROM_INTEGER + 1 -> region.get(a);
            case Op.FSGNJ, Op.FSGNJN, Op.FSGNJX, Op.FSGNJ + 1, Op.FSGNJN + 1, Op.FSGNJX + 1 -> {
                if ((op & 1) == 0) {
                    region.get(a);
                    region.get(b);
                    call("areBoxed", "(JJ)Z");
                    region.leaveIf(IFEQ);
                }
                region.get(a);
                region.get(b);
                call(
                        switch (op & ~1) {
                                    case Op.FSGNJ -> "sign";
                                    case Op.FSGNJN -> "signNegated";
                                    default -> "signExclusive";
                                }
                                + kind,
                        "(JJ)J");
            }
            default -> {
                region.get(a);
                region.get(b);
                call(
                        switch (op & ~1) {
                                    case Op.FLE -> "lessOrEqual";
                                    case Op.FLT -> "less";
                                    default -> "equal";
                                }
                                + kind,
                        "(JJ)J");
                region.keep();
                region.kept();
                code.visitInsn(LCONST_0);
                code.visitInsn(LCMP);
                region.leaveIf(IFLT);
                region.kept();
            }
        }
    }

    private void call(String name, String descriptor) {
        region.call(FloatOperations.class, name, descriptor);
    }
}
