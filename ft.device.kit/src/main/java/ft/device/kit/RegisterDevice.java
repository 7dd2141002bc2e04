package ft.device.kit;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import ft.api.slot.DeviceContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A device that is a table of registers and what they do. Accesses of every size, names, reset,
 * state, options that do not exist, and a window that is too small are taken care of.
 *
 * <pre>{@code
 * @Component(
 *         service = Device.class,
 *         scope = ServiceScope.PROTOTYPE,
 *         property = Device.TYPE + "=counter")
 * public final class Counter extends RegisterDevice {
 *     private final Register count =
 *             register(0x0, "COUNT", Access.READ_WRITE).onRead(this::next);
 *
 *     private long next() {
 *         long now = count.get();
 *         count.set(now + 1);
 *         return now;
 *     }
 * }
 * }</pre>
 *
 * <p>What is not a register is the device's own: {@link #onAttach}, {@link #onReset}, {@link
 * #onState}.
 */
public abstract class RegisterDevice implements Device {
    private static final String[] NO_OPTIONS = {};
    private static final int WORD = 4;

    private final RegisterBank registers;
    private String[] options = NO_OPTIONS;
    private BooleanSupplier interrupt;
    private String node;
    private String[] compatible;
    private DeviceContext context;

    /** With registers of 32 bits. */
    protected RegisterDevice() {
        this(WORD);
    }

    /**
     * With registers of another width.
     *
     * @param width in bytes, of every register that does not say otherwise
     */
    protected RegisterDevice(int width) {
        registers = new RegisterBank(width);
    }

    /** Describes a register; see {@link RegisterBank#register}. */
    protected final Register register(long offset, String name, Access access) {
        return registers.register(offset, name, access);
    }

    /** Describes a register that never changes; see {@link RegisterBank#constant}. */
    protected final Register constant(long offset, String name, long value) {
        return registers.constant(offset, name, value);
    }

    /** Lets no register take narrow writes; see {@link Register#wholeWrites}. */
    protected final void wholeWrites() {
        registers.wholeWrites();
    }

    /** Says which options a slot with this device can have; without it, none. */
    protected final void options(String... names) {
        options = names.clone();
    }

    /** Says when the interrupt line is high; looked at after every access and reset. */
    protected final void interruptWhile(BooleanSupplier high) {
        interrupt = high;
    }

    /**
     * Wants a node in the device tree, with the slot's address, window and interrupt.
     *
     * @param name such as {@code serial}; the address is added
     * @param drivers what drivers look for, such as {@code ns16550a}
     */
    protected final void node(String name, String... drivers) {
        node = name;
        compatible = drivers.clone();
    }

    /** What the device was given; from {@link #onAttach} on. */
    protected final DeviceContext context() {
        return context;
    }

    /** The registers. */
    public final RegisterBank registers() {
        return registers;
    }

    /**
     * Drives the interrupt line. To be called when work, an alarm or the host has changed what it
     * depends on; after accesses it is called anyway.
     */
    protected final void drive() {
        if (interrupt != null) {
            context.interrupt().level(interrupt.getAsBoolean());
        }
    }

    /**
     * Reads options, makes alarms and channels.
     *
     * @throws DeviceException as {@link Device#attach}
     */
    protected void onAttach() throws DeviceException {}

    /** Resets what is not a register. */
    protected void onReset() {}

    /** Version of the state; higher when what is in it has changed its meaning. */
    protected int stateVersion() {
        return 1;
    }

    /**
     * Names what is to be kept and is not a register.
     *
     * @param version of the state that is saved or loaded
     */
    protected void onState(StateFields fields, int version) {}

    /** Reads where there is no register, such as a memory inside the window. */
    protected long readElsewhere(long offset, int size) {
        return 0;
    }

    /** Writes where there is no register. */
    protected void writeElsewhere(long offset, int size, long value) {}

    @Override
    public final void attach(DeviceContext newContext) throws DeviceException {
        context = newContext;
        Options.allow(newContext, options);
        registers.attach(newContext);
        onAttach();
    }

    @Override
    public final void reset() {
        registers.reset();
        onReset();
        drive();
    }

    @Override
    public final long read(long offset, int size) {
        long data =
                registers.isAt(offset, size)
                        ? registers.read(offset, size)
                        : readElsewhere(offset, size);
        drive();
        return data;
    }

    @Override
    public final void write(long offset, int size, long value) {
        if (registers.isAt(offset, size)) {
            registers.write(offset, size, value);
        } else {
            writeElsewhere(offset, size, value);
        }
        drive();
    }

    @Override
    public final String register(long offset, boolean write) {
        return registers.name(offset, write);
    }

    @Override
    public final void state(StateFields fields) {
        int version = fields.version(stateVersion());
        registers.state(fields);
        onState(fields, version);
    }

    @Override
    public Optional<DeviceTreeNode> deviceTree() {
        return node == null
                ? Optional.empty()
                : Optional.of(DeviceNodes.of(node, context, compatible));
    }
}
