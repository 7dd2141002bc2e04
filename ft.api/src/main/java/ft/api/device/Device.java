package ft.api.device;

import ft.api.board.DeviceTreeNode;
import ft.api.fields.StateFields;
import ft.api.slot.Alarm;
import ft.api.slot.DeviceClock;
import ft.api.slot.DeviceContext;
import ft.api.slot.Dma;
import ft.api.slot.HostChannel;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device in a slot of an IO subsystem. Registered as a <em>prototype scope</em> service with the
 * property {@link #TYPE}; the IO subsystem takes an instance for each slot whose description names
 * that type.
 *
 * <pre>{@code
 * @Component(scope = ServiceScope.PROTOTYPE, property = Device.TYPE + "=counter")
 * public class Counter implements Device {
 *     private long count;
 *
 *     public long read(long offset, int size) {
 *         return count++;
 *     }
 *
 *     public void write(long offset, int size, long value) {
 *         count = value;
 *     }
 *
 *     public void state(StateFields fields) {
 *         count = fields.number("count", count);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threading:</b> all calls come from the thread that owns the IO subsystem, one at a time.
 *
 * <p><b>Determinism:</b> a device must not look at the host's clock, at threads or at random
 * numbers. Time is {@link DeviceClock}, host input comes through {@link HostChannel}.
 *
 * <p><b>Errors:</b> an exception out of {@link #read} or {@link #write} is a master abort for the
 * guest, is counted and logged, and disturbs nothing else.
 */
@ConsumerType
public interface Device {
    /** Service property that names the device type, such as {@code ns16550a}. */
    String TYPE = "ft.device";

    /**
     * Service property: bytes that the device's window has at least, a number such as {@code
     * 0x1000}. A slot with less stays empty and says why.
     */
    String SIZE = "ft.device.size";

    /** Service property: what the address of the window is a multiple of. */
    String ALIGNMENT = "ft.device.alignment";

    /** Service property: {@code true} if the device is of no use without an interrupt. */
    String INTERRUPT = "ft.device.interrupt";

    /**
     * Service property: {@code false} keeps the device out of {@linkplain
     * ft.api.io.SlotDescription#isBay() bays} unless an operator puts it there.
     */
    String BAY = "ft.device.bay";

    /**
     * Service property: slots of its own that the device brings along, a text or several in the
     * words of a server description without the type: {@code "meter io=0 base=0x240000 size=0x1000
     * irq=24"}. Without {@code io} every IO subsystem gets one, with its number behind the name. A
     * slot that overlaps another, or has an interrupt that is taken, is refused with one sentence.
     */
    String SLOT = "ft.device.slot";

    /**
     * Called once, before anything else, when the device is put into its slot.
     *
     * @throws DeviceException with one sentence when an option is wrong or a host resource (a disk
     *     image, say) cannot be had; the slot stays empty and the sentence is shown
     */
    default void attach(DeviceContext context) throws DeviceException {}

    /** Power-on reset: every register to its reset value, lines low, work in progress dropped. */
    default void reset() {}

    /**
     * Reads a register.
     *
     * @param offset from the start of the slot's window, a multiple of {@code size}
     * @param size 1, 2, 4 or 8 bytes
     * @return the data; bytes above {@code size} are ignored
     */
    long read(long offset, int size);

    /**
     * Writes a register.
     *
     * @param value zero-extended from {@code size}
     */
    void write(long offset, int size, long value);

    /**
     * Names a register as its data sheet does, for people who look at accesses; {@code ""} if there
     * is no name. Called right before the access, for what is behind an address may depend on the
     * device's state.
     */
    default String register(long offset, boolean write) {
        return "";
    }

    /**
     * Called at the instruction boundary at which the device asked for it with {@link
     * DeviceContext#requestWork()}. Only here, in an {@link Alarm} and in a {@link HostChannel}
     * receiver may a device use {@link Dma}.
     */
    default void work() {}

    /**
     * The IO board has been pulled, or an operator wants the device out of its slot: its ejector is
     * open, and power goes soon, with {@link #detach()} or {@link #reset()} to follow when it is
     * back. A device whose driver can be told that it goes tells it now, and answers what is open
     * with an error; a driver that waits for an answer that never comes may wait for good. Called
     * at an instruction boundary, before {@link #work()}. A board that loses power or its crosslink
     * without having been pulled has no time for that.
     */
    default void eject() {}

    /**
     * Names every field that must survive a snapshot, an update of the device's bundle or a move to
     * another host. The same method saves and loads: {@code x = fields.number("x", x)}. Called when
     * the device has been attached; what it loads is in place of a {@link #reset}.
     */
    default void state(StateFields fields) {}

    /** The node for the device tree, if the device wants one of its own making. */
    default Optional<DeviceTreeNode> deviceTree() {
        return Optional.empty();
    }

    /** Called once when the device leaves its slot; releases host resources. */
    default void detach() {}
}
