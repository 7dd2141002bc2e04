package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.fault.Trigger;
import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service interrupt, as the manual says of Smrnmi, and the service mode of its handler. */
class ServiceModeTest {
    private static final int MSTATUS = 0x300;
    private static final int MNSCRATCH = 0x740;
    private static final int MNEPC = 0x741;
    private static final int MNCAUSE = 0x742;
    private static final int MNSTATUS = 0x744;
    private static final int MCYCLE = 0xb00;
    private static final int MINSTRET = 0xb02;
    private static final int TIME = 0xc01;
    private static final int HANDLER = 0x100;
    private static final long VECTOR = Guest.BASE + 0x800;
    private static final long LIMIT = 1000;

    /** A ROM with a handler of the service interrupt; an exception in it waits. */
    private static Asm rom(Asm handler) {
        Asm rom = pad(new Asm(), 0x40).jump(HANDLER / 4);
        pad(rom, 0x80).word(Asm.WFI).jump(0x80 / 4);
        pad(rom, HANDLER);
        handler.words().forEach(rom::word);
        return rom;
    }

    private static Asm pad(Asm rom, int offset) {
        while (rom.here() < offset / 4) {
            rom.word(Asm.NOP);
        }
        return rom;
    }

    private static Asm spin() {
        return new Asm().addi(Asm.A0, Asm.A0, 1).jump(0);
    }

    private static Guest guest(Asm program, Asm handler) {
        return new Guest(program, rom(handler));
    }

    private static RunExit serve(Guest guest) {
        guest.cpu.interruptForService(0);
        return guest.cpu.serve(guest.cpu.served() + LIMIT);
    }

    private static void loopAtVector(CpuSubsystem cpu) {
        byte[] loop = new Asm().jump(0).toBytes();
        cpu.mainStorage().write(VECTOR, loop, 0, loop.length);
    }

    @Test
    void afterAResetEveryInterruptIsMaskedUntilSoftwareAllowsIt() {
        Asm rom = new Asm().csrs(MNSTATUS, Asm.A1).addi(Asm.A0, Asm.A0, 1).jump(1);
        CpuSubsystem cpu = Guest.create(1);
        cpu.reset(rom.toBytes());
        cpu.setRegister(0, "mie", 8);
        cpu.setRegister(0, "mstatus", 8);
        cpu.setRegister(0, "mtvec", VECTOR);
        cpu.setRegister(0, "pc", BoardMap.ROM_BASE + 4);
        cpu.interruptForService(0);
        assertThat(cpu.servable()).isZero();
        assertThat(cpu.serve(LIMIT)).isEqualTo(RunExit.QUIET);
        assertThat(cpu.inService()).isZero();
        cpu.run(100);
        assertThat(cpu.register(0, "a0")).isEqualTo(50);
        cpu.setRegister(0, "a1", 8);
        cpu.setRegister(0, "pc", BoardMap.ROM_BASE);
        cpu.run(101);
        assertThat(cpu.servable()).isEqualTo(1);
        cpu.serve(LIMIT);
        assertThat(cpu.inService()).as("it has stayed raised").isEqualTo(1);
    }

    @Test
    void ordinaryInterruptsAreMaskedToo() {
        Asm rom = new Asm().store(4, Asm.A1, Asm.A2, 0).csrs(MNSTATUS, Asm.A3).jump(1);
        CpuSubsystem cpu = Guest.create(1);
        cpu.reset(rom.toBytes());
        loopAtVector(cpu);
        cpu.setRegister(0, "mie", 8);
        cpu.setRegister(0, "mstatus", 8);
        cpu.setRegister(0, "mtvec", VECTOR);
        cpu.setRegister(0, "a1", 1);
        cpu.setRegister(0, "a2", BoardMap.CLINT_BASE);
        cpu.run(20);
        assertThat(cpu.register(0, "mip")).isEqualTo(8);
        assertThat(cpu.register(0, "mcause")).isZero();
        cpu.setRegister(0, "a3", 8);
        cpu.run(24);
        assertThat(cpu.register(0, "mcause")).as("once allowed").isEqualTo(Long.MIN_VALUE | 3);
    }

    @Test
    void softwareCannotClearNmie() {
        Guest guest = new Guest(spin()).set("mnstatus", 0);
        assertThat(guest.get("mnstatus") & 8).isEqualTo(8);
    }

    @Test
    void entryTellsWhereFromAndLeavesTheOtherCsrsAlone() {
        Asm handler =
                new Asm()
                        .csrr(Asm.A1, MNEPC)
                        .csrr(Asm.A2, MNCAUSE)
                        .csrr(Asm.A3, MNSTATUS)
                        .word(Asm.WFI);
        Guest guest = guest(spin(), handler).run(7);
        long status = guest.set("mstatus", 0x1888).get("mstatus");
        guest.set("mepc", 0x1234).set("mcause", 5);
        long pc = guest.pc();
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.get("a1")).isEqualTo(pc);
        assertThat(guest.get("a2")).isEqualTo(Long.MIN_VALUE);
        assertThat(guest.get("a3")).as("MNPP M, NMIE 0").isEqualTo(0x1800);
        assertThat(guest.get("mstatus")).isEqualTo(status);
        assertThat(guest.get("mepc")).isEqualTo(0x1234);
        assertThat(guest.get("mcause")).isEqualTo(5);
    }

    @Test
    void mnretGoesBackToUserModeAndAllowsTheInterruptAgain() {
        Asm program = new Asm().word(Asm.MRET).word(Asm.NOP).csrr(Asm.A0, MSTATUS);
        Asm handler = new Asm().csrr(Asm.A1, MNSTATUS).csrs(MSTATUS, Asm.A2).word(Asm.MNRET);
        Guest guest = guest(program, handler).set("mepc", Guest.BASE + 4).set("mstatus", 0);
        guest.set("mtvec", VECTOR).set("a2", 1 << 17).run(1);
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.cpu.inService()).isZero();
        assertThat(guest.cpu.servable()).isEqualTo(1);
        assertThat(guest.get("a1")).as("MNPP U").isZero();
        assertThat(guest.get("mstatus") & 1 << 17).as("MPRV").isZero();
        assertThat(guest.pc()).isEqualTo(Guest.BASE + 4);
        guest.run(2);
        assertThat(guest.get("mcause")).as("in user mode mstatus is illegal").isEqualTo(2);
    }

    @Test
    void anExceptionInTheHandlerGoesToItsOwnVector() {
        Guest guest = guest(spin(), new Asm().word(Asm.EBREAK)).set("mtvec", VECTOR).run(2);
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.cpu.inService()).isEqualTo(1);
        assertThat(guest.pc()).isEqualTo(BoardMap.SERVICE_EXCEPTION_VECTOR + 4);
        assertThat(guest.get("mcause")).isEqualTo(3);
        assertThat(guest.get("mepc")).isEqualTo(BoardMap.ROM_BASE + HANDLER);
    }

    /** A later boundary would tell that the context that was saved has been wrong for long. */
    @Test
    void aFaultThatStrikesInTheHandlerIsToldAtOnce() {
        Asm handler = new Asm().store(8, Asm.A0, Asm.A1, 0).word(Asm.WFI);
        Guest guest = guest(spin(), handler).set("a1", BoardMap.RESERVED_BASE).run(8);
        guest.cpu.faults().arm(7, new Fault.BusWrite(0, 22), Trigger.NOW);
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.cpu.faults().takeStrikes())
                .extracting(Strike::id, Strike::clock)
                .containsExactly(tuple(7, 8L));
    }

    @ParameterizedTest
    @ValueSource(ints = {MNSCRATCH, MNEPC, MNCAUSE, MNSTATUS})
    void aGuestDoesNotSeeTheCsrs(int csr) {
        Guest guest = new Guest(new Asm().csrr(Asm.A0, csr)).set("mtvec", VECTOR).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
    }

    @Test
    void aGuestCannotReturnFromWhatItIsNotIn() {
        Guest guest = new Guest(new Asm().word(Asm.MNRET)).set("mtvec", VECTOR).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
        assertThat(guest.pc()).isEqualTo(VECTOR);
    }

    @Test
    void nothingIsCountedAndNobodySees() {
        Asm handler =
                new Asm()
                        .csrr(Asm.A1, MCYCLE)
                        .csrr(Asm.A2, MINSTRET)
                        .csrr(Asm.A3, TIME)
                        .store(8, Asm.A1, Asm.A4, 0)
                        .load(8, Asm.A5, Asm.A4, 0)
                        .csrr(Asm.A6, MCYCLE)
                        .word(Asm.MNRET);
        Guest guest = guest(spin(), handler).set("a4", BoardMap.RESERVED_BASE).run(1000);
        guest.cpu.takeSignature();
        guest.written();
        guest.read();
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.cpu.served()).isEqualTo(8);
        assertThat(guest.cpu.clock()).isEqualTo(1000);
        assertThat(guest.cpu.retired()).isEqualTo(1000);
        assertThat(guest.get("a1")).isEqualTo(1000).isEqualTo(guest.get("a6"));
        assertThat(guest.get("a2")).isEqualTo(1000);
        assertThat(guest.get("a3")).isEqualTo(1000 / Guest.CYCLES_PER_TICK);
        assertThat(guest.get("a5")).isEqualTo(1000);
        assertThat(guest.written()).isEmpty();
        assertThat(guest.read()).isEmpty();
        // This handler changes registers, which is seen; that it stored is not.
        Guest idle = new Guest(spin());
        idle.set("pc", guest.get("pc"));
        for (int x = 1; x < 32; x++) {
            idle.set("x" + x, guest.get("x" + x));
        }
        assertThat(guest.cpu.takeSignature()).isEqualTo(idle.cpu.takeSignature());
        assertThat(guest.run(10).get("mcycle")).isEqualTo(1010);
    }

    @Test
    void aCounterThatIsWrittenHasThatValueAfterwards() {
        Asm handler = new Asm().csrw(MCYCLE, Asm.A1).csrw(MINSTRET, Asm.A1).word(Asm.MNRET);
        Guest guest = guest(spin(), handler).run(100).set("a1", 5000);
        serve(guest);
        assertThat(guest.get("mcycle")).isEqualTo(5000);
        assertThat(guest.run(1).get("minstret")).isEqualTo(5001);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                BoardMap.DRAM_BASE + 0x8000,
                BoardMap.CLINT_BASE,
                BoardMap.PLIC_BASE + 0x1000,
                BoardMap.UART_BASE,
                BoardMap.SRC_BASE
            })
    void firmwareCannotReachWhatIsTheGuests(long address) {
        for (Asm access :
                new Asm[] {
                    new Asm().load(4, Asm.A0, Asm.A1, 0),
                    new Asm().store(4, Asm.A0, Asm.A1, 0),
                    new Asm().lr(4, Asm.A0, Asm.A1),
                    new Asm().amo(0, 4, Asm.A0, Asm.A2, Asm.A1)
                }) {
            // The guest has just used the page, so the fast path knows it.
            Asm program = new Asm().load(8, Asm.A2, Asm.A3, 0).store(8, Asm.A2, Asm.A3, 0).jump(0);
            Guest guest = guest(program, access);
            guest.set("a1", address).set("a3", Guest.BASE + 0x8000).run(20);
            assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
            assertThat(guest.get("mcause")).isIn(5L, 7L);
            assertThat(guest.get("mtval")).isEqualTo(address);
        }
    }

    @Test
    void theReservedMemoryIsOutOfReachOfAGuest() {
        Guest guest = new Guest(new Asm().load(8, Asm.A0, Asm.A1, 0).jump(1));
        guest.set("a1", BoardMap.RESERVED_BASE);
        byte[] secret = {1, 2, 3, 4, 5, 6, 7, 8};
        guest.cpu.reservedMemory().write(BoardMap.RESERVED_BASE, secret, 0, 8);
        assertThat(guest.cpu.run(10)).as("a request like any other").isEqualTo(RunExit.IO_READ);
        guest.cpu.complete(-1);
        assertThat(guest.run(1).get("a0")).isEqualTo(-1);
        assertThatThrownBy(() -> guest.cpu.reservedMemory().read(0x13_0400, secret, 0, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatTheGuestWaitsForIsKept() {
        Asm program = new Asm().word(Asm.WFI).addi(Asm.A0, Asm.A0, 1).jump(1);
        Asm handler = new Asm().word(Asm.WFI).addi(Asm.A1, Asm.A1, 1).word(Asm.MNRET);
        Guest guest = guest(program, handler).run(100);
        assertThat(guest.cpu.idleUntil()).isEqualTo(Long.MAX_VALUE);
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.cpu.inService()).isEqualTo(1);
        assertThat(guest.get("a1")).as("waits in service mode").isZero();
        assertThat(guest.cpu.serve(LIMIT)).isEqualTo(RunExit.QUIET);
        assertThat(guest.get("a1")).isEqualTo(1);
        assertThat(guest.cpu.inService()).isZero();
        assertThat(guest.cpu.idleUntil()).as("still waits").isEqualTo(Long.MAX_VALUE);
        assertThat(guest.run(100).get("a0")).isZero();
    }

    @Test
    void aCompletionThatTheGuestHasNotTakenIsKept() {
        Asm program = new Asm().load(4, Asm.A0, Asm.A1, 0).jump(1);
        Asm handler =
                new Asm().load(8, Asm.A2, Asm.A3, 0).store(8, Asm.A2, Asm.A3, 8).word(Asm.MNRET);
        Guest guest = guest(program, handler).set("a1", BoardMap.UART_BASE);
        guest.set("a3", BoardMap.OWN_SRC_BASE + 0x200);
        assertThat(guest.cpu.run(10)).isEqualTo(RunExit.IO_READ);
        guest.cpu.complete(77);
        assertThat(serve(guest)).isEqualTo(RunExit.IO_READ);
        assertThat(guest.cpu.request().address()).isEqualTo(BoardMap.OWN_SRC_BASE + 0x200);
        assertThatThrownBy(() -> guest.cpu.serve(LIMIT)).isInstanceOf(IllegalStateException.class);
        guest.cpu.complete(99);
        assertThat(guest.cpu.serve(LIMIT)).isEqualTo(RunExit.IO_WRITE);
        assertThat(guest.cpu.request().value()).isEqualTo(99);
        guest.cpu.complete(0);
        assertThat(guest.cpu.serve(LIMIT)).isEqualTo(RunExit.QUIET);
        assertThat(guest.run(1).get("a0")).isEqualTo(77);
    }

    @Test
    void aHandlerThatDoesNotEndIsCutAtTheLimit() {
        Guest guest = guest(spin(), new Asm().jump(0));
        guest.cpu.interruptForService(0);
        assertThat(guest.cpu.serve(123)).isEqualTo(RunExit.BOUNDARY);
        assertThat(guest.cpu.served()).isEqualTo(123);
        assertThatThrownBy(() -> guest.cpu.run(10)).hasMessageContaining("service mode");
    }

    /** Otherwise a hart that has no turn would take it at another time than without the SMI. */
    @Test
    void aPendingInterruptIsTakenInItsTurnAndNotByMnret() {
        Asm raise = new Asm().store(4, Asm.A1, Asm.A2, 0).jump(1);
        Guest guest = guest(raise, new Asm().csrs(MSTATUS, Asm.A1).word(Asm.MNRET));
        loopAtVector(guest.cpu);
        guest.set("mtvec", VECTOR).set("mie", 8).set("mstatus", 0);
        guest.set("a2", BoardMap.CLINT_BASE).set("a1", 9).run(3);
        assertThat(serve(guest)).isEqualTo(RunExit.QUIET);
        assertThat(guest.pc()).isEqualTo(Guest.BASE + 4);
        assertThat(guest.run(1).get("mcause")).isEqualTo(Long.MIN_VALUE | 3);
    }

    @Test
    void theSynchronizationResetResetsTheRegistersAndKeepsTheRest() {
        Asm program = new Asm().lr(8, Asm.A0, Asm.A1).word(Asm.WFI);
        Asm rom = new Asm().addi(Asm.A2, Asm.A2, 1).word(Asm.WFI).jump(1);
        Guest guest = new Guest(program, rom).set("a1", Guest.DATA).run(50);
        guest.cpu.reservedMemory().write(BoardMap.RESERVED_BASE, new byte[] {9}, 0, 1);
        byte[] hidden = guest.cpu.captureHidden();
        guest.cpu.synchronizationReset(hidden, 0);
        assertThat(guest.pc()).isEqualTo(BoardMap.ROM_BASE);
        assertThat(guest.get("a1")).isZero();
        assertThat(guest.get("mnstatus") & 8).isZero();
        assertThat(guest.cpu.inService()).isEqualTo(1);
        assertThat(guest.cpu.captureHidden()).isEqualTo(hidden);
        assertThat(guest.cpu.clock()).isEqualTo(50);
        assertThat(guest.cpu.serve(LIMIT)).isEqualTo(RunExit.QUIET);
        assertThat(guest.get("a2")).isEqualTo(1);
        byte[] reserved = new byte[1];
        guest.cpu.reservedMemory().read(BoardMap.RESERVED_BASE, reserved, 0, 1);
        assertThat(reserved[0]).isEqualTo((byte) 9);
    }

    @Test
    void aSkewedResetIsLateByItsCycles() {
        Guest guest = guest(spin(), new Asm()).run(50);
        guest.cpu.synchronizationReset(guest.cpu.captureHidden(), 3);
        assertThat(guest.cpu.clock()).isEqualTo(53);
        assertThat(guest.cpu.retired()).isEqualTo(50);
    }

    @Test
    void hiddenStateThatDoesNotFitIsRefused() {
        Guest guest = new Guest(spin());
        byte[] context = guest.cpu.captureContext();
        assertThatThrownBy(() -> guest.cpu.synchronizationReset(context, 0))
                .hasMessageContaining("not the context");
        byte[] other = new Guest(2, spin()).cpu.captureHidden();
        assertThatThrownBy(() -> guest.cpu.synchronizationReset(other, 0))
                .hasMessageContaining("2 harts");
    }
}
