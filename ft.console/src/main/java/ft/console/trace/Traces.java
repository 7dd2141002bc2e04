package ft.console.trace;

import ft.api.server.FtServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The trace of each server that was begun last. */
@Component(service = Traces.class)
public class Traces {
    private final Map<String, TraceLog> logs = new ConcurrentHashMap<>();

    @Deactivate
    void stop() {
        logs.values().forEach(TraceLog::close);
    }

    /** The trace of a server, running or ended. */
    public Optional<TraceLog> of(FtServer server) {
        return Optional.ofNullable(logs.get(server.description().name()));
    }

    /** Ends that of a server, so that another one can begin. */
    public void end(FtServer server) {
        of(server).ifPresent(TraceLog::close);
    }

    /** Keeps one that has begun. */
    public void keep(FtServer server, TraceLog log) {
        logs.put(server.description().name(), log);
    }
}
