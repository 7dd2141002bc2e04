package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.fault.Trigger;
import ft.api.fault.Trigger.Access;
import ft.cpu.Asm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault of a CPU subsystem strikes where its trigger says, and nowhere else. */
class CpuFaultsTest {
    private static final long FAR = Guest.DATA + 0x2000;

    /** Counts in a0, stores the count, loads it into a3 and adds it up in a4. */
    private static Guest counter() {
        Asm program =
                new Asm()
                        .addi(Asm.A0, Asm.A0, 1)
                        .store(8, Asm.A0, Asm.A1, 0)
                        .load(8, Asm.A3, Asm.A1, 0)
                        .add(Asm.A4, Asm.A4, Asm.A3)
                        .jump(0);
        return new Guest(program).set("a1", Guest.DATA);
    }

    private static void arm(Guest guest, String fault, Trigger trigger) {
        guest.cpu.faults().arm(7, Fault.parse(fault), trigger);
    }

    private static List<Strike> strikes(Guest guest) {
        return guest.cpu.faults().takeStrikes();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 499, 500, 1000})
    void anInstructionIsHitExactly(long instruction) {
        Guest guest = counter();
        Guest undisturbed = counter();
        arm(guest, "register 1 0 s11 40", new Trigger.AtInstruction(1, 0, instruction));
        guest.run(instruction - 1);
        assertThat(strikes(guest)).isEmpty();
        assertThat(guest.get("s11")).isZero();
        guest.run(2000 - instruction);
        assertThat(strikes(guest))
                .singleElement()
                .satisfies(
                        strike -> {
                            assertThat(strike.id()).isEqualTo(7);
                            assertThat(strike.clock()).isEqualTo(instruction);
                            assertThat(strike.text()).contains("s11 of hart 0 from 0x0 to 0x1");
                        });
        undisturbed.run(1999);
        assertThat(guest.get("s11")).isEqualTo(1L << 40);
        guest.set("s11", 0);
        assertThat(Guest.state(guest.cpu)).isEqualTo(Guest.state(undisturbed.cpu));
    }

    @Test
    void instructionsCountOnlyIfTheyRetire() {
        Asm program = new Asm().word(Asm.ECALL).word(Asm.NOP).word(Asm.NOP).jump(1);
        Guest guest = new Guest(program).set("mtvec", Guest.BASE + 4);
        arm(guest, "register 0 0 s11 0", new Trigger.AtInstruction(0, 0, 3));
        guest.run(3);
        assertThat(strikes(guest)).isEmpty();
        guest.run(1);
        assertThat(strikes(guest)).extracting(Strike::clock).containsExactly(4L);
    }

    @Test
    void aClockIsHitExactlyEvenWhileTheHartWaits() {
        Guest guest = new Guest(new Asm().word(Asm.WFI).jump(0));
        arm(guest, "csr 0 0 mscratch 3", new Trigger.AtClock(1234));
        guest.cpu.run(1_000_000);
        assertThat(strikes(guest)).extracting(Strike::clock).containsExactly(1234L);
        assertThat(guest.get("mscratch")).isEqualTo(8);
    }

    @Test
    void aHartIsHitThoughOthersRun() {
        Guest guest = new Guest(3, new Asm().addi(Asm.A0, Asm.A0, 1).jump(0));
        guest.cpu
                .faults()
                .arm(
                        1,
                        new Fault.RegisterFlip(0, 2, "s11", 0),
                        new Trigger.AtInstruction(0, 2, 1500));
        guest.run(20_000);
        assertThat(guest.cpu.register(2, "s11")).isEqualTo(1);
        // Hart 2 has the third slice of 1024 cycles, the sixth, ...
        assertThat(strikes(guest))
                .extracting(Strike::clock)
                .containsExactly(5L * HartTurns.SLICE + 1500 - HartTurns.SLICE);
    }

    @Test
    void theNthLoadOfARangeGetsWrongData() {
        Guest guest = counter();
        arm(guest, "bus-read 0 20", new Trigger.AtAccess(0, Access.ANY, Guest.DATA, 8, 3));
        guest.run(5 * 10);
        assertThat(guest.get("a0")).isEqualTo(10);
        assertThat(guest.get("a4")).isEqualTo(55 + (1 << 20));
        assertThat(strikes(guest)).hasSize(1).first().matches(s -> s.text().contains("load"));
        guest.run(5);
        assertThat(guest.get("a3")).isEqualTo(11);
    }

    @Test
    void theNthStoreOfARangeSendsWrongData() {
        Guest guest = counter();
        arm(guest, "bus-write 0 20", new Trigger.AtAccess(0, Access.WRITE, Guest.DATA - 4, 5, 4));
        guest.run(5 * 4);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(4 + (1 << 20));
        guest.run(5 * 6);
        assertThat(guest.get("a4")).isEqualTo(55 + (1 << 20));
        assertThat(strikes(guest)).hasSize(1);
    }

    @Test
    void withoutAnAccessItIsTheNextOne() {
        Guest guest = counter().run(5 * 100);
        arm(guest, "bus-read 0 0", Trigger.NOW);
        assertThat(strikes(guest)).isEmpty();
        guest.run(5);
        assertThat(guest.get("a3")).isEqualTo(101 ^ 1);
        arm(guest, "bus-write 0 1", new Trigger.AtInstruction(0, 0, 5 * 103));
        guest.run(5 * 3);
        assertThat(guest.get("a3")).isEqualTo(104 ^ 2);
        assertThat(strikes(guest)).extracting(Strike::clock).containsExactly(503L, 517L);
    }

    @Test
    void bothSidesOfTheBusSeeWhatWasOnIt() {
        Guest guest = counter();
        Guest other = counter();
        arm(guest, "bus-read 0 63", new Trigger.AtAccess(0, Access.READ, Guest.DATA, 8, 20));
        guest.run(95);
        other.run(95);
        assertThat(guest.cpu.takeSignature()).isEqualTo(other.cpu.takeSignature());
        guest.run(5);
        other.run(5);
        assertThat(guest.cpu.takeSignature()).isNotEqualTo(other.cpu.takeSignature());
    }

    @Test
    void watchingChangesNothing() {
        Guest guest = counter();
        Guest undisturbed = counter().run(5000);
        guest.cpu.faults().watch(3, new Trigger.AtAccess(0, Access.ANY, Guest.DATA, 8, 700));
        guest.run(5000);
        assertThat(strikes(guest)).extracting(Strike::clock).containsExactly(5L * 349 + 3);
        assertThat(guest.cpu.takeSignature()).isEqualTo(undisturbed.cpu.takeSignature());
        assertThat(Guest.state(guest.cpu)).isEqualTo(Guest.state(undisturbed.cpu));
    }

    @Test
    void otherFaultsStrikeAfterTheAccess() {
        Guest guest = counter();
        arm(guest, "register 0 0 a3 5", new Trigger.AtAccess(0, Access.READ, Guest.DATA, 8, 2));
        guest.run(10);
        assertThat(guest.get("a4")).isEqualTo(1 + (2 ^ 32));
    }

    @Test
    void aTlbEntryLeadsAstrayUntilTheQuantumEnds() {
        Guest guest = counter().run(5 * 2);
        Guest other = counter().run(5 * 2);
        guest.doubleword(FAR, 77);
        arm(guest, "tlb 0 0 0x" + Long.toHexString(Guest.DATA + 0x123) + " 13", Trigger.NOW);
        guest.run(5);
        other.run(5);
        assertThat(guest.doubleword(FAR)).isEqualTo(3);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(2);
        assertThat(guest.written()).contains(0x12);
        assertThat(guest.cpu.takeSignature()).isNotEqualTo(other.cpu.takeSignature());
        guest.read(); // the end of a quantum
        guest.run(5);
        assertThat(guest.doubleword(FAR)).isEqualTo(3);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(4);
    }

    @Test
    void aTlbEntryThatLeadsNowhereTraps() {
        Guest guest = counter().set("mtvec", Guest.BASE + 16).run(5);
        arm(guest, "tlb 0 0 0x" + Long.toHexString(Guest.DATA) + " 40", Trigger.NOW);
        guest.run(2);
        assertThat(guest.get("mcause")).isEqualTo(7);
    }

    @Test
    void aStuckBitTakesNothing() {
        Guest guest = counter();
        arm(guest, "stuck 0 0x" + Long.toHexString(Guest.DATA) + " 1 1", Trigger.NOW);
        guest.run(5 * 4);
        // 1|2, 2|2, 3|2, 4|2
        assertThat(guest.get("a4")).isEqualTo(3 + 2 + 3 + 6);
        byte[] zeros = new byte[8];
        guest.cpu.mainStorage().write(Guest.DATA, zeros, 0, 8);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(2);
        arm(guest, "stuck 0 0x" + Long.toHexString(Guest.DATA) + " 0 0", Trigger.NOW);
        guest.doubleword(Guest.DATA, -1);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(-2);
        byte[] page = new byte[MainStorage.PAGE_SIZE];
        for (boolean amongMany : new boolean[] {false, true}) {
            guest.copyIn(Guest.DATA, page, amongMany);
            assertThat(guest.doubleword(Guest.DATA)).as("a page is copied").isEqualTo(2);
        }
    }

    @Test
    void aStuckBitIsThereInAPageThatNobodyWrote() {
        Guest guest = counter();
        arm(guest, "stuck 0 0x" + Long.toHexString(FAR + 1) + " 7 1", Trigger.NOW);
        assertThat(guest.doubleword(FAR)).isEqualTo(0x8000);
    }

    @Test
    void atomicsAreAccessesToo() {
        Asm program = new Asm().amo(0, 8, Asm.A3, Asm.A0, Asm.A1).jump(0);
        Guest guest = new Guest(program).set("a1", Guest.DATA).set("a0", 1);
        arm(guest, "bus-read 0 8", new Trigger.AtAccess(0, Access.READ, Guest.DATA, 8, 3));
        guest.cpu
                .faults()
                .arm(
                        8,
                        new Fault.BusWrite(0, 9),
                        new Trigger.AtAccess(0, Access.WRITE, Guest.DATA, 8, 5));
        guest.run(2 * 4);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(4 + 256);
        guest.run(2);
        assertThat(guest.doubleword(Guest.DATA)).isEqualTo(5 + 256 ^ 512);
        assertThat(strikes(guest)).extracting(Strike::id).containsExactly(7, 8);
    }

    @Test
    void ioIsOnTheBusToo() {
        Asm program = new Asm().load(1, Asm.A0, Asm.A1, 5).store(2, Asm.A2, Asm.A1, 0).jump(0);
        Guest guest = new Guest(program).set("a1", BoardMap.UART_BASE).set("a2", 0x7788);
        arm(
                guest,
                "bus-write 0 3",
                new Trigger.AtAccess(0, Access.WRITE, BoardMap.UART_BASE, 8, 2));
        guest.cpu
                .faults()
                .arm(
                        8,
                        new Fault.BusRead(0, 1),
                        new Trigger.AtAccess(0, Access.READ, BoardMap.UART_BASE + 5, 1, 2));
        for (int time = 1; time <= 3; time++) {
            assertThat(guest.cpu.run(100)).isEqualTo(RunExit.IO_READ);
            guest.cpu.complete(0x10);
            assertThat(guest.cpu.run(100)).isEqualTo(RunExit.IO_WRITE);
            assertThat(guest.get("a0")).isEqualTo(time == 2 ? 0x12 : 0x10);
            assertThat(guest.cpu.request().value()).isEqualTo(time == 2 ? 0x7780 : 0x7788);
            guest.cpu.complete(0);
        }
        assertThat(strikes(guest)).extracting(Strike::id).containsExactly(8, 7);
    }

    @Test
    void misalignedAccessesCountOnce() {
        Asm program = new Asm().load(8, Asm.A0, Asm.A1, 5).jump(0);
        Guest guest = new Guest(program).set("a1", Guest.DATA).doubleword(Guest.DATA + 8, -1);
        arm(guest, "bus-read 0 60", new Trigger.AtAccess(0, Access.READ, Guest.DATA + 8, 1, 2));
        guest.run(1);
        assertThat(guest.get("a0")).isEqualTo(-1L << 24);
        guest.run(2);
        assertThat(guest.get("a0")).isEqualTo(-1L << 24 ^ 1L << 60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "register 0 1 a0 1",
                "register 0 0 zz 1",
                "csr 0 0 a0 1",
                "csr 0 0 mhartid 1",
                "tlb 0 1 0x80000000 13",
                "memory 0 0x70000000 0",
                "stuck 0 0x70000000 0 0",
                "cpu 0",
                "device 0 uart0 hang 1",
            })
    void whatIsNotThereIsRefused(String fault) {
        Guest guest = counter();
        assertThatThrownBy(() -> arm(guest, fault, Trigger.NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[^\\n]{10,}");
        assertThatThrownBy(() -> arm(guest, fault, new Trigger.AtClock(100)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatItDoesNotSeeIsRefused() {
        Guest guest = counter();
        assertThatThrownBy(() -> arm(guest, "bus-read 0 1", Trigger.parse("device uart0 1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                arm(
                                        guest,
                                        "bus-read 0 1",
                                        Trigger.parse("access 0 write 0x80000000 8 1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.cpu.faults().watch(1, Trigger.NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.cpu.faults().watch(1, Trigger.parse("instruction 0 4 1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
