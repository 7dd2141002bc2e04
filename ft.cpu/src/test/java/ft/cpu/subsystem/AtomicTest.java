package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtomicTest {
    private static Guest with(Asm program, long memory, long operand) {
        return new Guest(program)
                .doubleword(Guest.DATA, memory)
                .set("a1", Guest.DATA)
                .set("a2", operand)
                .set("mtvec", Guest.BASE + 0x800);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5, -3, -3",
        "0, 5, -3, 2",
        "4, 12, 10, 6",
        "12, 12, 10, 8",
        "8, 12, 10, 14",
        "16, 5, -3, -3",
        "20, 5, -3, 5",
        "24, 5, -3, 5",
        "28, 5, -3, -3",
    })
    void memoryOperationsGiveTheOldValueAndStoreTheResult(
            int funct5, long old, long operand, long result) {
        Asm program = new Asm().amo(funct5, 8, Asm.A0, Asm.A2, Asm.A1);
        Guest guest = with(program, old, operand).run(1);
        assertThat(guest.get("a0")).isEqualTo(old);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(result);

        program = new Asm().amo(funct5, 4, Asm.A0, Asm.A2, Asm.A1);
        guest = with(program, 0x1111111100000000L | old, operand).run(1);
        assertThat(guest.get("a0")).isEqualTo((int) old);
        assertThat(guest.doubleword(Guest.DATA))
                .isEqualTo(0x1111111100000000L | result & 0xffffffffL);
    }

    @Test
    void narrowOperationsLookAtTheirWidthOnly() {
        // As signed words -1 is less than 1; the upper half of the operand does not count.
        Asm program = new Asm().amo(16, 4, Asm.A0, Asm.A2, Asm.A1);
        Guest guest = with(program, 0xffffffffL, 0x7fffffff00000001L).run(1);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(0xffffffffL);
        assertThat(guest.get("a0")).isEqualTo(-1);
    }

    @Test
    void theOperandMayBeTheTarget() {
        Guest guest = with(new Asm().amo(0, 8, Asm.A2, Asm.A2, Asm.A1), 40, 2).run(1);
        assertThat(guest.get("a2")).isEqualTo(40);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(42);
    }

    @Test
    void aReservedStoreSucceedsOnce() {
        Asm program =
                new Asm()
                        .lr(8, Asm.A0, Asm.A1)
                        .sc(8, Asm.A3, Asm.A2, Asm.A1)
                        .sc(8, Asm.A4, Asm.A2, Asm.A1);
        Guest guest = with(program, 5, 6).run(3);
        assertThat(guest.get("a0")).isEqualTo(5);
        assertThat(guest.get("a3")).isZero();
        assertThat(guest.get("a4")).isEqualTo(1);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(6);
    }

    @Test
    void dmaBreaksAReservation() {
        Asm program = new Asm().lr(8, Asm.A0, Asm.A1).sc(8, Asm.A3, Asm.A2, Asm.A1);
        Guest guest = with(program, 5, 6).run(1).doubleword(Guest.DATA, 9).run(1);
        assertThat(guest.get("a3")).isEqualTo(1);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(9);

        guest = with(program, 5, 6).run(1).doubleword(Guest.DATA + 8, 9).run(1);
        assertThat(guest.get("a3")).isZero();
    }

    @Test
    void anotherHartsStoreBreaksAReservation() {
        // Hart 0 reserves and waits for longer than a slice; hart 1 stores into the word.
        Asm program =
                new Asm()
                        .csrr(Asm.A0, 0xf14)
                        .branch(1, Asm.A0, 0, 7)
                        .lr(8, Asm.A3, Asm.A1)
                        .addi(Asm.A5, Asm.A5, -1)
                        .branch(1, Asm.A5, 0, 3)
                        .sc(8, Asm.A4, Asm.A2, Asm.A1)
                        .jump(6)
                        .store(8, Asm.A2, Asm.A1, 0)
                        .jump(8);
        Guest guest = new Guest(2, program);
        for (int hart = 0; hart < 2; hart++) {
            guest.cpu.setRegister(hart, "a1", Guest.DATA);
            guest.cpu.setRegister(hart, "a2", 70 + hart);
            guest.cpu.setRegister(hart, "a5", 2000);
        }
        guest.run(20000);
        assertThat(guest.get("a4")).isEqualTo(1);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(71);
    }

    @ParameterizedTest
    @CsvSource({
        // funct5, address offset, cause
        "2, 0x80010004, 4",
        "3, 0x80010004, 6",
        "0, 0x80010004, 6",
        "2, 0x10000000, 5",
        "3, 0x10000000, 7",
        "0, 0x10000000, 7",
        "0, 0x1000, 7",
        "0, 0x2004000, 7",
    })
    void atomicsNeedAlignedMainStorage(int funct5, String address, int cause) {
        int operand = funct5 == 2 ? 0 : Asm.A2;
        Guest guest = with(new Asm().amo(funct5, 8, Asm.A0, operand, Asm.A1), 1, 1);
        guest.set("a1", Long.decode(address)).run(1);
        assertThat(guest.get("mcause")).isEqualTo(cause);
        assertThat(guest.get("mtval")).isEqualTo(Long.decode(address));
    }
}
