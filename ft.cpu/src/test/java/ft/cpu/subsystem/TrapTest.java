package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrapTest {
    private static final long VECTOR = Guest.BASE + 0x800;

    private static Guest trapping(Asm program) {
        return new Guest(program).set("mtvec", VECTOR);
    }

    @Test
    void anIllegalInstructionTrapsWithItsBits() {
        Guest guest = trapping(new Asm().word(Asm.NOP).word(0xffffffff)).run(2);
        assertThat(guest.pc()).isEqualTo(VECTOR);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 4);
        assertThat(guest.get("mcause")).isEqualTo(2);
        assertThat(guest.get("mtval")).isEqualTo(0xffffffffL);
        assertThat(guest.cpu.retired()).isEqualTo(1);
        assertThat(guest.cpu.clock()).isEqualTo(2);
    }

    @Test
    void anIllegalCompressedInstructionShowsSixteenBits() {
        Guest guest = trapping(new Asm().word(0x12340000)).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
        assertThat(guest.get("mtval")).isZero();
    }

    @Test
    void aTrapKeepsTheInterruptEnableAndThePrivilege() {
        Guest guest = trapping(new Asm().word(Asm.ECALL)).set("mstatus", 8).run(1);
        assertThat(guest.get("mcause")).isEqualTo(11);
        // MPIE set, MIE clear, MPP machine.
        assertThat(guest.get("mstatus") & 0x1888).isEqualTo(0x1880);
    }

    @Test
    void returningGoesToUserModeAndCallsComeFromThere() {
        Asm program = new Asm().word(Asm.MRET).word(Asm.ECALL);
        Guest guest = trapping(program).set("mepc", Guest.BASE + 4).set("mstatus", 0x80).run(2);
        assertThat(guest.get("mcause")).isEqualTo(8);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 4);
        assertThat(guest.get("mstatus") & 0x1888).isEqualTo(0x80);
    }

    @Test
    void userModeMayNotTouchMachineState() {
        for (int instruction :
                new int[] {Asm.MRET, new Asm().csrr(5, 0x300).toBytes()[0] & 0xff | 0x300022f3}) {
            Asm program = new Asm().word(Asm.MRET).word(instruction);
            Guest guest = trapping(program).set("mepc", Guest.BASE + 4).set("mstatus", 0).run(2);
            assertThat(guest.get("mcause")).isEqualTo(2);
            assertThat(guest.get("mtval")).isEqualTo(instruction & 0xffffffffL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // size, address, load cause, store cause
        "4, 0x40000000000, 5, 7",
        "8, 0x80100000, 5, 7",
        "4, 0x10000002, 4, 6",
        "2, 0x2004001, 4, 6",
        "2, 0x2004000, 5, 7",
        "8, 0xc000000, 5, 7",
        "8, 0xfffffffffffffff8, 5, 7",
        "8, 0x800ffffc, 5, 7",
    })
    void whatCannotBeAccessedTraps(int size, String at, int loadCause, int storeCause) {
        long address = Long.parseUnsignedLong(at.substring(2), 16);
        Guest guest = trapping(new Asm().load(size, Asm.A0, Asm.A1, 0)).set("a1", address);
        guest.set("a0", 77).run(1);
        assertThat(guest.get("mcause")).isEqualTo(loadCause);
        assertThat(guest.get("a0")).isEqualTo(77);
        long culprit = address == 0x800ffffcL ? 0x80100000L : address;
        assertThat(guest.get("mtval")).isEqualTo(culprit);

        guest = trapping(new Asm().store(size, Asm.A0, Asm.A1, 0)).set("a1", address).run(1);
        assertThat(guest.get("mcause")).isEqualTo(storeCause);
        assertThat(guest.get("mtval")).isEqualTo(culprit);
    }

    @Test
    void theBootRomCannotBeWritten() {
        Guest guest = trapping(new Asm().store(4, Asm.A0, Asm.A1, 0)).set("a1", 0x1000).run(1);
        assertThat(guest.get("mcause")).isEqualTo(7);
    }

    @Test
    void fetchingFromIoOrNothingTraps() {
        for (long target : new long[] {0x10000000L, 0x2000000L, 0x80100000L, 0x0}) {
            Guest guest = trapping(new Asm().jalr(0, Asm.A0, 0)).set("a0", target).run(2);
            assertThat(guest.get("mcause")).isEqualTo(1);
            assertThat(guest.get("mepc")).isEqualTo(target);
            assertThat(guest.get("mtval")).isEqualTo(target);
            assertThat(guest.pc()).isEqualTo(VECTOR);
        }
    }

    @Test
    void breakpointsTrap() {
        Guest guest = trapping(new Asm().word(Asm.EBREAK)).run(1);
        assertThat(guest.get("mcause")).isEqualTo(3);
        assertThat(guest.get("mtval")).isEqualTo(Guest.BASE);
    }

    @Test
    void aVectorThatCannotBeFetchedIsReportedAsStuck() {
        Guest guest = new Guest(new Asm().word(0)).set("mtvec", 0x40000000000L);
        assertThat(guest.cpu.stuck()).isEmpty();
        guest.run(5000);
        assertThat(guest.cpu.stuck())
                .hasValueSatisfying(
                        s ->
                                assertThat(s)
                                        .contains(
                                                "hart 0",
                                                "instruction access fault",
                                                "0x40000000000"));
        assertThat(guest.cpu.retired()).isZero();
        assertThat(guest.cpu.clock()).isEqualTo(5000);
    }

    @Test
    void aGuestThatLoopsOrTrapsNowAndThenIsNotStuck() {
        Asm program = new Asm().word(Asm.NOP).word(0xffffffff);
        Guest guest = new Guest(program).set("mtvec", Guest.BASE).run(10000);
        assertThat(guest.cpu.stuck()).isEmpty();
        assertThat(guest.cpu.retired()).isEqualTo(5000);
    }

    @Test
    void aTrapInTheMiddleOfABlockIsPrecise() {
        Asm program =
                new Asm()
                        .addi(Asm.A0, Asm.A0, 1)
                        .load(8, Asm.A1, Asm.A2, 0)
                        .addi(Asm.A0, Asm.A0, 1);
        Guest guest = trapping(program).set("a2", 0x40000000000L).set("a1", 5).run(2);
        assertThat(guest.get("a0")).isEqualTo(1);
        assertThat(guest.get("a1")).isEqualTo(5);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 4);
    }
}
