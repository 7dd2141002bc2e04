package ft.console.run;

import ft.api.debug.DebugPorts;
import ft.api.debug.DebugPorts.Wait;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Problem;
import java.io.PrintStream;
import java.util.OptionalInt;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The bundle for debuggers, which may or may not be installed. */
@Component(service = Debuggers.class)
public class Debuggers {
    /** The largest number of a TCP port. */
    public static final int LAST_PORT = 65_535;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile DebugPorts installed;

    /** The ports. */
    public DebugPorts ports() throws Problem {
        DebugPorts ports = installed;
        if (ports == null) {
            throw new Problem("No bundle for debuggers is installed; ft.debug is one.");
        }
        return ports;
    }

    /**
     * Opens a port for each system of a server that is about to run, from a number on; the guest
     * begins in system 0.
     */
    void open(FtServer server, OptionalInt first, boolean awaited, PrintStream err) throws Problem {
        if (first.isEmpty()) {
            return;
        }
        int port = first.getAsInt();
        for (int system = 0; system < server.description().systems(); system++) {
            Wait wait = system == 0 && awaited ? Wait.FOR_DEBUGGER : Wait.NOT;
            try {
                String hint =
                        ports().open(server, system, port == 0 ? 0 : port + system, wait).hint();
                err.println(
                        "ft: #"
                                + system
                                + (wait == Wait.NOT ? "" : " waits for a debugger")
                                + ": "
                                + hint);
            } catch (ServerException e) {
                throw Problem.of(e);
            }
        }
    }
}
