package ft.chipset.server;

import ft.api.board.BoardMap;
import ft.api.observer.DeviceProbe;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import java.util.function.Consumer;

/** Passes on what goes on with the devices of an IO subsystem, as far as it is wanted. */
final class DeviceTrace implements DeviceProbe {
    private final int system;
    private final TraceFilter filter;
    private final Consumer<TraceEvent> listener;

    DeviceTrace(int system, TraceFilter filter, Consumer<TraceEvent> listener) {
        this.system = system;
        this.filter = filter;
        this.listener = listener;
    }

    /** Whether a filter wants anything that this tells. */
    static boolean isWanted(TraceFilter filter) {
        return filter.kinds().contains(TraceKind.DEVICES);
    }

    private boolean wants(String slot, long clock) {
        return filter.isAt(clock) && (filter.slot().isEmpty() || filter.slot().equals(slot));
    }

    @Override
    public void access(
            long clock,
            String slot,
            long base,
            long offset,
            String register,
            int size,
            boolean write,
            long value,
            boolean answered) {
        long address = system * BoardMap.IO_WINDOW_SIZE + base + offset;
        if (wants(slot, clock) && filter.covers(address)) {
            long unused = Long.SIZE - 8L * size;
            listener.accept(
                    new TraceEvent.Access(
                            clock,
                            system,
                            slot,
                            address,
                            offset,
                            register,
                            size,
                            write,
                            value << unused >>> unused,
                            answered));
        }
    }

    @Override
    public void line(long clock, String slot, int source, boolean high) {
        if (wants(slot, clock)) {
            listener.accept(new TraceEvent.Line(clock, system, slot, source, high));
        }
    }
}
