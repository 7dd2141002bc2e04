package ft.cpu.subsystem;

import ft.cpu.context.ContextFields;
import ft.cpu.hart.Engine;
import ft.cpu.hart.ExecutionTap;
import ft.cpu.hart.Hart;
import ft.cpu.interrupt.Clint;

/**
 * The clock of a CPU subsystem and the turns of its harts on it.
 *
 * <p>Who runs is decided when the clock comes to a multiple of {@link #SLICE}, when the hart that
 * runs begins to wait, and when one that waits can go on while none runs: never by where a run was
 * cut. The decision is the first hart that has something to do, beginning with the number of the
 * slice modulo the number of harts.
 */
final class HartTurns {
    /** Cycles after which it is another hart's turn. */
    static final int SLICE = 1024;

    private final Hart[] harts;
    private final Engine[] engines;
    private final Clint clint;
    private final ExecutionTap tap;
    private long clock;
    private int turn;
    private boolean executing;

    HartTurns(Hart[] harts, Engine[] engines, Clint clint, ExecutionTap tap) {
        this.harts = harts;
        this.engines = engines;
        this.clint = clint;
        this.tap = tap;
    }

    void reset() {
        clock = 0;
        turn = 0;
    }

    long clock() {
        return clock;
    }

    /** Whether a hart is in the middle of something. */
    boolean isExecuting() {
        return executing;
    }

    /** Moves the clock, which no hart notices. */
    void shift(long cycles) {
        clock += cycles;
    }

    void context(ContextFields fields) {
        clock = fields.number(clock);
        turn = (int) fields.number(turn);
    }

    /**
     * Runs until the next decision, or waits for the next timer.
     *
     * @return whether a hart ran
     */
    boolean step(long boundary) {
        clint.update(clock);
        if (!chooseHart()) {
            clock = Math.min(boundary, nextTimer());
            return false;
        }
        harts[turn].skipTo(clock);
        harts[turn].takeInterrupt();
        execute((int) Math.min(endOfSegment(boundary) - clock, Integer.MAX_VALUE));
        return true;
    }

    /** Has the hart whose turn it is execute for some cycles. */
    void execute(int budget) {
        if (budget <= 0) {
            // Or the clock would stand still for ever, and nobody could stop the server.
            throw new IllegalStateException("nothing to run at clock " + clock + ": " + budget);
        }
        Hart hart = harts[turn];
        hart.skipTo(clock);
        int cycles = budget;
        if (tap.wantsInstructions()) {
            cycles = 1;
            tap.instruction(hart, clock);
        }
        long end = clock + cycles;
        executing = true;
        try {
            clock = end - engines[turn].run(end, cycles);
        } finally {
            executing = false;
        }
    }

    // Timers fire exactly at their clock, because nobody runs past it.
    private long endOfSegment(long boundary) {
        long end = Math.min(boundary, nextTimer());
        return harts.length == 1 ? end : Math.min(end, clock - clock % SLICE + SLICE);
    }

    private long nextTimer() {
        long next = Long.MAX_VALUE;
        for (Hart hart : harts) {
            next = Math.min(next, hart.nextTimer());
        }
        return next;
    }

    private boolean chooseHart() {
        if (clock % SLICE != 0 && harts[turn].isRunnable()) {
            harts[turn].wake();
            return true;
        }
        int first = (int) (clock / SLICE % harts.length);
        for (int number = 0; number < harts.length; number++) {
            int candidate = (first + number) % harts.length;
            if (harts[candidate].isRunnable()) {
                if (candidate != turn) {
                    harts[turn].endReservation();
                    turn = candidate;
                }
                harts[turn].wake();
                return true;
            }
        }
        return false;
    }

    /** See {@link ft.api.cpu.CpuSubsystem#idleUntil}. */
    long idleUntil() {
        clint.update(clock);
        long next = Long.MAX_VALUE;
        for (Hart hart : harts) {
            if (hart.isRunnable()) {
                return clock;
            }
            next = Math.min(next, hart.nextAwaitedTimer());
        }
        return next;
    }
}
