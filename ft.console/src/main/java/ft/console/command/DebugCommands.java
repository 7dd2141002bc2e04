package ft.console.command;

import ft.api.debug.DebugPort;
import ft.api.debug.DebugPorts;
import ft.api.debug.DebugPorts.Wait;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.run.Debuggers;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.Rows;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands for debuggers. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"gdb"})
public class DebugCommands implements CommandGroup {
    private final Servers servers;
    private final Debuggers debuggers;

    /** Made by Declarative Services. */
    @Activate
    public DebugCommands(@Reference Servers servers, @Reference Debuggers debuggers) {
        this.servers = servers;
        this.debuggers = debuggers;
    }

    @Override
    public String title() {
        return "Debuggers";
    }

    /** {@code ft:gdb}. */
    @Descriptor("opens a port for GDB at a system (-w: it waits for GDB), closes it, or lists them")
    public Object gdb(@Descriptor("[SYSTEM [PORT|off] [-w]] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:gdb", words);
        FtServer server = servers.choose(arguments);
        Wait wait = arguments.flag("-w") ? Wait.FOR_DEBUGGER : Wait.NOT;
        DebugPorts ports = debuggers.ports();
        if (!arguments.more()) {
            return new Rows<>(
                    DebugPort.class, ports.ports(), "No port is open; ft:gdb 0 opens one.");
        }
        int system = arguments.system(server.description().systems());
        boolean off = arguments.flag("off");
        int port = arguments.more() ? arguments.number("the port", 0, Debuggers.LAST_PORT) : 0;
        arguments.end();
        return off ? close(server, system, ports) : open(server, system, port, wait, ports);
    }

    private static String open(FtServer server, int system, int port, Wait wait, DebugPorts ports)
            throws Problem {
        try {
            return "Attach with " + ports.open(server, system, port, wait).hint();
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private static String close(FtServer server, int system, DebugPorts ports) throws Problem {
        for (DebugPort port : ports.ports()) {
            if (port.server().equals(server.description().name()) && port.system() == system) {
                port.close();
                return "Port " + port.port() + " is closed.";
            }
        }
        throw new Problem("System #" + system + " has no port for a debugger.");
    }
}
