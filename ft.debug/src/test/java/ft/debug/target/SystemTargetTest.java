package ft.debug.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.ExecutionView;
import ft.api.observer.ExecutionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a system stops, and what it does meanwhile. */
@Timeout(60)
class SystemTargetTest {
    private static void twoHarts(Machine machine) {
        machine.quantum();
        for (long pc = 0; pc < 40; pc += 4) {
            machine.execute(0, pc);
            machine.execute(1, 1000 + pc);
        }
    }

    @Test
    void whoIsNotStoppedCannotBeAsked() {
        SystemTarget target = new SystemTarget("#0", false, new Machine(false, m -> {}));
        assertThat(target.interests()).isEmpty();
        assertThatThrownBy(() -> target.ask(ExecutionView::clock))
                .isInstanceOf(NotStoppedException.class)
                .hasMessage("#0 is not stopped");
    }

    @Test
    void aStepIsOneOfTheHartThatSteps() throws Exception {
        try (Machine machine = new Machine(true, SystemTargetTest::twoHarts).start()) {
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.ASKED, 0, 0, 0));
            machine.target.resume(Motion.step(1));
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.STEP, 1, 3, 0));
            machine.target.resume(Motion.step(0));
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.STEP, 0, 6, 0));
            machine.target.resume(Motion.step(0));
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.STEP, 0, 8, 0));
            assertThat(machine.target.<Long>ask(view -> view.register(0, "pc"))).isEqualTo(16);
        }
    }

    @Test
    void stepsInARangeAreOne() throws Exception {
        try (Machine machine = new Machine(true, SystemTargetTest::twoHarts).start()) {
            machine.nextStop();
            machine.target.resume(new Motion(0, 0, 12));
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.STEP, 0, 6, 0));
        }
    }

    @Test
    void breakpointsAreForAllHartsAndItGoesOnFromOne() throws Exception {
        try (Machine machine = new Machine(true, SystemTargetTest::twoHarts).start()) {
            machine.nextStop();
            machine.target.breakpoint(4, true);
            machine.target.breakpoint(1008, true);
            machine.target.resume(Motion.CONTINUE);
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.BREAKPOINT, 0, 2, 0));
            machine.target.resume(Motion.CONTINUE);
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.BREAKPOINT, 1, 5, 0));
            machine.target.breakpoint(4, false);
            machine.target.breakpoint(1008, false);
            machine.target.resume(Motion.CONTINUE);
            assertThat(machine.target.interests()).isEmpty();
            machine.join();
            assertThat(machine.stops).isEmpty();
        }
    }

    @Test
    void aWatchpointStopsAfterTheAccessAndBeforeTheNextInstruction() throws Exception {
        Machine.Program program =
                machine -> {
                    machine.quantum();
                    machine.access(0, 0, true, 0x2000, 8);
                    machine.access(0, 4, false, 0x1ffc, 8);
                    machine.access(1, 8, true, 0x1ffc, 4);
                    machine.access(1, 12, true, 0x1ffd, 4);
                    machine.execute(0, 16);
                };
        try (Machine machine = new Machine(true, program).start()) {
            machine.nextStop();
            machine.target.watchpoint(new Watchpoint(Watchpoint.Kind.WRITE, 0x2000, 4), true);
            assertThat(machine.target.interests())
                    .containsOnly(ExecutionEvent.INSTRUCTION, ExecutionEvent.ACCESS);
            machine.target.resume(Motion.CONTINUE);
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.WRITTEN, 0, 1, 0x2000));
            machine.target.resume(Motion.CONTINUE);
            assertThat(machine.nextStop()).isEqualTo(new Stop(Stop.Reason.WRITTEN, 1, 4, 0x2000));
        }
    }

    @Test
    void readsAndAccessesAreWatchedAlike() {
        Watchpoint read = new Watchpoint(Watchpoint.Kind.READ, -8, 8);
        assertThat(read.sees(false, -1, 1)).isTrue();
        assertThat(read.sees(true, -1, 1)).isFalse();
        assertThat(read.sees(false, -9, 1)).isFalse();
        assertThat(read.sees(false, 0, 8)).isFalse();
        Watchpoint both = new Watchpoint(Watchpoint.Kind.ACCESS, 0x100, 1);
        assertThat(both.sees(true, 0xfc, 8)).isTrue();
        assertThat(both.sees(false, 0x100, 1)).isTrue();
        assertThat(both.sees(false, 0x101, 8)).isFalse();
        assertThat(both.sees(false, 0xf8, 8)).isFalse();
    }

    @Test
    void whoStopsForNobodyGoesOn() throws Exception {
        try (Machine machine = new Machine(true, SystemTargetTest::twoHarts).start()) {
            machine.nextStop();
            assertThat(machine.target.holds()).contains("#0 is stopped by a debugger, at clock 0");
            machine.target.breakpoint(4, true);
            machine.target.free();
            machine.join();
            assertThat(machine.target.holds()).isEmpty();
            assertThat(machine.stops).isEmpty();
        }
    }

    @Test
    void aServerThatEndsDoesNotStop() throws Exception {
        Machine machine = new Machine(true, SystemTargetTest::twoHarts);
        machine.target.detached();
        machine.start().join();
        assertThat(machine.stops).isEmpty();
    }
}
