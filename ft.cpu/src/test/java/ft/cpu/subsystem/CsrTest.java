package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsrTest {
    private static final long VECTOR = Guest.BASE + 0x800;

    @ParameterizedTest
    @CsvSource({
        "mie, -1, 0xaaa",
        "sie, -1, 0",
        "medeleg, -1, 0xb3fe",
        "mideleg, -1, 0x222",
        "stvec, -1, 0xfffffffffffffffc",
        "sepc, -1, 0xfffffffffffffffe",
        "scounteren, -1, 7",
        "senvcfg, -1, 1",
        "sscratch, -1, 0xffffffffffffffff",
        "stimecmp, -1, 0xffffffffffffffff",
        "mtvec, -1, 0xfffffffffffffffd",
        "mtvec, 0x80000001, 0x80000001",
        "mepc, -1, 0xfffffffffffffffe",
        "mcounteren, -1, 7",
        "mcountinhibit, -1, 5",
        "menvcfg, -1, 0xa000000000000001",
        "mstatus, -1, 0x8000000a007e79aa",
        "sstatus, -1, 0x80000002000c6122",
        "mip, -1, 0x222",
        "mscratch, -1, 0xffffffffffffffff",
    })
    void onlyLegalValuesAreKept(String name, String written, String kept) {
        Guest guest = new Guest(new Asm()).set("mtvec", 1);
        guest.set(name, Long.decode(written));
        assertThat(guest.get(name))
                .isEqualTo(
                        Long.parseUnsignedLong(
                                kept.replace("0x", ""), kept.startsWith("0x") ? 16 : 10));
    }

    /** As in the reference models; what boots an operating system sets ADUE. */
    @Test
    void aResetLeavesNothingInMenvcfg() {
        assertThat(new Guest(new Asm()).get("menvcfg")).isZero();
    }

    /** The architecture tests of Svadu set MPP by setting bits. */
    @Test
    void aResetLeavesUserModeInMpp() {
        assertThat(new Guest(new Asm()).get("mstatus")).isEqualTo(0xa_0000_0000L);
    }

    @Test
    void aModeThatIsNotThereLeavesMppAsItWas() {
        Guest guest = new Guest(new Asm()).set("mstatus", 0);
        assertThat(guest.set("mstatus", 0x1000).get("mstatus") & 0x1800).isZero();
        guest.set("mstatus", 0x1800);
        assertThat(guest.set("mstatus", 0x1000).get("mstatus") & 0x1800).isEqualTo(0x1800);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x31a, 0x3a1, 0x3a4, 0x3c0, 0x3f0, 0x30c, 0x7a4, 0x747, 0x001, 0x200})
    void aCsrThatIsNotThereTraps(int csr) {
        Guest guest = new Guest(new Asm().csrr(Asm.A0, csr)).set("mtvec", VECTOR).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
        assertThat(guest.pc()).isEqualTo(VECTOR);
    }

    @Test
    void readOnlyCsrsCanBeReadButNotWritten() {
        Guest guest = new Guest(new Asm().csrr(Asm.A0, 0xf14).csrw(0xf14, Asm.A0));
        guest.set("mtvec", VECTOR).set("a0", 9).run(1);
        assertThat(guest.get("a0")).isZero();
        guest.run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
    }

    @Test
    void misaTellsTheExtensions() {
        assertThat(new Guest(new Asm()).get("misa")).isEqualTo(2L << 62 | 0x14112f);
    }

    @Test
    void setClearAndSwapReturnTheOldValue() {
        Asm program =
                new Asm()
                        .csrrw(Asm.A0, 0x340, Asm.A1)
                        .word(Asm.i(0x73, 6, Asm.A2, 5, 0x340))
                        .word(Asm.i(0x73, 3, Asm.A3, Asm.A1, 0x340))
                        .csrr(Asm.A4, 0x340);
        Guest guest = new Guest(program).set("mscratch", 7).set("a1", 8).run(4);
        assertThat(guest.get("a0")).isEqualTo(7);
        assertThat(guest.get("a2")).isEqualTo(8);
        assertThat(guest.get("a3")).isEqualTo(13);
        assertThat(guest.get("a4")).isEqualTo(5);
    }

    @Test
    void countersCountCyclesAndRetiredInstructions() {
        Asm program = new Asm().csrr(Asm.A0, 0xb00).csrr(Asm.A1, 0xb02);
        Guest guest = new Guest(new Asm().word(0)).set("mtvec", Guest.BASE + 4);
        byte[] code = program.toBytes();
        guest.cpu.mainStorage().write(Guest.BASE + 4, code, 0, code.length);
        guest.run(3);
        assertThat(guest.get("a0")).isEqualTo(1);
        assertThat(guest.get("a1")).isEqualTo(1);
        assertThat(guest.get("mcycle")).isEqualTo(3);
        assertThat(guest.get("minstret")).isEqualTo(2);
    }

    @Test
    void aWrittenCounterHasItsValueAtTheNextInstruction() {
        Asm program =
                new Asm()
                        .csrw(0xb00, Asm.A5)
                        .csrr(Asm.A0, 0xb00)
                        .csrw(0xb02, Asm.A5)
                        .csrr(Asm.A1, 0xb02)
                        .word(Asm.NOP)
                        .csrr(Asm.A2, 0xb02);
        Guest guest = new Guest(program).set("a5", 1000).run(6);
        assertThat(guest.get("a0")).isEqualTo(1000);
        assertThat(guest.get("a1")).isEqualTo(1000);
        assertThat(guest.get("a2")).isEqualTo(1002);
    }

    @Test
    void inhibitedCountersStand() {
        Guest guest = new Guest(new Asm().jump(0)).run(100);
        guest.set("mcountinhibit", 5).run(50);
        assertThat(guest.get("mcycle")).isEqualTo(100);
        assertThat(guest.get("minstret")).isEqualTo(100);
        guest.set("mcountinhibit", 0).run(10);
        assertThat(guest.get("mcycle")).isEqualTo(110);
        assertThat(guest.get("minstret")).isEqualTo(110);
    }

    @Test
    void userModeReadsCountersOnlyIfItMay() {
        Asm program = new Asm().word(Asm.MRET).csrr(Asm.A0, 0xc00).csrr(Asm.A1, 0xc01);
        Guest guest = new Guest(program).set("mtvec", VECTOR).set("mepc", Guest.BASE + 4);
        guest.set("mstatus", 0).set("mcounteren", 1).set("scounteren", 1).run(2);
        assertThat(guest.get("a0")).isEqualTo(1);
        guest.run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 8);
    }

    @Test
    void timeIsTheClockInTicks() {
        Guest guest = new Guest(new Asm().jump(0)).run(1234);
        assertThat(guest.get("time")).isEqualTo(123);
    }

    @Test
    void registersAreKnownByNumberAndName() {
        Guest guest = new Guest(new Asm()).set("sp", 42);
        assertThat(guest.get("x2")).isEqualTo(42);
        assertThat(guest.set("x0", 5).get("zero")).isZero();
        assertThat(guest.cpu.registerNames()).contains("pc", "x0", "x31", "mstatus", "minstret");
        assertThatThrownBy(() -> guest.get("x32")).hasMessageContaining("no register x32");
        assertThatThrownBy(() -> guest.set("mhartid", 1)).hasMessageContaining("mhartid");
        assertThatThrownBy(() -> guest.cpu.register(1, "pc")).hasMessageContaining("no hart 1");
        for (String name : guest.cpu.registerNames()) {
            guest.set(name, guest.get(name));
        }
    }
}
