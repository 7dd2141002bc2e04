package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.copy.CopyStrategy;
import ft.api.copy.MemoList;
import ft.copy.checksum.TestMachine.Phase;
import java.util.BitSet;
import java.util.function.Supplier;

/** Drives a session as the FT controller does, with a guest between the units of work. */
final class Resynchronization {
    /** Runs between two units of work, unless it is stopped. */
    @FunctionalInterface
    interface Guest {
        void run();
    }

    final TestMachine machine;
    final CopySession session;
    private final Guest guest;

    /** Units of work in this phase; a phase that does not end is told instead of waited for. */
    private int units;

    /** Differing pages at S9, before anything was copied under stop. */
    BitSet differingAtStop;

    BitSet writtenSinceCopyAtStop;
    BitSet writtenSinceSecondSumAtStop;

    /** Pages of list 36 at S9 as the second sums alone have it. */
    BitSet bySums;

    /** Differing pages when duplication began (S11). */
    BitSet stale;

    Resynchronization(CopyStrategy strategy, TestMachine machine, Guest guest) {
        this.machine = machine;
        this.guest = guest;
        session = strategy.open(machine);
    }

    /** S3 to S15. */
    Resynchronization run() {
        online();
        stopped();
        duplicated();
        return this;
    }

    void online() {
        Step step = Step.MORE;
        while (step == Step.MORE) {
            count();
            step = session.online();
            assertThat(session.progress()).isBetween(0.0, 1.0);
            guest.run();
        }
        assertThat(session.progress()).isEqualTo(1);
    }

    private void count() {
        units++;
        assertThat(units).as("units of work in a phase").isLessThan(100 * machine.pages + 100);
    }

    void stopped() {
        units = 0;
        machine.phase = Phase.STOPPED;
        differingAtStop = machine.differing();
        writtenSinceCopyAtStop = (BitSet) machine.writtenSinceCopy.clone();
        writtenSinceSecondSumAtStop = (BitSet) machine.writtenSinceSecondSum.clone();
        bySums = list36();
        work(session::stopped, () -> {});
        stale = machine.differing();
    }

    void duplicated() {
        machine.phase = Phase.DUPLICATED;
        units = 0;
        work(session::duplicated, guest);
    }

    private void work(Supplier<Step> unit, Guest beside) {
        Step step = Step.MORE;
        double before = 0;
        while (step == Step.MORE) {
            beside.run();
            count();
            step = unit.get();
            assertThat(session.progress()).isBetween(before, 1.0);
            before = step == Step.MORE ? session.progress() : 0;
        }
        assertThat(step).isEqualTo(Step.DONE);
        assertThat(session.progress()).isEqualTo(1);
    }

    BitSet list35() {
        return list(0, "35");
    }

    BitSet list36() {
        return list(1, "36");
    }

    private BitSet list(int index, String name) {
        MemoList list = session.lists().get(index);
        assertThat(list.name()).isEqualTo(name);
        return list.pages();
    }

    long figure(String name) {
        return session.figures().get(name);
    }
}
