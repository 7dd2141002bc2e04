package ft.chipset.server;

import ft.api.board.BoardMap;
import ft.api.observer.DeviceProbe;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import java.util.function.Consumer;
import org.osgi.service.log.LogLevel;

/** Passes on what goes on with the devices of an IO subsystem, as far as it is wanted. */
final class DeviceTrace implements DeviceProbe {
    private final int system;
    private final TraceFilter filter;
    private final Consumer<TraceEvent> listener;
    private final boolean accesses;

    DeviceTrace(int system, TraceFilter filter, Consumer<TraceEvent> listener) {
        this.system = system;
        this.filter = filter;
        this.listener = listener;
        accesses = filter.kinds().contains(TraceKind.DEVICES);
    }

    /** Whether a filter wants anything that this tells. */
    static boolean isWanted(TraceFilter filter) {
        return filter.kinds().contains(TraceKind.DEVICES) || !filter.levels().isEmpty();
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
        if (accesses && wants(slot, clock) && filter.covers(address)) {
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
        if (accesses && wants(slot, clock)) {
            listener.accept(new TraceEvent.Line(clock, system, slot, source, high));
        }
    }

    @Override
    public LogLevel level(String slot) {
        return filter.levels().get(slot);
    }

    @Override
    public void log(long clock, String slot, LogLevel level, String text) {
        if (filter.isAt(clock)) {
            listener.accept(new TraceEvent.Log(clock, system, slot, level, text));
        }
    }
}
