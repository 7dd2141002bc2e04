package ft.api.slot;

import ft.api.device.ChannelReceiver;
import ft.api.device.Device;
import ft.api.device.FrameReceiver;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.log.LogLevel;

/** What a device is given: its place on the board and the way to everything outside it. */
@ProviderType
public interface DeviceContext {
    /** Name of the slot, for messages. */
    String slot();

    /** Number of the IO subsystem the device is in. */
    int ioSubsystem();

    /** Physical address of the slot's window. */
    long base();

    /** Size of the slot's window in bytes. */
    long size();

    /** Options of the slot from the server description. */
    Map<String, String> options();

    /** The device's interrupt line. A slot without an interrupt has a line that goes nowhere. */
    InterruptLine interrupt();

    /** Access to main storage. */
    Dma dma();

    /** Guest time. */
    DeviceClock clock();

    /** Asks for one call of {@link Device#work()} at the next instruction boundary. */
    void requestWork();

    /**
     * Opens a channel to the host, such as the wire behind a UART or the cable of a network card.
     *
     * @param name unique within the device
     * @param receiver called at an instruction boundary with what came in
     */
    HostChannel channel(String name, ChannelReceiver receiver);

    /**
     * Whether the host is there. While it is not, because input comes from a record, a device that
     * holds the host's end of a channel itself sends nothing there. To be asked whenever something
     * would be sent.
     */
    boolean hasHost();

    /**
     * Joins a network of the server. All devices of the server that join a network of the same name
     * are on the same switch, in whatever IO subsystem they are; a frame takes until the next
     * instruction boundary, so that the history of a guest does not depend on the host.
     *
     * @param name name of the network
     * @param receiver called at an instruction boundary with each frame
     */
    NetworkPort network(String name, FrameReceiver receiver);

    /** Asks the board to power off or to boot again; carried out at the next boundary. */
    void request(PowerRequest request);

    /**
     * Tells whoever looks for a mistake in a driver what the device makes of what it is given. It
     * costs nothing unless somebody asked for this level of this slot: the text is made only then.
     */
    default void log(LogLevel level, Supplier<String> text) {}

    /** Counts and logs an error that the guest may not see; {@code sentence} is for the user. */
    void error(String sentence);
}
