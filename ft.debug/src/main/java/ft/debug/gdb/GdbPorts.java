package ft.debug.gdb;

import ft.api.debug.DebugPort;
import ft.api.debug.DebugPorts;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Ports that speak GDB's remote serial protocol. None is open until somebody opens one. */
@Component
public class GdbPorts implements DebugPorts {
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
        GdbPort opened = GdbPort.open(server, system, port, wait, ports::remove);
        ports.add(opened);
        return opened;
    }

    @Override
    public List<DebugPort> ports() {
        return List.copyOf(ports);
    }
}
