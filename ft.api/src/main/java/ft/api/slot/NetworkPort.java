package ft.api.slot;

import org.osgi.annotation.versioning.ProviderType;

/** A device's port of a switch, see {@link DeviceContext#network}. */
@ProviderType
public interface NetworkPort {
    /**
     * Sends an Ethernet frame, without its check sequence. Allowed only at instruction boundaries,
     * as {@link Dma} is.
     */
    void send(byte[] data, int offset, int length);
}
