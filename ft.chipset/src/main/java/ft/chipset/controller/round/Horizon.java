package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.chipset.controller.view.ServerView;

/** Where the next boundary is: one quantum on, or further if nothing can happen before. */
final class Horizon {
    /** Stands for: nothing will happen by itself. */
    static final long NEVER = -1;

    /** Quanta a round has at most in two systems: bounds how late a difference is found. */
    static final int LONGEST = 32;

    /** The same in one: bounds how long operators and the host's input wait. */
    static final int LONGEST_ALONE = 64;

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
     * @param asked clock of the guest's last request
     * @return a clock, or {@link #NEVER} if only the outside can wake the guest
     */
    long next(CpuSubsystem cpu, long earliestCommand, long asked) {
        if (cpu.idleUntil() <= view.clock) {
            return nextAwake(earliestCommand, asked);
        }
        long due = due(earliestCommand);
        long wake = Math.min(cpu.idleUntil(), due);
        if (wake == Long.MAX_VALUE) {
            return NEVER;
        }
        return Math.max(
                following(), onGrid(Math.min(wake, view.clock + pacer.longestSkip(quantum))));
    }

    /** The same while the guest does not sleep, which depends on what all know. */
    long nextAwake(long earliestCommand, long asked) {
        return Math.max(following(), onGrid(Math.min(due(earliestCommand), calm(asked))));
    }

    /**
     * The same while pages are copied, whether or not the guest sleeps.
     *
     * @param work clock from which on there is something to copy
     */
    long nextCopying(long earliestCommand, long asked, long work) {
        return Math.max(following(), Math.min(nextAwake(earliestCommand, asked), onGrid(work)));
    }

    private long due(long earliestCommand) {
        long due = earliestCommand;
        for (long alarm : view.nextAlarm) {
            due = Math.min(due, alarm);
        }
        return due;
    }

    /** The first boundary at or after a clock. */
    private long onGrid(long clock) {
        return (clock + quantum - 1) / quantum * quantum;
    }

    /**
     * How far a guest may run that has asked for nothing for a while: the longer that is, the
     * further, by powers of two. If it asks after all it stops at the boundary that follows.
     */
    private long calm(long asked) {
        long longest = view.duplicated() ? LONGEST : LONGEST_ALONE;
        longest = Math.min(longest, pacer.longestSkip(quantum) / quantum);
        long quiet = Math.min((view.clock - asked) / quantum, longest);
        long step = quantum * Math.max(1, Long.highestOneBit(quiet));
        return (view.clock / step + 1) * step;
    }
}
