package ft.api.debug;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A service that lets debuggers attach to systems of servers. Any thread. */
@ProviderType
public interface DebugPorts {
    /** When a system that gets a port waits for a debugger. */
    enum Wait {
        /** Before its first instruction from now on, until a debugger lets it go on. */
        FOR_DEBUGGER,
        /** Not at all: it runs until a debugger attaches. */
        NOT
    }

    /**
     * Opens a TCP port on which one debugger at a time can attach to a system; nothing but this
     * computer reaches it. It is closed with the server at the latest.
     *
     * @param port its number; 0 for any that is free
     * @throws ServerException with one sentence if there is no such system, it has a port already,
     *     or the port cannot be opened
     */
    DebugPort open(FtServer server, int system, int port, Wait wait) throws ServerException;

    /** The ports that are open, of all servers, in the order in which they were opened. */
    List<DebugPort> ports();
}
