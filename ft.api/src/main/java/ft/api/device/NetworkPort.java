package ft.api.device;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** A device's port of a switch, see {@link DeviceContext#network}. */
@ProviderType
public interface NetworkPort {
    /**
     * Sends an Ethernet frame, without its check sequence. Allowed only at instruction boundaries,
     * as {@link Dma} is.
     */
    void send(byte[] data, int offset, int length);

    /** Receives frames. */
    @ConsumerType
    @FunctionalInterface
    interface Receiver {
        /** Called at an instruction boundary. The frame is not to be changed. */
        void receive(byte[] frame);
    }
}
