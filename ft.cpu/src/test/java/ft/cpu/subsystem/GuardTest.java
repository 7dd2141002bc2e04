package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import java.util.BitSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guarded pages stop whoever touches them, before it has done anything (spec R8, D). */
class GuardTest {
    private static final int DATA_PAGE = 0x10;

    /** Every kind of access to the doubleword at a1, after an instruction that does no harm. */
    private enum Access {
        LOAD(asm -> asm.load(8, Asm.A0, Asm.A1, 0)),
        STORE(asm -> asm.store(8, Asm.A2, Asm.A1, 0)),
        LR(asm -> asm.lr(8, Asm.A0, Asm.A1)),
        SC(asm -> asm.sc(8, Asm.A0, Asm.A2, Asm.A1)),
        AMO(asm -> asm.amo(0, 8, Asm.A0, Asm.A2, Asm.A1)),
        FETCH(asm -> asm.jalr(Asm.A0, Asm.A1, 0));

        final Function<Asm, Asm> instruction;

        Access(Function<Asm, Asm> instruction) {
            this.instruction = instruction;
        }
    }

    private static Guest guest(Access access) {
        Guest guest = new Guest(access.instruction.apply(new Asm().word(Asm.NOP)).jump(2));
        return guest.set("a1", Guest.DATA)
                .set("a2", 77)
                .doubleword(Guest.DATA, 0x0000006f00000013L); // nop; jump to itself
    }

    private static void guard(Guest guest, int... pages) {
        BitSet set = new BitSet();
        for (int page : pages) {
            set.set(page);
        }
        guest.cpu.guard(set);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void anAccessWaitsAndIsDoneAgain(Access access) {
        Guest guarded = guest(access);
        guard(guarded, DATA_PAGE);
        guarded.written();
        assertThat(guarded.cpu.run(10)).isEqualTo(RunExit.GUARDED_PAGE);
        assertThat(guarded.cpu.guardedPage()).isEqualTo(DATA_PAGE);
        // A jump has retired when what it jumps to is fetched.
        assertThat(guarded.cpu.clock()).isEqualTo(access == Access.FETCH ? 2 : 1);
        assertThat(guarded.written()).isEmpty();
        assertThat(guarded.cpu.run(10)).as("guarded still").isEqualTo(RunExit.GUARDED_PAGE);
        guarded.cpu.unguard(DATA_PAGE);
        assertThat(guarded.cpu.run(10)).isEqualTo(RunExit.BOUNDARY);

        Guest plain = guest(access).run(10);
        assertThat(Guest.state(guarded.cpu)).isEqualTo(Guest.state(plain.cpu));
        assertThat(guarded.cpu.takeSignature()).isEqualTo(plain.cpu.takeSignature());
    }

    @ParameterizedTest
    @EnumSource(
            value = Access.class,
            names = {"LOAD", "STORE"})
    void aMisalignedAccessWaitsForBothItsPages(Access access) {
        Guest guest = guest(access).set("a1", Guest.DATA + MainStorage.PAGE_SIZE - 4);
        guard(guest, DATA_PAGE, DATA_PAGE + 1);
        assertThat(guest.cpu.run(10)).isEqualTo(RunExit.GUARDED_PAGE);
        guest.cpu.unguard(guest.cpu.guardedPage());
        assertThat(guest.cpu.run(10)).isEqualTo(RunExit.GUARDED_PAGE);
        assertThat(guest.doubleword(Guest.DATA + MainStorage.PAGE_SIZE - 4)).isZero();
        guest.cpu.unguard(guest.cpu.guardedPage());
        assertThat(guest.cpu.run(10)).isEqualTo(RunExit.BOUNDARY);
    }

    @Test
    void whatIsRepairedMeanwhileIsWhatTheAccessFinds() {
        Guest guest = guest(Access.LOAD);
        guard(guest, DATA_PAGE);
        guest.cpu.run(10);
        byte[] right = {42, 0, 0, 0, 0, 0, 0, 0};
        guest.cpu.mainStorage().restore(Guest.DATA, right, 0, right.length);
        guest.cpu.unguard(DATA_PAGE);
        guest.run(5);
        assertThat(guest.get("a0")).isEqualTo(42);
    }

    @Test
    void aPageThatIsInUseIsGuardedAsWell() {
        Guest guest = new Guest(new Asm().store(8, Asm.A2, Asm.A1, 0).jump(0));
        guest.set("a1", Guest.DATA).run(100);
        guard(guest, DATA_PAGE);
        assertThat(guest.cpu.run(200)).isEqualTo(RunExit.GUARDED_PAGE);
        assertThat(guest.cpu.clock()).isEqualTo(100);
        guard(guest, 0);
        guest.cpu.unguard(DATA_PAGE);
        assertThat(guest.cpu.run(200)).as("the code itself").isEqualTo(RunExit.GUARDED_PAGE);
        assertThat(guest.cpu.guardedPage()).isZero();
        guest.cpu.unguardAll();
        assertThat(guest.cpu.run(200)).isEqualTo(RunExit.BOUNDARY);
    }

    @Test
    void aContextThatComesInDoesNotEndAGuard() {
        Guest guest = guest(Access.LOAD);
        guard(guest, DATA_PAGE);
        guest.cpu.restoreContext(guest.cpu.captureContext());
        assertThat(guest.cpu.run(10)).isEqualTo(RunExit.GUARDED_PAGE);
    }

    @Test
    void theSecondHalfOfAnInstructionWaitsAsWell() {
        Guest guest = new Guest(new Asm());
        long last = Guest.BASE + MainStorage.PAGE_SIZE - 2;
        byte[] addi = new Asm().addi(Asm.A0, 0, 9).toBytes();
        guest.cpu.mainStorage().write(last, addi, 0, addi.length);
        guest.set("pc", last);
        guard(guest, 1);
        assertThat(guest.cpu.run(1)).isEqualTo(RunExit.GUARDED_PAGE);
        assertThat(guest.cpu.guardedPage()).isEqualTo(1);
        assertThat(guest.pc()).isEqualTo(last);
        guest.cpu.unguard(1);
        assertThat(guest.cpu.run(1)).isEqualTo(RunExit.BOUNDARY);
        assertThat(guest.get("a0")).isEqualTo(9);
    }
}
