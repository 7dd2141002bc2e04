package ft.api.io;

import ft.api.board.DeviceTreeNode;
import ft.api.fault.FaultSite;
import ft.api.fields.StateFields;
import ft.api.observer.DeviceLog;
import ft.api.observer.DeviceProbe;
import ft.api.part.PartStatus;
import ft.api.slot.PowerRequest;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An IO subsystem 120: slots with devices, interrupt lines, and the DMA/shared resource controller
 * 122. IO is not lock-stepped; it is made redundant by the mirroring the guest does (P6 [0036]).
 *
 * <p><b>Threading:</b> one thread owns an IO subsystem at a time, as with a CPU subsystem. {@link
 * #send}, {@link #slots} and {@link #devices} may be called by any thread.
 */
@ProviderType
public interface IoSubsystem extends AutoCloseable {
    /** Power-on reset of every device. */
    void reset();

    /**
     * Content of the boot ROM.
     *
     * @return at most {@link ft.api.board.BoardMap#ROM_SIZE} bytes
     */
    byte[] rom();

    /** Device tree nodes of all devices in their slots. */
    List<DeviceTreeNode> deviceTree();

    /**
     * Reads a register.
     *
     * @param offset from the start of this IO subsystem's window
     * @param size 1, 2, 4 or 8
     * @param clock clock of the requesting CPU subsystem
     * @return the data; all ones where nothing answers (master abort, counted)
     */
    long read(long offset, int size, long clock);

    /** Writes a register; dropped and counted where nothing answers. */
    void write(long offset, int size, long value, long clock);

    /**
     * Runs what is due at an instruction boundary, in a fixed order: host input, alarms up to the
     * clock, requested work. Inbound DMA happens in here only.
     */
    void boundary(long clock);

    /** Whether {@link #boundary} has anything to do at this clock. */
    boolean due(long clock);

    /**
     * Its board has been pulled and loses power soon: every device is told ({@link
     * ft.api.device.Device#eject()}). Called before the {@link #boundary} of that clock. Power-on
     * reset ends it.
     */
    void eject(long clock);

    /** Clock of the next alarm, {@link Long#MAX_VALUE} if none. */
    long nextAlarm();

    /** Levels of the interrupt lines: bit <i>n</i> is interrupt <i>n</i> of this IO subsystem. */
    int interruptLines();

    /** What a device asked of the board since the last call. */
    Optional<PowerRequest> takePowerRequest();

    /** The DMA/shared resource controller. */
    SharedResources sharedResources();

    /**
     * Queues host input for a device's channel; it enters at the next boundary.
     *
     * @throws IllegalArgumentException with one sentence when there is no such slot or channel
     */
    void send(String slot, String channel, byte[] data);

    /** Channels that devices have opened, as {@code slot/channel}, in slot order. Any thread. */
    List<String> channels();

    /**
     * Puts a device into a slot at the next boundary; the guest sees it come. The owner's thread.
     *
     * @param device its type; {@code ""} for the one that belongs there
     * @throws IllegalArgumentException with one sentence when there is no such slot, it is not
     *     empty, or no bundle has a device that fits
     */
    void plug(String slot, String device);

    /**
     * Takes a device out of its slot, where it stays out until {@link #plug} or power on. Its
     * {@link ft.api.device.Device#eject()} is called, and the guest is {@linkplain
     * HotPlugRegister#ATTENTION asked} to let it go. The owner's thread.
     *
     * @throws IllegalArgumentException with one sentence when there is no such slot, or it is empty
     */
    void unplug(String slot);

    /**
     * Says what became of a slot, as a record has it, for the next boundary or reset. For while the
     * {@linkplain #connectHost host} is away: then devices come with this and {@link #plug} only.
     * The owner's thread.
     *
     * @param device type of the device that came, {@code ""} if it left
     * @throws IllegalArgumentException with one sentence when no bundle has that device
     */
    void replug(String slot, String device);

    /**
     * What is installed and in no slot though it ought to be, and why: a sentence each, in
     * alphabetical order. Any thread.
     */
    List<String> refusals();

    /** Hears of all host input that a device receives; one sink, set before power on. */
    void input(InputSink sink);

    /**
     * Whether the host is there for devices, as it is at first. Without it what a host's end of a
     * channel {@linkplain ft.api.slot.HostChannel#enter enters} is dropped, with what is on its way
     * when the host goes, and devices send nothing there ({@link
     * ft.api.slot.DeviceContext#hasHost()}): input comes by {@link #send} only, from a record. The
     * owner's thread, or any while that stands still.
     */
    void connectHost(boolean connected);

    /** Where everything that devices send to the host goes; one sink, set before power on. */
    void output(OutputSink sink);

    /** Where everything that devices log goes; one listener, set before power on. */
    void log(DeviceLog log);

    /**
     * Where the frames go that the networks of this IO subsystem have for the other IO subsystems
     * of the server; set before power on.
     */
    void uplink(FrameSink sink);

    /**
     * Lets somebody hear what goes on with the devices from now on; nobody with null. Called by the
     * thread that owns this IO subsystem. Nothing is slower while nobody hears.
     */
    void probe(DeviceProbe probe);

    /**
     * Takes a frame from the uplink of another IO subsystem; it enters at the first boundary at or
     * after this clock. Called while that one has its {@link #boundary}.
     */
    void frame(String network, long clock, byte[] frame);

    /** All slots, in the order of the description. */
    List<SlotStatus> slots();

    /** Where the devices in the slots came from, in the same order; empty slots left out. */
    List<PartStatus> devices();

    /**
     * Where faults of devices, of the DMA engine and of its checksum unit are injected. It sees the
     * trigger {@link ft.api.fault.Trigger.AtDevice}. Power-on reset ends what has struck.
     */
    FaultSite faults();

    /** Requests that nothing answered since power on. May be called by any thread. */
    MasterAborts masterAborts();

    /**
     * Names everything that decides how it goes on: registers, devices and what is on its way to
     * them, locks, faults. Between boundaries only; loaded into a new one of equal slots.
     */
    void state(StateFields fields);

    /** Detaches every device. */
    @Override
    void close();

    /** Takes frames to the other IO subsystems. */
    @ProviderType
    @FunctionalInterface
    interface FrameSink {
        /** Called by the thread that owns the IO subsystem, within {@link #boundary}. */
        void frame(String network, long clock, byte[] frame);
    }

    /** Hears of host input. */
    @ProviderType
    @FunctionalInterface
    interface InputSink {
        /**
         * Called by the thread that owns the IO subsystem, within {@link #boundary}, before the
         * device receives it.
         */
        void input(String slot, String channel, byte[] data);

        /**
         * Bundles have brought or taken a device, and the guest sees it; not called for what {@link
         * IoSubsystem#plug} and {@link IoSubsystem#unplug} do. Called likewise; and within {@link
         * IoSubsystem#reset} with every bay that has a device.
         *
         * @param device type of the device that came, {@code ""} if it left
         * @param bundle symbolic name and version of its bundle, {@code ""} if it left
         */
        default void plugged(String slot, String device, String bundle) {}

        /** Something that an operator wants to hear, in one sentence. Called likewise. */
        default void told(String sentence) {}
    }

    /** Takes what devices send to the host. */
    @ProviderType
    @FunctionalInterface
    interface OutputSink {
        /**
         * Called by the thread that owns the IO subsystem.
         *
         * @param clock clock of the request or boundary that caused it
         */
        void output(String slot, String channel, long clock, byte[] data, int offset, int length);
    }
}
