package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.Asm;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Register-register instructions against what the manual says, in unbounded integers. */
class ArithmeticTest {
    private static final int OP = 0x33;
    private static final int OP_32 = 0x3b;

    /** An instruction and its meaning; the operands come as the signed values of its width. */
    private record Case(int opcode, int funct3, int funct7, BinaryOperator<BigInteger> meaning) {
        int width() {
            return opcode == OP ? 64 : 32;
        }
    }

    private static final Map<String, Case> CASES =
            Map.ofEntries(
                    Map.entry("add", new Case(OP, 0, 0, BigInteger::add)),
                    Map.entry("sub", new Case(OP, 0, 32, BigInteger::subtract)),
                    Map.entry("sll", new Case(OP, 1, 0, (a, b) -> a.shiftLeft(amount(b, 63)))),
                    Map.entry("slt", new Case(OP, 2, 0, (a, b) -> flag(a.compareTo(b) < 0))),
                    Map.entry(
                            "sltu",
                            new Case(OP, 3, 0, (a, b) -> flag(u64(a).compareTo(u64(b)) < 0))),
                    Map.entry("xor", new Case(OP, 4, 0, BigInteger::xor)),
                    Map.entry(
                            "srl", new Case(OP, 5, 0, (a, b) -> u64(a).shiftRight(amount(b, 63)))),
                    Map.entry("sra", new Case(OP, 5, 32, (a, b) -> a.shiftRight(amount(b, 63)))),
                    Map.entry("or", new Case(OP, 6, 0, BigInteger::or)),
                    Map.entry("and", new Case(OP, 7, 0, BigInteger::and)),
                    Map.entry("mul", new Case(OP, 0, 1, BigInteger::multiply)),
                    Map.entry("mulh", new Case(OP, 1, 1, (a, b) -> a.multiply(b).shiftRight(64))),
                    Map.entry(
                            "mulhsu",
                            new Case(OP, 2, 1, (a, b) -> a.multiply(u64(b)).shiftRight(64))),
                    Map.entry(
                            "mulhu",
                            new Case(OP, 3, 1, (a, b) -> u64(a).multiply(u64(b)).shiftRight(64))),
                    Map.entry("div", new Case(OP, 4, 1, ArithmeticTest::divide)),
                    Map.entry("divu", new Case(OP, 5, 1, (a, b) -> divide(u64(a), u64(b)))),
                    Map.entry("rem", new Case(OP, 6, 1, ArithmeticTest::remainder)),
                    Map.entry("remu", new Case(OP, 7, 1, (a, b) -> remainder(u64(a), u64(b)))),
                    Map.entry("addw", new Case(OP_32, 0, 0, BigInteger::add)),
                    Map.entry("subw", new Case(OP_32, 0, 32, BigInteger::subtract)),
                    Map.entry("sllw", new Case(OP_32, 1, 0, (a, b) -> a.shiftLeft(amount(b, 31)))),
                    Map.entry(
                            "srlw",
                            new Case(OP_32, 5, 0, (a, b) -> u32(a).shiftRight(amount(b, 31)))),
                    Map.entry(
                            "sraw", new Case(OP_32, 5, 32, (a, b) -> a.shiftRight(amount(b, 31)))),
                    Map.entry("mulw", new Case(OP_32, 0, 1, BigInteger::multiply)),
                    Map.entry("divw", new Case(OP_32, 4, 1, ArithmeticTest::divide)),
                    Map.entry("divuw", new Case(OP_32, 5, 1, (a, b) -> divide(u32(a), u32(b)))),
                    Map.entry("remw", new Case(OP_32, 6, 1, ArithmeticTest::remainder)),
                    Map.entry("remuw", new Case(OP_32, 7, 1, (a, b) -> remainder(u32(a), u32(b)))));

    private final Guest guest = new Guest(new Asm());

    @Property(tries = 3000)
    void registerInstructionsDoWhatTheManualSays(
            @ForAll("names") String name, @ForAll("operands") long a, @ForAll("operands") long b) {
        Case one = CASES.get(name);
        BigInteger left = one.width() == 64 ? BigInteger.valueOf(a) : BigInteger.valueOf((int) a);
        BigInteger right = one.width() == 64 ? BigInteger.valueOf(b) : BigInteger.valueOf((int) b);
        BigInteger result = one.meaning().apply(left, right);
        long expected = one.width() == 64 ? result.longValue() : result.intValue();

        int instruction = Asm.r(one.opcode(), one.funct3(), one.funct7(), Asm.A2, Asm.A0, Asm.A1);
        assertThat(execute(instruction, a, b)).as("%s %d, %d", name, a, b).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void immediateInstructionsDoWhatTheirRegisterFormsDo(
            @ForAll("immediates") int funct3AndWidth,
            @ForAll("operands") long a,
            @ForAll("operands") long b) {
        int funct3 = funct3AndWidth & 7;
        boolean narrow = funct3AndWidth >= 8;
        boolean shift = funct3 == 1 || funct3 == 5;
        long immediate = shift ? b & (narrow ? 31 : 63) : b << 52 >> 52;
        int arithmetic = funct3 == 5 && (b & 64) != 0 ? 32 : 0;
        int bits = (int) immediate | (shift ? arithmetic << 5 : 0);
        long byImmediate = execute(Asm.i(narrow ? 0x1b : 0x13, funct3, Asm.A2, Asm.A0, bits), a, 0);
        long byRegister =
                execute(
                        Asm.r(narrow ? OP_32 : OP, funct3, arithmetic, Asm.A2, Asm.A0, Asm.A1),
                        a,
                        immediate);
        assertThat(byImmediate).isEqualTo(byRegister);
    }

    private long execute(int instruction, long a, long b) {
        byte[] code = new Asm().word(instruction).toBytes();
        guest.cpu.mainStorage().write(Guest.BASE, code, 0, code.length);
        guest.set("pc", Guest.BASE).set("a0", a).set("a1", b).run(1);
        assertThat(guest.pc()).isEqualTo(Guest.BASE + 4);
        return guest.get("a2");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(CASES.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<Integer> immediates() {
        return Arbitraries.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13);
    }

    @Provide
    Arbitrary<Long> operands() {
        Arbitrary<Long> corners =
                Arbitraries.of(
                        0L,
                        1L,
                        -1L,
                        2L,
                        31L,
                        32L,
                        63L,
                        64L,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        (long) Integer.MIN_VALUE,
                        (long) Integer.MAX_VALUE,
                        0x80000000L,
                        0xffffffffL,
                        0xdeadbeef00000000L);
        return Arbitraries.oneOf(corners, Arbitraries.longs());
    }

    private static BigInteger divide(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? BigInteger.ONE.negate() : a.divide(b);
    }

    private static BigInteger remainder(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? a : a.remainder(b);
    }

    private static BigInteger flag(boolean set) {
        return set ? BigInteger.ONE : BigInteger.ZERO;
    }

    private static BigInteger u64(BigInteger a) {
        return a.mod(BigInteger.ONE.shiftLeft(64));
    }

    private static BigInteger u32(BigInteger a) {
        return a.mod(BigInteger.ONE.shiftLeft(32));
    }

    private static int amount(BigInteger b, int mask) {
        return b.intValue() & mask;
    }
}
