package ft.cpu.interrupt;

import ft.cpu.context.ContextFields;

/** A register that raises a timer interrupt when the time has come to its value. */
final class TimerCompare {
    private long value = -1;
    private boolean level;

    long get() {
        return value;
    }

    void set(long newValue) {
        value = newValue;
    }

    /** Level of the interrupt, as of the last update. */
    boolean level() {
        return level;
    }

    void update(long time) {
        level = Long.compareUnsigned(time, value) >= 0;
    }

    /** Clock at which the interrupt rises next; the latest there is if never. */
    long next(long timeOffset, int cyclesPerTick) {
        long ticks = value - timeOffset;
        if (level || ticks < 0 || ticks > Long.MAX_VALUE / cyclesPerTick) {
            return Long.MAX_VALUE;
        }
        return ticks * cyclesPerTick;
    }

    void context(ContextFields fields) {
        value = fields.number(value);
        level = fields.flag(level);
    }
}
