package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopySession.Step;
import ft.api.copy.CopyStrategy;
import ft.copy.checksum.TestMachine.Phase;
import java.util.BitSet;

/** Drives a session as the FT controller does, with a guest between the units of work. */
final class Resynchronization {
    /** Runs between two units of work, unless it is stopped. */
    @FunctionalInterface
    interface Guest {
        void run();
    }

    final TestMachine machine;
    final ChecksumSession session;
    private final Guest guest;

    /** Differing pages at S9, before anything was copied under stop. */
    BitSet differingAtStop;

    BitSet writtenSinceCopyAtStop;

    /** Differing pages when duplication began (S11). */
    BitSet stale;

    Resynchronization(CopyStrategy strategy, TestMachine machine, Guest guest) {
        this.machine = machine;
        this.guest = guest;
        session = (ChecksumSession) strategy.open(machine);
    }

    /** S3 to S15. */
    Resynchronization run() {
        online();
        stopped();
        duplicated();
        return this;
    }

    void online() {
        double progress = 0;
        Step step = Step.MORE;
        while (step == Step.MORE) {
            step = session.online();
            progress = checkProgress(progress);
            guest.run();
        }
        assertThat(progress).isEqualTo(1);
        assertThat(step).isEqualTo(Step.DONE);
    }

    void stopped() {
        machine.phase = Phase.STOPPED;
        differingAtStop = machine.differing();
        writtenSinceCopyAtStop = (BitSet) machine.writtenSinceCopy.clone();
        double progress = 0;
        Step step = Step.MORE;
        while (step == Step.MORE) {
            step = session.stopped();
            progress = checkProgress(progress);
        }
        assertThat(progress).isEqualTo(1);
        assertThat(step).isEqualTo(Step.DONE);
        stale = machine.differing();
    }

    void duplicated() {
        machine.phase = Phase.DUPLICATED;
        Step step = Step.MORE;
        double progress = 0;
        boolean any = !session.list35().isEmpty();
        while (step == Step.MORE) {
            guest.run();
            step = session.duplicated();
            progress = checkProgress(any ? progress : 0);
        }
        assertThat(progress).isEqualTo(1);
        assertThat(step).isEqualTo(Step.DONE);
    }

    private double checkProgress(double before) {
        double now = session.progress();
        assertThat(now).isBetween(before, 1.0);
        return now;
    }

    long figure(String name) {
        return session.figures().get(name);
    }
}
