package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptTest {
    private static final long VECTOR = Guest.BASE + 0x800;
    private static final long MTIMECMP = BoardMap.CLINT_BASE + 0x4000;
    private static final long MTIME = BoardMap.CLINT_BASE + 0xbff8;
    private static final int SOURCE = 10;

    /** Stores a2 to a1, then loops. */
    private static Asm storeAndLoop(int size) {
        return new Asm().store(size, Asm.A2, Asm.A1, 0).jump(1);
    }

    private static Guest ready(Asm program) {
        Guest guest = new Guest(program).set("mtvec", VECTOR).set("mstatus", 8);
        // Handlers that stay where they are, one for each cause.
        for (int cause = 0; cause < 16; cause++) {
            byte[] loop = new Asm().jump(0).toBytes();
            guest.cpu.mainStorage().write(VECTOR + 4 * cause, loop, 0, loop.length);
        }
        return guest;
    }

    @Test
    void theTimerFiresAtItsClock() {
        Guest guest = ready(storeAndLoop(8)).set("mie", 0x80).set("a1", MTIMECMP).set("a2", 50);
        guest.run(500);
        assertThat(guest.get("mcause")).isZero();
        assertThat(guest.get("mip")).isEqualTo(0x80);
        guest.run(1);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 7);
        // 1 store and 499 jumps.
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 4);
        assertThat(guest.get("mstatus") & 0x1888).isEqualTo(0x1880);
    }

    /** The clock stood still for ever: the timer was held to be due in the past. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void timeGoesOnAfterItsLastValue() {
        Guest guest = ready(storeAndLoop(8)).set("a1", MTIME).set("a2", -3);
        guest.run(100).run(900);
        assertThat(guest.cpu.retired()).isEqualTo(1_000);
        assertThat(guest.get("mip")).as("0 comes before the default, the last value").isZero();
    }

    @Test
    void aVectoredHandlerIsEnteredByCause() {
        Guest guest = ready(storeAndLoop(8)).set("mie", 0x80).set("mtvec", VECTOR | 1);
        guest.set("a1", MTIMECMP).set("a2", 0).run(2);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 7);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 4);
        assertThat(guest.pc()).isEqualTo(VECTOR + 4 * 7);
    }

    @Test
    void nothingIsTakenWhileMachineModeMasksIt() {
        Guest guest = ready(storeAndLoop(8)).set("mie", 0x80).set("mstatus", 0);
        guest.set("a1", MTIMECMP).set("a2", 0).run(100);
        assertThat(guest.get("mcause")).isZero();
        guest.set("mstatus", 8).run(1);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 7);
    }

    @Test
    void userModeIsInterruptedWhateverMieSays() {
        Asm program =
                new Asm()
                        .store(4, Asm.A2, Asm.A1, 4 * SOURCE)
                        .store(4, Asm.A4, Asm.A3, 0)
                        .word(Asm.MRET)
                        .jump(3);
        Guest guest = ready(program).set("a1", BoardMap.PLIC_BASE).set("a2", 1);
        guest.set("a3", BoardMap.PLIC_BASE + 0x2000).set("a4", 1 << SOURCE);
        guest.set("mie", 0x800).set("mstatus", 0).set("mepc", Guest.BASE + 12).run(10);
        assertThat(guest.get("mcause")).isZero();
        guest.cpu.interrupt(SOURCE, true);
        guest.run(1);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 11);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 12);
        assertThat(guest.get("mstatus") & 0x1800).isZero();
    }

    @Test
    void externalComesBeforeSoftwareBeforeTimer() {
        Asm program =
                new Asm()
                        .store(8, Asm.A2, Asm.A1, 0)
                        .store(4, Asm.A4, Asm.A3, 0)
                        .csrw(0x304, Asm.A5)
                        .jump(3);
        Guest guest = ready(program).set("a1", MTIMECMP).set("a2", 0);
        guest.set("a3", BoardMap.CLINT_BASE).set("a4", 1).set("a5", 0x888).run(3);
        assertThat(guest.get("mip")).isEqualTo(0x88);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 3);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 12);
    }

    @Test
    void waitingSkipsToTheTimer() {
        Asm program = new Asm().store(8, Asm.A2, Asm.A1, 0).word(Asm.WFI).jump(2);
        Guest guest = ready(program).set("mie", 0x80).set("a1", MTIMECMP).set("a2", 1_000_000);
        guest.run(100);
        assertThat(guest.cpu.idleUntil()).isEqualTo(10_000_000);
        assertThat(guest.cpu.retired()).isEqualTo(2);
        guest.run(9_999_900);
        assertThat(guest.cpu.retired()).isEqualTo(2);
        guest.run(1);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 7);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 8);
        assertThat(guest.get("mcycle")).isEqualTo(10_000_001);
    }

    @Test
    void waitingEndsWithoutATrapIfInterruptsAreMasked() {
        Asm program =
                new Asm().store(8, Asm.A2, Asm.A1, 0).word(Asm.WFI).addi(Asm.A0, 0, 5).jump(3);
        Guest guest = ready(program).set("mie", 0x80).set("mstatus", 0);
        guest.set("a1", MTIMECMP).set("a2", 100).run(1000);
        assertThat(guest.get("a0")).isZero();
        guest.run(1);
        assertThat(guest.get("a0")).isEqualTo(5);
        assertThat(guest.get("mcause")).isZero();
    }

    @Test
    void onlyAnInboundEventWakesWhoAwaitsNoTimer() {
        Guest guest = ready(new Asm().word(Asm.WFI).jump(1)).set("mie", 0x800);
        assertThat(guest.cpu.idleUntil()).isZero();
        guest.run(100);
        assertThat(guest.cpu.idleUntil()).isEqualTo(Long.MAX_VALUE);
        assertThat(guest.cpu.clock()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        // mode, TW, traps
        "0, 0, true",
        "0, 1, true",
        "1, 0, false",
        "1, 1, true",
    })
    void waitingIsForbiddenInUserModeAndCanBeInSupervisorMode(int mode, int tw, boolean traps) {
        Guest guest = new Guest(new Asm().word(Asm.WFI)).set("mtvec", VECTOR);
        guest.set("mstatus", tw << 21).enter(mode, Guest.BASE).run(20);
        assertThat(guest.get("mcause")).isEqualTo(traps ? 2 : 0);
    }

    @Test
    void theClintAnswersNarrowAndWide() {
        Asm program =
                new Asm()
                        .store(4, Asm.A2, Asm.A1, 4)
                        .load(8, Asm.A3, Asm.A1, 0)
                        .load(4, Asm.A4, Asm.A5, 0)
                        .store(8, Asm.A2, Asm.A5, 0)
                        .load(8, Asm.A0, Asm.A5, 0)
                        .jump(5);
        Guest guest = ready(program).set("a1", MTIMECMP).set("a2", 5).set("a5", MTIME);
        guest.run(4);
        assertThat(guest.get("a3")).isEqualTo(0x5ffffffffL);
        assertThat(guest.get("a4")).isZero();
        guest.run(1);
        assertThat(guest.get("a0")).isEqualTo(5);
        guest.run(100);
        assertThat(guest.get("time")).isEqualTo(15);
    }

    @Test
    void aSourceIsPendingUntilClaimedAndAgainAfterCompletionWhileItsLevelIsHigh() {
        long claim = BoardMap.PLIC_BASE + 0x200004;
        Asm program =
                new Asm()
                        .store(4, Asm.A2, Asm.A1, 4 * SOURCE)
                        .store(4, Asm.A4, Asm.A3, 0)
                        .load(4, Asm.A0, Asm.A5, 0)
                        .load(4, Asm.T0, Asm.A5, 0)
                        .store(4, Asm.A0, Asm.A5, 0)
                        .load(4, Asm.T1, Asm.A5, 0)
                        .store(4, Asm.A0, Asm.A5, 0)
                        .load(4, Asm.T2, Asm.A5, 0);
        Guest guest = new Guest(program).set("a1", BoardMap.PLIC_BASE).set("a2", 3);
        guest.set("a3", BoardMap.PLIC_BASE + 0x2000).set("a4", 1 << SOURCE).set("a5", claim);
        guest.cpu.interrupt(SOURCE, true);
        assertThat(guest.get("mip")).isZero();
        guest.run(2);
        assertThat(guest.get("mip")).isEqualTo(0x800);
        guest.run(1);
        assertThat(guest.get("a0")).isEqualTo(SOURCE);
        assertThat(guest.get("mip")).isZero();
        guest.run(2);
        assertThat(guest.get("t0")).isZero();
        assertThat(guest.get("mip")).isEqualTo(0x800);
        guest.run(1);
        assertThat(guest.get("t1")).isEqualTo(SOURCE);
        guest.cpu.interrupt(SOURCE, false);
        guest.run(2);
        assertThat(guest.get("t2")).isZero();
    }

    @Test
    void prioritiesThresholdsAndTiesDecideWhatIsClaimed() {
        ft.cpu.interrupt.Plic plic = new ft.cpu.interrupt.Plic(1);
        plic.reset();
        plic.write(4 * 20, 0xff);
        plic.write(4 * 40, 7);
        plic.write(4 * 41, 7);
        plic.write(4 * 3, 1);
        assertThat(plic.read(4 * 20)).isEqualTo(7);
        plic.write(0x2000, -1);
        plic.write(0x2004, 1 << 9 | 1 << 8);
        for (int source : new int[] {3, 40, 41}) {
            plic.interrupt(source, true);
        }
        assertThat(plic.output(0)).isTrue();
        assertThat(plic.output(1)).isFalse();
        assertThat(plic.read(0x1004)).isEqualTo(1 << 9 | 1 << 8);
        assertThat(plic.read(0x200004)).isEqualTo(40);
        assertThat(plic.read(0x200004)).isEqualTo(41);
        plic.write(0x200000, 1);
        assertThat(plic.output(0)).isFalse();
        plic.write(0x200000, 0);
        assertThat(plic.output(0)).isTrue();
        assertThat(plic.read(0x200004)).isEqualTo(3);
        assertThat(plic.read(0x200004)).isZero();
        assertThat(plic.read(0x2000) & 1).isZero();
        assertThatThrownBy(() -> plic.interrupt(96, true)).hasMessageContaining("1 to 95");
    }

    @Test
    void aHartInterruptsAnother() {
        Asm program =
                new Asm()
                        .csrr(Asm.A0, 0xf14)
                        .branch(0, Asm.A0, 0, 4)
                        .word(Asm.WFI)
                        .jump(3)
                        .store(4, Asm.A2, Asm.A1, 4)
                        .jump(5);
        Guest guest = new Guest(2, program);
        guest.set("a1", BoardMap.CLINT_BASE).set("a2", 1);
        guest.cpu.setRegister(1, "mie", 8);
        guest.cpu.setRegister(1, "mstatus", 8);
        guest.cpu.setRegister(1, "mtvec", Guest.BASE + 20);
        guest.run(4096);
        assertThat(guest.cpu.register(1, "mcause")).isEqualTo(Long.MIN_VALUE | 3);
        assertThat(guest.cpu.register(1, "mip")).isEqualTo(8);
    }
}
