package ft.cpu.interrupt;

import ft.cpu.context.ContextFields;

/** A register that raises a timer interrupt when the time has come to its value. */
final class TimerCompare {
    private long value = -1;
    private boolean level;

    /** The time of the last update. */
    private long seen;

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
        seen = time;
        level = Long.compareUnsigned(time, value) >= 0;
    }

    /**
     * Clock at which the interrupt rises next, seen from the last update; the latest there is if
     * never. What lies more than half of all times ahead never comes: software may set the time to
     * shortly before its last value, and then the value is far behind it.
     */
    long next(long timeOffset, int cyclesPerTick) {
        long ticks = value - timeOffset;
        boolean far = value - seen < 0 || ticks < 0 || ticks > Long.MAX_VALUE / cyclesPerTick;
        if (level || far) {
            return Long.MAX_VALUE;
        }
        return ticks * cyclesPerTick;
    }

    void context(ContextFields fields) {
        value = fields.number(value);
        level = fields.flag(level);
    }
}
