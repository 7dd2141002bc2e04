package ft.api.device;

import ft.api.slot.DeviceContext;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives Ethernet frames from a switch; see {@link DeviceContext#network}. */
@ConsumerType
@FunctionalInterface
public interface FrameReceiver {
    /** Called at an instruction boundary. The frame is not to be changed. */
    void receive(byte[] frame);
}
