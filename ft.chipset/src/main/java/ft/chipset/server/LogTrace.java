package ft.chipset.server;

import static java.util.stream.Collectors.toMap;

import ft.api.io.SlotDescription;
import ft.api.observer.DeviceLog;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.service.log.LogLevel;

/** Passes on what devices log, as far as a trace wants it. */
final class LogTrace implements DeviceLog {
    private final Map<String, Integer> systems;
    private final TraceFilter filter;
    private final Consumer<TraceEvent> listener;

    LogTrace(List<SlotDescription> slots, TraceFilter filter, Consumer<TraceEvent> listener) {
        systems = slots.stream().collect(toMap(SlotDescription::name, s -> s.ioSubsystem()));
        this.filter = filter;
        this.listener = listener;
    }

    @Override
    public boolean wants(String slot, LogLevel level) {
        LogLevel wanted = filter.levels().get(slot);
        return wanted != null && wanted.implies(level) && isOfSystem(systems.get(slot));
    }

    private boolean isOfSystem(int system) {
        return filter.system().isEmpty() || filter.system().getAsInt() == system;
    }

    @Override
    public void log(long clock, String slot, LogLevel level, String text) {
        if (filter.isAt(clock)) {
            listener.accept(new TraceEvent.Log(clock, systems.get(slot), slot, level, text));
        }
    }
}
