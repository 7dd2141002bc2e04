package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Supervisor mode: its traps and interrupts, and what machine mode delegates or traps. */
class SupervisorTest {
    private static final int USER = 0;
    private static final int SUPERVISOR = 1;
    private static final int SSTATUS = 0x100;
    private static final int SIP = 0x144;
    private static final int STIMECMP = 0x14d;
    private static final int MIP = 0x344;
    private static final long MTVEC = Guest.BASE + 0x800;
    private static final long STVEC = Guest.BASE + 0xc00;
    private static final long STCE = 1L << 63;

    /** Handlers that stay where they are, one for each cause. */
    private static Guest ready(Asm program) {
        Guest guest = new Guest(program).set("mtvec", MTVEC).set("stvec", STVEC);
        byte[] loop = new Asm().jump(0).toBytes();
        for (int cause = 0; cause < 16; cause++) {
            guest.cpu.mainStorage().write(MTVEC + 4 * cause, loop, 0, loop.length);
            guest.cpu.mainStorage().write(STVEC + 4 * cause, loop, 0, loop.length);
        }
        return guest;
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 9"})
    void aTrapThatIsDelegatedGoesToSupervisorMode(int mode, int cause) {
        Guest guest = ready(new Asm().word(Asm.ECALL)).set("medeleg", 1 << cause);
        guest.set("sstatus", 2).enter(mode, Guest.BASE).run(1);
        assertThat(guest.pc()).isEqualTo(STVEC);
        assertThat(guest.get("scause")).isEqualTo(cause);
        assertThat(guest.get("sepc")).isEqualTo(Guest.BASE);
        assertThat(guest.get("sstatus") & 0x122).as("SPIE, SPP").isEqualTo(0x20 | mode << 8);
        assertThat(guest.get("mcause")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 9"})
    void aTrapThatIsNotDelegatedGoesToMachineMode(int mode, int cause) {
        Guest guest = ready(new Asm().word(Asm.ECALL)).set("medeleg", ~(1L << cause));
        guest.enter(mode, Guest.BASE).run(1);
        assertThat(guest.pc()).isEqualTo(MTVEC);
        assertThat(guest.get("mcause")).isEqualTo(cause);
        assertThat(guest.get("mstatus") >> 11 & 3).isEqualTo(mode);
        assertThat(guest.get("scause")).isZero();
    }

    @Test
    void aTrapInMachineModeStaysThere() {
        Guest guest = ready(new Asm().word(0)).set("medeleg", -1).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
        assertThat(guest.pc()).isEqualTo(MTVEC);
    }

    @Test
    void sretGoesBackToWhereTheTrapCameFrom() {
        Asm program = new Asm().word(Asm.SRET).csrr(Asm.A0, SSTATUS);
        Guest guest = ready(program).set("sepc", Guest.BASE + 4).set("sstatus", 0x20);
        guest.enter(SUPERVISOR, Guest.BASE).run(1);
        assertThat(guest.pc()).isEqualTo(Guest.BASE + 4);
        assertThat(guest.get("sstatus") & 0x122).as("SIE, SPIE, SPP U").isEqualTo(0x22);
        guest.run(1);
        assertThat(guest.get("mcause")).as("in user mode sstatus is illegal").isEqualTo(2);

        guest = ready(program).set("sepc", Guest.BASE + 4).set("sstatus", 0x100);
        guest.enter(SUPERVISOR, Guest.BASE).run(2);
        assertThat(guest.get("mcause")).isZero();
        assertThat(guest.get("a0") & 0x122).as("SPIE").isEqualTo(0x20);
    }

    @Test
    void mretAndSretEndMprvUnlessTheyStayInMachineMode() {
        Guest guest = ready(new Asm().word(Asm.SRET)).set("mstatus", 1 << 17 | 0x1800);
        guest.set("sepc", Guest.BASE + 0x400).set("sstatus", 0x100).run(1);
        assertThat(guest.get("mstatus") & 1 << 17).as("sret to S").isZero();
        guest = ready(new Asm().word(Asm.MRET)).set("mstatus", 1 << 17 | 0x1800);
        guest.set("mepc", Guest.BASE + 0x400).run(1);
        assertThat(guest.get("mstatus") & 1 << 17).as("mret to M").isNotZero();
        guest = ready(new Asm().word(Asm.MRET)).set("mstatus", 1 << 17 | 0x800);
        guest.set("mepc", Guest.BASE + 0x400).run(1);
        assertThat(guest.get("mstatus") & 1 << 17).as("mret to S").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // instruction, bit of mstatus that traps it in supervisor mode
        "0x10200073, 22",
        "0x12000073, 20",
        "0x10500073, 21",
    })
    void machineModeCanTrapWhatSupervisorModeDoes(String word, int bit) {
        for (int mode = USER; mode <= SUPERVISOR; mode++) {
            for (long trapped = 0; trapped <= 1; trapped++) {
                Guest guest = ready(new Asm().word(Integer.decode(word)));
                guest.set("sepc", Guest.BASE + 0x400).set("mstatus", trapped << bit);
                guest.enter(mode, Guest.BASE).run(1);
                boolean legal = mode == SUPERVISOR && trapped == 0;
                assertThat(guest.get("mcause")).isEqualTo(legal ? 0 : 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x300, 0x302, 0x303, 0x344, 0xb00, 0x3a0, 0xf14})
    void supervisorModeMayNotTouchMachineState(int csr) {
        Guest guest = ready(new Asm().csrr(Asm.A0, csr)).enter(SUPERVISOR, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x100, 0x104, 0x105, 0x106, 0x10a, 0x140, 0x141, 0x142, 0x143, 0x144})
    void userModeMayNotTouchSupervisorState(int csr) {
        Guest guest = ready(new Asm().csrr(Asm.A0, csr)).enter(USER, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isEqualTo(2);
        guest = ready(new Asm().csrr(Asm.A0, csr)).enter(SUPERVISOR, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isZero();
    }

    @Test
    void sstatusSieAndSipArePartsOfTheMachineOnes() {
        Guest guest = ready(new Asm()).set("mstatus", -1).set("mie", -1).set("mip", -1);
        assertThat(guest.get("sie")).as("nothing is delegated").isZero();
        assertThat(guest.get("sip")).isZero();
        guest.set("mideleg", 0x22);
        assertThat(guest.get("sie")).isEqualTo(0x22);
        assertThat(guest.get("sip")).isEqualTo(0x22);
        guest.set("sip", 0).set("sie", 0);
        assertThat(guest.get("mip")).as("SSIP alone can be cleared there").isEqualTo(0x220);
        assertThat(guest.get("mie")).isEqualTo(0x888 | 0x200);
        guest.set("sstatus", 0);
        assertThat(guest.get("mstatus")).isEqualTo(0xa00000000L | 0x721888 | 0);
    }

    @Test
    void interruptsThatAreDelegatedWaitForSie() {
        Guest guest = ready(new Asm().jump(0)).set("mideleg", 2).set("mie", 2).set("mip", 2);
        guest.set("stvec", STVEC | 1).set("mstatus", 8).enter(SUPERVISOR, Guest.BASE).run(10);
        assertThat(guest.get("scause")).isZero();
        guest.set("sstatus", 2).run(1);
        assertThat(guest.get("scause")).isEqualTo(Long.MIN_VALUE | 1);
        assertThat(guest.pc()).as("vectored").isEqualTo(STVEC + 4);
        assertThat(guest.get("sepc")).isEqualTo(Guest.BASE);
    }

    @Test
    void interruptsThatAreDelegatedDoNotDisturbMachineMode() {
        Guest guest = ready(new Asm().jump(0)).set("mideleg", 2).set("mie", 2).set("mip", 2);
        guest.set("mstatus", 0xa).run(10);
        assertThat(guest.get("scause")).isZero();
        guest.set("mstatus", 0).enter(USER, Guest.BASE).run(1);
        assertThat(guest.get("scause")).as("user mode, whatever SIE says").isNotZero();
    }

    @Test
    void interruptsThatAreNotDelegatedGoToMachineModeFirst() {
        Guest guest = ready(new Asm().jump(0)).set("mideleg", 0x220).set("mie", 0x222);
        guest.set("mip", 0x222).set("sstatus", 2).enter(SUPERVISOR, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isEqualTo(Long.MIN_VALUE | 1);
        assertThat(guest.get("scause")).isZero();
    }

    @Test
    void externalComesBeforeSoftwareBeforeTimerInSupervisorModeToo() {
        int[][] pendingAndTaken = {{0x222, 9}, {0x22, 1}, {0x20, 5}};
        for (int[] each : pendingAndTaken) {
            Guest guest = ready(new Asm().jump(0)).set("mideleg", 0x222).set("mie", 0x222);
            guest.set("mip", each[0]).enter(USER, Guest.BASE).run(1);
            assertThat(guest.get("scause")).isEqualTo(Long.MIN_VALUE | each[1]);
        }
    }

    @Test
    void thePlicsSecondContextInterruptsSupervisorMode() {
        int source = 10;
        Asm program =
                new Asm().store(4, Asm.A2, Asm.A1, 4 * source).store(4, Asm.A4, Asm.A3, 0).jump(2);
        Guest guest = ready(program).set("a1", BoardMap.PLIC_BASE).set("a2", 1);
        guest.set("a3", BoardMap.PLIC_BASE + 0x2080).set("a4", 1 << source);
        guest.set("mideleg", 0x222).set("mie", 0x200).enter(USER, Guest.BASE).run(10);
        assertThat(guest.get("mip")).isZero();
        guest.cpu.interrupt(source, true);
        assertThat(guest.get("mip")).isEqualTo(0x200);
        guest.run(1);
        assertThat(guest.get("scause")).isEqualTo(Long.MIN_VALUE | 9);
    }

    /** Else a line that is high while another bit is set would stay pending for good. */
    @Test
    void settingAnotherBitDoesNotKeepTheLineOfThePlic() {
        int source = 10;
        Asm program =
                new Asm()
                        .store(4, Asm.A2, Asm.A1, 4 * source)
                        .store(4, Asm.A4, Asm.A3, 0)
                        .csrs(MIP, Asm.A5)
                        .csrr(Asm.A0, MIP)
                        .load(4, Asm.T0, Asm.T1, 4);
        Guest guest = ready(program).set("a1", BoardMap.PLIC_BASE).set("a2", 1).set("a5", 2);
        guest.set("a3", BoardMap.PLIC_BASE + 0x2080).set("a4", 1 << source);
        guest.set("t1", BoardMap.PLIC_BASE + 0x201000);
        guest.cpu.interrupt(source, true);
        guest.run(5);
        assertThat(guest.get("a0")).isEqualTo(0x202);
        assertThat(guest.get("t0")).as("claimed").isEqualTo(source);
        assertThat(guest.get("mip")).isEqualTo(2);
    }

    @Test
    void softwareCanSetTheExternalInterruptToo() {
        Guest guest = ready(new Asm().csrs(MIP, Asm.A5)).set("a5", 0x200).run(1);
        assertThat(guest.get("mip")).isEqualTo(0x200);
        guest = ready(new Asm().csrs(SIP, Asm.A5)).set("a5", 0x222).set("mideleg", 0x222).run(1);
        assertThat(guest.get("mip")).as("SSIP alone").isEqualTo(2);
    }

    @Test
    void theSupervisorTimerFiresAtItsClock() {
        Asm program = new Asm().csrw(STIMECMP, Asm.A1).jump(1);
        Guest guest = ready(program).set("menvcfg", STCE).set("mcounteren", 2).set("a1", 50);
        guest.set("mideleg", 0x20).set("mie", 0x20).set("sstatus", 2);
        guest.enter(SUPERVISOR, Guest.BASE);
        guest.run(500 - guest.cpu.clock());
        assertThat(guest.get("scause")).isZero();
        assertThat(guest.get("mip")).isEqualTo(0x20);
        guest.run(1);
        assertThat(guest.get("scause")).isEqualTo(Long.MIN_VALUE | 5);
    }

    @Test
    void waitingSkipsToTheSupervisorTimer() {
        Asm program = new Asm().csrw(STIMECMP, Asm.A1).word(Asm.WFI).jump(2);
        Guest guest = ready(program).set("menvcfg", STCE).set("a1", 1_000_000).set("mie", 0x20);
        guest.run(100);
        assertThat(guest.cpu.idleUntil()).isEqualTo(10_000_000);
        guest.run(9_999_901);
        assertThat(guest.pc()).isEqualTo(Guest.BASE + 8);
        assertThat(guest.get("mcycle")).isEqualTo(10_000_001);
    }

    @Test
    void withoutTheSupervisorTimerItsInterruptIsSetBySoftware() {
        Guest guest = ready(new Asm().jump(0)).set("stimecmp", 0).run(10);
        assertThat(guest.get("mip")).isZero();
        assertThat(guest.set("mip", 0x20).get("mip")).isEqualTo(0x20);
        guest.set("stimecmp", -1).set("menvcfg", STCE);
        assertThat(guest.get("mip")).as("the compare alone").isZero();
        assertThat(guest.set("mip", 0x20).get("mip")).isZero();
        guest.set("menvcfg", 0);
        assertThat(guest.get("mip")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // mode, STCE, mcounteren, legal
        "1, 1, 2, true",
        "1, 0, 2, false",
        "1, 1, 5, false",
        "0, 1, 2, false",
        "3, 0, 0, true",
    })
    void theSupervisorTimerIsThereIfMachineModeSaysSo(
            int mode, int stce, int mcounteren, boolean legal) {
        Guest guest = ready(new Asm().csrr(Asm.A0, STIMECMP)).set("mcounteren", mcounteren);
        guest.set("menvcfg", (long) stce << 63).enter(mode, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isEqualTo(legal ? 0 : 2);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, true",
        "1, 5, 7, false",
        "0, 7, 2, true",
        "0, 7, 5, false",
        "0, 5, 7, false"
    })
    void countersAreReadAsBothEnablesSay(int mode, int mcounteren, int scounteren, boolean legal) {
        Guest guest = ready(new Asm().csrr(Asm.A0, 0xc01)).set("mcounteren", mcounteren);
        guest.set("scounteren", scounteren).enter(mode, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isEqualTo(legal ? 0 : 2);
    }

    @Test
    void aVectorOfSupervisorModeThatCannotBeFetchedIsReportedAsStuck() {
        Guest guest = ready(new Asm().word(0)).set("stvec", 0x40000000000L).set("medeleg", -1);
        guest.enter(SUPERVISOR, Guest.BASE).run(5000);
        assertThat(guest.cpu.stuck())
                .hasValueSatisfying(s -> assertThat(s).contains("stval", "0x40000000000"));
    }
}
