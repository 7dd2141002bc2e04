package ft.api.device;

import ft.api.slot.DeviceContext;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives what the host sent into a channel; see {@link DeviceContext#channel}. */
@ConsumerType
@FunctionalInterface
public interface ChannelReceiver {
    /** Called at an instruction boundary. */
    void receive(byte[] data);
}
