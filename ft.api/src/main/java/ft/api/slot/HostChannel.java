package ft.api.slot;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A device's connection to the world outside the emulated server. What goes out is kept with its
 * guest time; what comes in enters at an instruction boundary and can be recorded.
 */
@ProviderType
public interface HostChannel {
    /** Sends bytes to the host. */
    void send(byte[] data, int offset, int length);

    /** Sends one byte to the host. */
    void send(int data);

    /**
     * Takes bytes as if the host had sent them: for a device that holds the host's end of the
     * channel itself, such as a socket. May be called by any thread; dropped once the device has
     * left its slot.
     */
    void enter(byte[] data);
}
