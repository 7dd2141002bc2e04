package ft.chipset.controller.view;

import ft.api.board.BoardMap;
import ft.api.server.ServerDescription;

/** Converts between cycles and nanoseconds of guest time. */
public final class GuestTime {
    private static final long NANOS_PER_TICK = 1_000_000_000 / BoardMap.TIMEBASE_HZ;

    private final int cyclesPerTick;

    /** For a server. */
    public GuestTime(ServerDescription description) {
        cyclesPerTick = description.cyclesPerTick();
    }

    /** Nanoseconds of a clock value. */
    public long nanos(long cycles) {
        return cycles / cyclesPerTick * NANOS_PER_TICK
                + cycles % cyclesPerTick * NANOS_PER_TICK / cyclesPerTick;
    }

    /** Cycles of a time. */
    public long cycles(long nanos) {
        return nanos / NANOS_PER_TICK * cyclesPerTick;
    }

    /** Nanoseconds in 1000 cycles. */
    public long nanosPerKilocycle() {
        return 1000 * NANOS_PER_TICK / cyclesPerTick;
    }
}
