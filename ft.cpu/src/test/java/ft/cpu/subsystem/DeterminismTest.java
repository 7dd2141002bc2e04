package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {
    static final int QUANTUM = 8192;
    static final int QUANTA = 12;
    private static final long LOCK = Guest.DATA;
    static final long COUNTER = Guest.DATA + 0x1000;

    /**
     * Harts take a spin lock with LR/SC, increment a counter, let it go, read a device now and
     * then, and are interrupted by their timers, whose handler adds to another counter and waits
     * for the next but one.
     */
    static Guest contention(int harts) {
        return contention(Guest.create(harts));
    }

    /** The same in a subsystem that was made otherwise. */
    static Guest contention(CpuSubsystem subsystem) {
        Asm program = new Asm();
        program.csrr(Asm.T0, 0xf14); // 0
        program.slli(Asm.T0, Asm.T0, 3);
        program.add(Asm.T1, Asm.A3, Asm.T0); // mtimecmp of this hart
        program.load(8, Asm.T2, Asm.A2, 0);
        program.addi(Asm.T2, Asm.T2, 37);
        program.store(8, Asm.T2, Asm.T1, 0);
        program.addi(Asm.A7, 0, 1); // 6: take the lock
        program.lr(8, Asm.A0, Asm.A1);
        program.branch(1, Asm.A0, 0, 7);
        program.sc(8, Asm.A0, Asm.A7, Asm.A1);
        program.branch(1, Asm.A0, 0, 7);
        program.load(8, Asm.A0, Asm.A4, 0);
        program.addi(Asm.A0, Asm.A0, 1);
        program.store(8, Asm.A0, Asm.A4, 0);
        program.store(8, 0, Asm.A1, 0);
        program.word(Asm.i(0x13, 7, Asm.A0, Asm.A0, 127)); // andi
        program.branch(1, Asm.A0, 0, 6);
        program.load(4, Asm.SP, Asm.A5, 0); // the device
        program.jump(6);
        while (program.here() < 64) {
            program.word(Asm.NOP);
        }
        program.amo(0, 8, 0, Asm.A7, Asm.A6); // 64: timer
        program.load(8, Asm.T2, Asm.A2, 0);
        program.addi(Asm.T2, Asm.T2, 23);
        program.store(8, Asm.T2, Asm.T1, 0);
        program.word(Asm.WFI);
        program.csrr(Asm.T2, 0xb00);
        program.store(8, Asm.T2, Asm.A4, 8);
        program.addi(Asm.T2, Asm.T2, 1);
        program.load(8, Asm.T2, Asm.A2, 0);
        program.addi(Asm.T2, Asm.T2, 31);
        program.store(8, Asm.T2, Asm.T1, 0);
        program.word(Asm.MRET);
        Guest guest = new Guest(subsystem, program);
        for (int hart = 0; hart < subsystem.harts(); hart++) {
            CpuSubsystem cpu = guest.cpu;
            cpu.setRegister(hart, "a1", LOCK);
            cpu.setRegister(hart, "a2", BoardMap.CLINT_BASE + 0xbff8);
            cpu.setRegister(hart, "a3", BoardMap.CLINT_BASE + 0x4000);
            cpu.setRegister(hart, "a4", COUNTER);
            cpu.setRegister(hart, "a5", BoardMap.UART_BASE);
            cpu.setRegister(hart, "a6", COUNTER + 64);
            cpu.setRegister(hart, "mtvec", Guest.BASE + 4 * 64);
            cpu.setRegister(hart, "mie", 0x80);
            cpu.setRegister(hart, "mstatus", 8);
        }
        return guest;
    }

    /** Runs to a clock and answers reads with a function of their clock. */
    static void runTo(CpuSubsystem cpu, long boundary) {
        for (RunExit exit = null; exit != RunExit.BOUNDARY; ) {
            exit = cpu.run(boundary);
            if (exit == RunExit.GUARDED_PAGE) {
                cpu.unguard(cpu.guardedPage());
            } else if (exit != RunExit.BOUNDARY) {
                cpu.complete(cpu.request().clock() * 31 + cpu.request().hart());
            }
        }
        assertThat(cpu.clock()).isEqualTo(boundary);
    }

    private static List<String> history(int harts, Random cuts) {
        return history(contention(harts).cpu, cuts, null);
    }

    static List<String> history(CpuSubsystem cpu, Random cuts, Random guards) {
        List<String> history = new ArrayList<>();
        for (long boundary = QUANTUM; boundary <= QUANTA * QUANTUM; boundary += QUANTUM) {
            if (guards != null) {
                cpu.guard(BitSet.valueOf(new long[] {guards.nextLong()}));
            }
            while (cuts != null && cpu.clock() < boundary) {
                runTo(cpu, Math.min(boundary, cpu.clock() + cuts.nextInt(700)));
            }
            runTo(cpu, boundary);
            List<Integer> written = new ArrayList<>();
            cpu.takeWritten(written::add);
            history.add(cpu.takeSignature() + " " + written + " " + Guest.state(cpu));
        }
        return history;
    }

    @Property(tries = 20)
    void whereRunsAreCutDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
        assertThat(history(harts, new Random(seed))).isEqualTo(history(harts, null));
    }

    @Property(tries = 20)
    void whatIsGuardedDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
        Random random = new Random(seed);
        assertThat(history(contention(harts).cpu, random, random)).isEqualTo(history(harts, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void locksAreKeptAndEveryHartMakesProgress(int harts) {
        Guest guest = contention(harts);
        runTo(guest.cpu, 20 * QUANTUM);
        assertThat(guest.doubleword(COUNTER)).isGreaterThan(1000);
        assertThat(guest.doubleword(COUNTER + 64)).isGreaterThan(100);
        for (int hart = 0; hart < harts; hart++) {
            assertThat(guest.cpu.register(hart, "minstret")).isGreaterThan(5000);
        }
    }

    @Property(tries = 10)
    void aRestoredMachineGoesOnLikeTheOther(
            @ForAll @IntRange(min = 1, max = 4) int harts,
            @ForAll @IntRange(min = 0, max = 50000) int first,
            @ForAll @IntRange(min = 1, max = 50000) int then) {
        CpuSubsystem one = contention(harts).cpu;
        runTo(one, first);
        CpuSubsystem other = Guest.create(harts);
        other.reset(new byte[0]);
        // What the other did before must not matter.
        other.run(777);
        byte[] page = new byte[4096];
        for (int number = 0; number < one.mainStorage().pages(); number++) {
            if (!one.mainStorage().isUntouched(number)) {
                one.mainStorage().read(one.mainStorage().addressOf(number), page, 0, 4096);
                other.mainStorage().write(one.mainStorage().addressOf(number), page, 0, 4096);
            }
        }
        other.restoreContext(one.captureContext());
        one.takeSignature();
        assertThat(Guest.state(other)).isEqualTo(Guest.state(one));
        runTo(one, first + then);
        runTo(other, first + then);
        assertThat(Guest.state(other)).isEqualTo(Guest.state(one));
        assertThat(other.takeSignature()).isEqualTo(one.takeSignature());
        assertThat(other.retired()).isEqualTo(one.retired());
    }

    /** What a load brought may be in a register, or in a CSR only, when the round ends (K3). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "t6",
                "ft11",
                "pc",
                "mscratch",
                "mepc",
                "mtval",
                "mtvec",
                "sscratch",
                "sepc",
                "stval",
                "scause",
                "satp",
                "fflags",
                "pmpaddr7"
            })
    void aRegisterThatNobodyUsesIsSignedAtTheBoundary(String register) {
        CpuSubsystem cpu = contention(1).cpu;
        runTo(cpu, QUANTUM);
        cpu.takeSignature();
        long signature = cpu.takeSignature();
        assertThat(cpu.takeSignature()).isEqualTo(signature);
        long value = cpu.register(0, register);
        cpu.setRegister(0, register, value ^ 16);
        assertThat(cpu.takeSignature()).isNotEqualTo(signature);
        cpu.setRegister(0, register, value);
        assertThat(cpu.takeSignature()).isEqualTo(signature);
    }

    @Test
    void aFlippedRegisterIsSeenByTheComparator() {
        CpuSubsystem one = contention(2).cpu;
        CpuSubsystem other = contention(2).cpu;
        runTo(one, QUANTUM);
        runTo(other, QUANTUM);
        assertThat(other.takeSignature()).isEqualTo(one.takeSignature());
        other.setRegister(0, "a4", other.register(0, "a4") ^ 16);
        runTo(one, 2 * QUANTUM);
        runTo(other, 2 * QUANTUM);
        assertThat(other.takeSignature()).isNotEqualTo(one.takeSignature());
    }

    @Test
    void aContextThatDoesNotFitIsRefused() {
        CpuSubsystem cpu = contention(1).cpu;
        byte[] context = cpu.captureContext();
        assertThatThrownBy(() -> cpu.restoreContext(new byte[5])).hasMessageContaining("too short");
        assertThatThrownBy(() -> cpu.restoreContext(new byte[500]))
                .hasMessageContaining("not the context");
        assertThatThrownBy(() -> cpu.restoreContext(contention(2).cpu.captureContext()))
                .hasMessageContaining("2 harts");
        CpuSubsystem slow = new RiscvProcessor().create(new CpuDescription(1, 1 << 20, 1));
        slow.reset(new byte[0]);
        assertThatThrownBy(() -> slow.restoreContext(context)).hasMessageContaining("10 cycles");
        context[15] = 99;
        assertThatThrownBy(() -> cpu.restoreContext(context)).hasMessageContaining("version 99");
    }

    @Test
    void waitingHartsLeaveTheirTurnsToOthers() {
        Asm program =
                new Asm().csrr(Asm.A0, 0xf14).branch(1, Asm.A0, 0, 3).jump(2).word(Asm.WFI).jump(3);
        Guest guest = new Guest(4, program).run(4 * 10240);
        assertThat(guest.cpu.register(0, "minstret")).isEqualTo(4 * 10240 - 3 * 3);
        assertThat(guest.cpu.register(3, "minstret")).isEqualTo(3);
    }
}
