package ft.debug.gdb;

import ft.api.debug.DebugPort;
import ft.api.debug.DebugPorts;
import ft.api.history.Historian;
import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Ports that speak GDB's remote serial protocol. None is open until somebody opens one. */
@Component
public class GdbPorts implements DebugPorts {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Historian historian;

    private final List<GdbPort> ports = new CopyOnWriteArrayList<>();

    @Deactivate
    void deactivate() {
        ports.forEach(GdbPort::close);
    }

    @Override
    public DebugPort open(FtServer server, int system, int port, Wait wait) throws ServerException {
        for (GdbPort each : ports) {
            if (each.isOf(server, system)) {
                throw new ServerException(
                        "System #" + system + " has a port for a debugger already: " + each.port());
            }
        }
        GdbPort opened = GdbPort.open(server, system, port, wait, history(server), ports::remove);
        ports.add(opened);
        return opened;
    }

    // A server of another bundle may have nobody who knows its past.
    private Optional<ServerHistory> history(FtServer server) {
        Historian now = historian;
        try {
            return now == null ? Optional.empty() : Optional.of(now.of(server));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<DebugPort> ports() {
        return List.copyOf(ports);
    }
}
