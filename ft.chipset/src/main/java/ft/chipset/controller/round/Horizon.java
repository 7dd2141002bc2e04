package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.chipset.controller.view.ServerView;

/** Where the next boundary is: one quantum on, or further if nothing can happen before. */
final class Horizon {
    /** Stands for: nothing will happen by itself. */
    static final long NEVER = -1;

    private final ServerView view;
    private final long quantum;
    private final Pacer pacer;

    Horizon(ServerView view, Pacer pacer) {
        this.view = view;
        this.pacer = pacer;
        quantum = view.description().quantum();
    }

    /** The boundary after the view's clock. */
    long following() {
        return (view.clock / quantum + 1) * quantum;
    }

    /**
     * The next boundary of the service. Boundaries that are passed over are those at which nothing
     * would have happened, so the guest's history does not depend on it.
     *
     * @param cpu the CPU subsystem in service
     * @param earliestCommand clock of the earliest command that is scheduled
     * @return a clock, or {@link #NEVER} if only the outside can wake the guest
     */
    long next(CpuSubsystem cpu, long earliestCommand) {
        long wake = Math.min(cpu.idleUntil(), earliestCommand);
        if (cpu.idleUntil() <= view.clock) {
            return following();
        }
        for (long alarm : view.nextAlarm) {
            wake = Math.min(wake, alarm);
        }
        if (wake == Long.MAX_VALUE) {
            return NEVER;
        }
        long limit = view.clock + pacer.longestSkip(quantum);
        return Math.max(following(), (Math.min(wake, limit) + quantum - 1) / quantum * quantum);
    }
}
