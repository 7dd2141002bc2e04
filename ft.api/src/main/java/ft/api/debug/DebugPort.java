package ft.api.debug;

import org.osgi.annotation.versioning.ProviderType;

/** A port on which a debugger can attach to a system. Any thread. */
@ProviderType
public interface DebugPort extends AutoCloseable {
    /** Name of the server. */
    String server();

    /** Number of the system. */
    int system();

    /** Number of the TCP port. */
    int port();

    /** One sentence on who is attached and what the system does. */
    String status();

    /** What a user types to attach. */
    String hint();

    /** Closes it; a system that it holds goes on. */
    @Override
    void close();
}
