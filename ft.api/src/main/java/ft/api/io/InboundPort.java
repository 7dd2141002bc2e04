package ft.api.io;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The FT controller as an IO subsystem sees it: where inbound requests (P6 [0039], Table 4) go.
 * Called by the thread that owns the IO subsystem, and only from {@link IoSubsystem#boundary}.
 */
@ProviderType
public interface InboundPort {
    /** Reads main storage of the CPU subsystem in service; false on a master abort. */
    boolean dmaRead(long address, byte[] target, int offset, int length);

    /** Writes main storage of all duplicated CPU subsystems; false on a master abort. */
    boolean dmaWrite(long address, byte[] source, int offset, int length);
}
