package ft.cpu.interrupt;

import ft.cpu.context.ContextFields;
import java.util.Arrays;

/** Core local interruptor: software interrupts, timer compares, and the time (board.md). */
public final class Clint {
    private static final int MTIMECMP = 0x4000;
    private static final int MTIME = 0xbff8;

    private final int cyclesPerTick;
    private final boolean[] software;
    private final TimerCompare[] machine;
    private final TimerCompare[] supervisor;
    // What was written to mtime is kept as the distance from the clock's ticks.
    private long timeOffset;

    /** A CLINT for some harts. */
    public Clint(int harts, int cyclesPerTick) {
        this.cyclesPerTick = cyclesPerTick;
        software = new boolean[harts];
        machine = compares(harts);
        supervisor = compares(harts);
    }

    private static TimerCompare[] compares(int harts) {
        TimerCompare[] compares = new TimerCompare[harts];
        Arrays.setAll(compares, hart -> new TimerCompare());
        return compares;
    }

    /** Power-on reset: no software interrupt, no timer set. */
    public void reset() {
        Arrays.fill(software, false);
        for (int hart = 0; hart < machine.length; hart++) {
            machine[hart].set(-1);
            supervisor[hart].set(-1);
        }
        timeOffset = 0;
        update(0);
    }

    /** The time at a clock value. */
    public long time(long clock) {
        return clock / cyclesPerTick + timeOffset;
    }

    /** Level of the software interrupt of a hart. */
    public boolean software(int hart) {
        return software[hart];
    }

    /** Level of the timer interrupt of a hart, as of the last update. */
    public boolean timer(int hart) {
        return machine[hart].level();
    }

    /** Level of the timer interrupt of a hart's supervisor mode, as of the last update. */
    public boolean supervisorTimer(int hart) {
        return supervisor[hart].level();
    }

    /** {@code stimecmp} of a hart, which compares with the same time. */
    public long supervisorCompare(int hart) {
        return supervisor[hart].get();
    }

    /** Writes {@code stimecmp} of a hart; its level is that of the next update. */
    public void setSupervisorCompare(int hart, long value) {
        supervisor[hart].set(value);
    }

    /** Brings the timer interrupts up to a clock value. */
    public void update(long clock) {
        long time = time(clock);
        for (int hart = 0; hart < machine.length; hart++) {
            machine[hart].update(time);
            supervisor[hart].update(time);
        }
    }

    /** Clock at which the timer interrupt of a hart rises next; the latest there is if never. */
    public long nextTimer(int hart) {
        return machine[hart].next(timeOffset, cyclesPerTick);
    }

    /** The same for its supervisor mode. */
    public long nextSupervisorTimer(int hart) {
        return supervisor[hart].next(timeOffset, cyclesPerTick);
    }

    /** Whether the CLINT answers an access at an offset. */
    public boolean answers(long offset, int size) {
        return size == 4 || size == 8 && offset >= MTIMECMP;
    }

    /** Reads a register; an offset with none reads as 0. */
    public long read(long offset, int size, long clock) {
        int word = (int) (offset & 7) * 8;
        long value = 0;
        int hart = (int) offset >> 2;
        if (hart < software.length) {
            return software[hart] ? 1 : 0;
        }
        hart = (int) (offset - MTIMECMP) >> 3;
        if (offset >= MTIMECMP && hart < machine.length) {
            value = machine[hart].get();
        } else if ((offset & ~7L) == MTIME) {
            value = time(clock);
        }
        return size == 8 ? value : value >>> word & 0xffffffffL;
    }

    /** Writes a register; a write to an offset with none is dropped. */
    public void write(long offset, int size, long value, long clock) {
        int hart = (int) offset >> 2;
        if (hart < software.length) {
            software[hart] = (value & 1) != 0;
            return;
        }
        hart = (int) (offset - MTIMECMP) >> 3;
        if (offset >= MTIMECMP && hart < machine.length) {
            machine[hart].set(merge(machine[hart].get(), offset, size, value));
        } else if ((offset & ~7L) == MTIME) {
            timeOffset += merge(time(clock), offset, size, value) - time(clock);
        }
        update(clock);
    }

    /** Saves or loads the state, except for what harts reach by CSRs of their own. */
    public void context(ContextFields fields) {
        for (int hart = 0; hart < machine.length; hart++) {
            software[hart] = fields.flag(software[hart]);
            machine[hart].context(fields);
        }
        timeOffset = fields.number(timeOffset);
    }

    private static long merge(long old, long offset, int size, long value) {
        if (size == 8) {
            return value;
        }
        int shift = (int) (offset & 7) * 8;
        long mask = 0xffffffffL << shift;
        return old & ~mask | value << shift & mask;
    }
}
