package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.Asm;
import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionForm.Operands;
import ft.cpu.decode.InstructionSet;
import ft.cpu.fpu.FloatSamples;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Floating-point instructions: their registers, {@code fcsr}, and {@code mstatus.FS}. */
class FloatInstructionTest {
    private static final long VECTOR = Guest.BASE + 0x800;
    private static final long OFF = 0;
    private static final long INITIAL = 1L << 13;
    private static final long CLEAN = 2L << 13;
    private static final long DIRTY = 3L << 13;
    private static final long SUMMARY = 1L << 63;

    private static final int FADD_S = 0x003170d3; // fadd.s f1, f2, f3, dyn
    private static final int FADD_D = 0x023170d3;
    private static final int FEQ_S = 0xa0312553; // feq.s a0, f2, f3
    private static final int FMV_X_W = 0xe0010553; // fmv.x.w a0, f2
    private static final int FMV_W_X = 0xf00500d3; // fmv.w.x f1, a0
    private static final int FSGNJ_S = 0x203100d3; // fsgnj.s f1, f2, f3
    private static final int FLW = 0x0005a087; // flw f1, 0(a1)
    private static final int FLD = 0x0005b087;
    private static final int FSW = 0x0025a027; // fsw f2, 0(a1)
    private static final int FSD = 0x0025b027;
    private static final int C_FLD = 0x2188; // c.fld fa0, 0(a1)
    private static final int C_NOP = 0x0001;

    private static final long SINGLE_ONE = 0xffffffff_3f800000L;
    private static final long SINGLE_TWO = 0xffffffff_40000000L;
    private static final long SINGLE_NAN = 0xffffffff_7fc00000L;

    private static final List<InstructionForm> FORMS =
            InstructionSet.FORMS.stream()
                    .filter(
                            form ->
                                    form.operands().name().contains("FLOAT")
                                            && form.operands() != Operands.FLOAT_LOAD
                                            && form.operands() != Operands.FLOAT_STORE)
                    .toList();

    private static Guest guest(int... instructions) {
        Asm program = new Asm();
        for (int instruction : instructions) {
            program.word(instruction);
        }
        return new Guest(program).set("mtvec", VECTOR).set("mstatus", INITIAL);
    }

    private static long fs(Guest guest) {
        return guest.get("mstatus") & (DIRTY | SUMMARY);
    }

    private final Guest guest = guest();

    /** While FS is not dirty, nothing is done by the fast path. */
    @Property(tries = 4000)
    void theFastPathDoesWhatTheSlowOneDoes(@ForAll long seed) {
        Random random = new Random(seed);
        InstructionForm form = FORMS.get(random.nextInt(FORMS.size()));
        boolean fromInteger = form.operands() == Operands.INTEGER_TO_FLOAT;
        int fields = 1 << 7 | (fromInteger ? 10 : 2) << 15 | 3 << 20 | 4 << 27;
        int rounding = random.nextInt(3) == 0 ? random.nextInt(5) : 7;
        int bits = form.match() | (fields | rounding << 12) & ~form.mask();
        byte[] code = new Asm().word(bits).toBytes();
        guest.cpu.mainStorage().write(Guest.BASE, code, 0, code.length);
        guest.set("f2", FloatSamples.register(random)).set("f3", FloatSamples.register(random));
        guest.set("f4", FloatSamples.register(random)).set("a0", FloatSamples.register(random));
        long control = random.nextInt(5) << 5 | random.nextInt(32);
        String result = form.operands() == Operands.FLOAT_TO_INTEGER ? "x1" : "f1";

        guest.set("pc", Guest.BASE).set("fcsr", control).set("mstatus", CLEAN).run(1);
        long slow = guest.get(result);
        long slowControl = guest.get("fcsr");
        guest.set("pc", Guest.BASE).set("fcsr", control).set("mstatus", DIRTY).run(1);
        assertThat(guest.get(result)).as("%s %08x", form.name(), bits).isEqualTo(slow);
        assertThat(guest.get("fcsr")).as(form.name()).isEqualTo(slowControl);
        assertThat(guest.pc()).isEqualTo(Guest.BASE + 4);
    }

    /** Tiny before it is rounded to the least normal number, and tiny after it as well. */
    @ParameterizedTest
    @CsvSource({
        "103170d3, ffffffff3f7fffff, ffffffff00800000", // fmul.s f1, f2, f3
        "123170d3, 3fefffffffffffff, 0010000000000000", // fmul.d
    })
    void aNormalResultCanUnderflow(String instruction, String almostOne, String leastNormal) {
        Guest on = guest(Integer.parseInt(instruction, 16)).set("mstatus", DIRTY);
        long least = Long.parseUnsignedLong(leastNormal, 16);
        on.set("f2", Long.parseUnsignedLong(almostOne, 16)).set("f3", least);
        on.set("fflags", 1).run(1);
        assertThat(on.get("f1")).isEqualTo(least);
        assertThat(on.get("fflags")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {FADD_S, FADD_D, FEQ_S, FMV_X_W, FMV_W_X, FLW, FLD, FSW, FSD, FSGNJ_S})
    void instructionsAreIllegalWhileOff(int instruction) {
        Guest off = guest(instruction).set("mstatus", OFF).set("a1", Guest.DATA).run(1);
        assertThat(off.get("mcause")).isEqualTo(2);
        assertThat(off.get("mtval")).isEqualTo(instruction & 0xffffffffL);
        assertThat(off.get("mepc")).isEqualTo(Guest.BASE);
        assertThat(off.get("f1")).isZero();
    }

    @Test
    void aCompressedInstructionTrapsWithItsOwnBits() {
        Guest off = guest(C_NOP | C_FLD << 16).set("mstatus", OFF).set("a1", Guest.DATA).run(2);
        assertThat(off.get("mcause")).isEqualTo(2);
        assertThat(off.get("mtval")).isEqualTo(C_FLD);
        assertThat(off.get("mepc")).isEqualTo(Guest.BASE + 2);
    }

    @Test
    void anInstructionInTwoPagesTrapsWithAllItsBits() {
        Guest off = guest().set("mstatus", OFF).set("a1", Guest.DATA);
        byte[] code = new Asm().word(FLD).toBytes();
        long at = Guest.BASE + MainStorage.PAGE_SIZE - 2;
        off.cpu.mainStorage().write(at, code, 0, 2);
        off.cpu.mainStorage().write(at + 2, code, 2, 2);
        off.set("pc", at).run(1);
        assertThat(off.get("mtval")).isEqualTo(FLD & 0xffffffffL);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void controlRegistersAreIllegalWhileOff(int csr) {
        Asm program = new Asm().csrr(Asm.A0, csr);
        Guest off = new Guest(program).set("mtvec", VECTOR).set("mstatus", OFF).run(1);
        assertThat(off.get("mcause")).isEqualTo(2);
        assertThat(off.set("pc", Guest.BASE).set("mstatus", INITIAL).run(1).pc())
                .isEqualTo(Guest.BASE + 4);
        assertThat(fs(off)).as("reading changes nothing").isEqualTo(INITIAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {FADD_S, FADD_D, FMV_W_X, FLW, FLD, FSGNJ_S})
    void whatWritesARegisterMakesItDirty(int instruction) {
        Guest on = guest(instruction).set("a1", Guest.DATA).run(1);
        assertThat(fs(on)).isEqualTo(DIRTY | SUMMARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {FEQ_S, FMV_X_W, FSW, FSD})
    void whatWritesNoneDoesNot(int instruction) {
        Guest on = guest(instruction).set("a1", Guest.DATA);
        on.set("f2", SINGLE_ONE).set("f3", SINGLE_ONE).run(1);
        assertThat(fs(on)).isEqualTo(INITIAL);
        assertThat(on.set("pc", Guest.BASE).set("mstatus", CLEAN).run(1).pc())
                .isEqualTo(Guest.BASE + 4);
        assertThat(fs(on)).isEqualTo(CLEAN);
    }

    @Test
    void aNewFlagMakesItDirtyAndAnOldOneDoesNot() {
        Guest on = guest(FEQ_S, FEQ_S).set("f2", 0xffffffff_7f800001L).set("f3", SINGLE_ONE);
        on.run(1);
        assertThat(on.get("fflags")).isEqualTo(16);
        assertThat(fs(on)).isEqualTo(DIRTY | SUMMARY);
        on.set("mstatus", CLEAN).run(1);
        assertThat(fs(on)).isEqualTo(CLEAN);
    }

    @Test
    void writingControlMakesItDirty() {
        Asm program = new Asm().csrw(0x003, Asm.A0).csrr(Asm.A1, 0x001).csrr(Asm.A2, 0x002);
        Guest on = new Guest(program).set("mstatus", CLEAN).set("a0", -1).run(3);
        assertThat(fs(on)).isEqualTo(DIRTY | SUMMARY);
        assertThat(on.get("fcsr")).isEqualTo(0xff);
        assertThat(on.get("a1")).isEqualTo(31);
        assertThat(on.get("a2")).isEqualTo(7);
    }

    @Test
    void anInjectedFaultDoesNotMakeItDirty() {
        Guest on = guest().set("fcsr", 1).set("f1", 1);
        assertThat(fs(on)).isEqualTo(INITIAL);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "4, false", "5, true", "6, true", "7, true"})
    void aReservedDynamicModeIsIllegal(int mode, boolean illegal) {
        for (long state : new long[] {INITIAL, DIRTY}) {
            Guest on = guest(FADD_D).set("mstatus", state).set("frm", mode).set("fflags", 1);
            on.set("f2", 1L << 62).set("f3", 1L << 62).run(1);
            assertThat(on.get("mcause")).isEqualTo(illegal ? 2 : 0);
            assertThat(on.get("mtval")).isEqualTo(illegal ? FADD_D : 0);
            // It does not matter to a mode that is named, nor where there is none.
            on.set("mcause", 0).set("pc", Guest.BASE);
            byte[] code = new Asm().word(FADD_D & ~0x7000).word(FSGNJ_S).toBytes();
            on.cpu.mainStorage().write(Guest.BASE, code, 0, code.length);
            assertThat(on.run(2).get("mcause")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void aReservedNamedModeIsIllegal(int mode) {
        Guest on = guest(FADD_D & ~0x7000 | mode << 12).set("mstatus", DIRTY).run(1);
        assertThat(on.get("mcause")).isEqualTo(2);
    }

    @Test
    void singlesAreLoadedIntoABoxAndStoredWithoutIt() {
        for (long state : new long[] {INITIAL, DIRTY}) {
            Guest on = guest(FLW, FSW, FLD, FSD).set("mstatus", state).set("a1", Guest.DATA);
            on.doubleword(Guest.DATA, 0x11111111_3f800000L).set("f2", 0x22222222_40000000L);
            // The first of a page is done out of line.
            for (int times = 0; times < 2; times++) {
                on.set("pc", Guest.BASE).run(2);
                on.doubleword(Guest.DATA, 0x11111111_3f800000L);
            }
            assertThat(on.get("f1")).isEqualTo(SINGLE_ONE);
            on.set("pc", Guest.BASE).run(2);
            assertThat(on.doubleword(Guest.DATA)).isEqualTo(0x11111111_40000000L);
            on.run(2);
            assertThat(on.get("f1")).isEqualTo(0x11111111_40000000L);
            assertThat(on.doubleword(Guest.DATA)).isEqualTo(0x22222222_40000000L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x00000000_3f800000L, 0x7fffffff_3f800000L, 0xfffffffe_3f800000L})
    void aSingleInNoBoxIsANaN(long register) {
        for (long state : new long[] {INITIAL, DIRTY}) {
            Guest on = guest(FADD_S).set("mstatus", state).set("fflags", 1);
            on.set("f2", register).set("f3", SINGLE_ONE).run(1);
            assertThat(on.get("f1")).isEqualTo(SINGLE_NAN);
            assertThat(on.get("fflags")).as("a quiet one").isEqualTo(1);
            on.set("f2", SINGLE_ONE).set("f3", register).set("pc", Guest.BASE).run(1);
            assertThat(on.get("f1")).isEqualTo(SINGLE_NAN);
            on.set("f2", SINGLE_ONE).set("f3", SINGLE_ONE).set("pc", Guest.BASE).run(1);
            assertThat(on.get("f1")).isEqualTo(SINGLE_TWO);
        }
    }

    @Test
    void movesAskForNoBox() {
        Guest on = guest(FMV_X_W, FMV_W_X).set("f2", 0x12345678_89abcdefL).run(1);
        assertThat(on.get("a0")).isEqualTo(0xffffffff_89abcdefL);
        on.set("a0", 0x12345678_3f800000L).run(1);
        assertThat(on.get("f1")).isEqualTo(SINGLE_ONE);
    }

    @Test
    void registersAreKnownByNumberAndName() {
        Guest on = guest().set("fa0", 42).set("f31", 43);
        assertThat(on.get("f10")).isEqualTo(42);
        assertThat(on.get("ft11")).isEqualTo(43);
        assertThat(on.cpu.registerNames()).contains("f0", "f31", "fcsr");
    }

    @Test
    void theContextHasRegistersAndControl() {
        Guest source = guest().set("f0", 7).set("f31", -1).set("fcsr", 0x65);
        Guest destination = guest();
        destination.cpu.restoreContext(source.cpu.captureContext());
        assertThat(destination.get("f0")).isEqualTo(7);
        assertThat(destination.get("f31")).isEqualTo(-1);
        assertThat(destination.get("fcsr")).isEqualTo(0x65);
        destination.cpu.reset(new byte[0]);
        assertThat(destination.get("f31")).isZero();
        assertThat(destination.get("fcsr")).isZero();
    }

    @Test
    void aFaultingLoadChangesNothing() {
        Guest on = guest(FLD).set("a1", 0x7000_0000_0000L).set("f1", 5).run(1);
        assertThat(on.get("mcause")).isEqualTo(5);
        assertThat(on.get("f1")).isEqualTo(5);
        assertThat(fs(on)).isEqualTo(INITIAL);
    }
}
