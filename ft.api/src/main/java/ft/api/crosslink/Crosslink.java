package ft.api.crosslink;

import org.osgi.annotation.versioning.ProviderType;

/** The wires between the systems of one server. */
@ProviderType
public interface Crosslink extends AutoCloseable {
    /** A system's end. */
    CrosslinkPort port(int system);

    /**
     * Connects or cuts the link between two systems, as a fault does. Frames under way on a link
     * that is cut are lost. Any thread.
     */
    void connect(int system, int other, boolean up);

    /** Cuts everything. */
    @Override
    void close();
}
