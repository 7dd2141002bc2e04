package ft.io.subsystem;

import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fields.StateFields;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in a slot, and how devices come into it, take over from each other and leave it.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem; {@link #occupant}, {@link #expected}
 * and {@link #problem} any thread.
 */
final class Occupancy {
    /** What a guest sees of what has become of a slot. */
    enum Change {
        NONE,
        CAME,
        LEFT,
        REPLACED
    }

    private final Slot slot;
    private final Backplane backplane;
    private final DeviceDirectory directory;
    private final SlotOrders orders = new SlotOrders();

    private volatile Attachment occupant;
    private volatile String problem = "";

    /** State of the device that left, for the one that comes. */
    private CarriedState carried;

    /** Providers whose devices would not work; they are not asked again before the next reset. */
    private final Set<DeviceProvider> refused = new HashSet<>();

    /** The type that belongs here by the description or, in a bay, by the plan. */
    private volatile String belongs;

    Occupancy(Slot slot, Backplane backplane, DeviceDirectory directory) {
        this.slot = slot;
        this.backplane = backplane;
        this.directory = directory;
        belongs = slot.description().isBay() ? "" : slot.description().device();
    }

    /** The device that is here, or null. */
    Attachment occupant() {
        return occupant;
    }

    /** Why nothing is here, in one sentence, or {@code ""}. */
    String problem() {
        return problem;
    }

    /** What an operator wants. */
    SlotOrders orders() {
        return orders;
    }

    /** The type that is to be here now, or {@code ""}. */
    private String wanted() {
        if (orders.isParked()) {
            return "";
        }
        return orders.chosen().isEmpty() ? belongs : orders.chosen();
    }

    /** The type that is to be here, now or some time, or {@code ""}. */
    String expected() {
        String type = wanted();
        return type.isEmpty() ? belongs : type;
    }

    /** Says which type belongs into a bay. */
    void belongs(String type) {
        belongs = type;
    }

    private String name() {
        return slot.description().name();
    }

    /** Power-on reset; a device that would not work gets another chance. */
    void reset(boolean mayCome) {
        carried = null;
        refused.clear();
        orders.reset();
        update(mayCome);
    }

    /**
     * Puts something here at the next {@link #update}.
     *
     * @throws IllegalArgumentException with one sentence if it cannot come
     */
    void plug(String type) {
        boolean bay = slot.description().isBay();
        require(occupant == null, "Slot %s has a device already; unplug it first", name());
        require(
                type.isEmpty() || type.equals(belongs) || bay,
                "Slot %s is for the device type %s, not for %s",
                name(),
                slot.description().device(),
                type);
        String coming = type.isEmpty() ? belongs : type;
        require(!coming.isEmpty(), "Nothing belongs into slot %s; say which device type", name());
        List<DeviceProvider> able = directory.of(coming);
        require(!able.isEmpty(), "%s", nobodyProvides(coming));
        String misfit = able.get(0).needs().misfit(slot.description());
        require(misfit.isEmpty(), "The device type %s %s", coming, misfit);
        orders.plug(bay && !coming.equals(belongs) ? coming : "");
        refused.clear();
    }

    /**
     * Begins to take the device out.
     *
     * @throws IllegalArgumentException with one sentence if there is none
     */
    void unplug() {
        require(occupant != null, "Slot %s is empty already", name());
        require(orders.unplug(), "The device in slot %s is on its way out already", name());
    }

    private static void require(boolean condition, String sentence, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(sentence.formatted(arguments));
        }
    }

    /** Takes the device out, where it stays out. */
    void park() {
        orders.park();
        vacate(true);
        problem =
                "Slot %s is empty: its device was unplugged; ft:plug %s puts it back."
                        .formatted(name(), name());
    }

    /** Whether its device has gone, nobody else has one, and its bundle is only being updated. */
    boolean awaitsUpdate() {
        Attachment current = occupant();
        return current != null
                && directory.of(current.provider().type()).isEmpty()
                && current.provider().mayReturn();
    }

    /**
     * Makes the slot hold a device of the best provider there is now, that works. One that takes
     * over from another of its type goes on with the state of that one, and the guest sees nothing
     * of it.
     *
     * @param mayCome whether something may come into an empty slot
     */
    Change update(boolean mayCome) {
        String type = wanted();
        List<DeviceProvider> able = type.isEmpty() ? List.of() : directory.of(type);
        refused.retainAll(able);
        Attachment before = occupant;
        boolean same = before != null && before.provider().type().equals(type);
        if (before == null && !mayCome && !orders.isOrdered()) {
            return Change.NONE;
        }
        if (same) {
            Optional<DeviceProvider> best =
                    able.stream().filter(each -> !refused.contains(each)).findFirst();
            if (best.isPresent() && best.get() == before.provider()) {
                return Change.NONE;
            }
        }
        vacate(true);
        boolean goesOn = occupyFirst(able, same);
        if (able.isEmpty()) {
            problem = type.isEmpty() ? "" : nobodyProvides(type) + ".";
        }
        if (occupant == null) {
            return before == null ? Change.NONE : Change.LEFT;
        }
        if (before == null) {
            return Change.CAME;
        }
        return goesOn ? Change.NONE : Change.REPLACED;
    }

    /**
     * Finds the first provider whose device works.
     *
     * @return whether the device goes on as the one before it
     */
    private boolean occupyFirst(List<DeviceProvider> able, boolean goesOn) {
        for (DeviceProvider provider : able) {
            if (!refused.contains(provider)) {
                boolean wentOn = occupy(provider, carriedTo(provider), goesOn);
                if (occupant != null) {
                    carried = null;
                    return wentOn;
                }
            }
        }
        return false;
    }

    private CarriedState carriedTo(DeviceProvider provider) {
        return carried != null && carried.type().equals(provider.type()) ? carried : null;
    }

    private String nobodyProvides(String type) {
        List<String> types = directory.types();
        return "Slot %s is empty: no bundle provides the device type %s; known types: %s"
                .formatted(name(), type, types.isEmpty() ? "none" : String.join(", ", types));
    }

    /** Takes the device out; the guest finds nothing there any more. */
    void vacate(boolean keepState) {
        Attachment gone = occupant;
        if (gone == null) {
            return;
        }
        if (keepState) {
            slot.guarded(() -> carried = CarriedState.of(gone));
        }
        slot.guarded(gone.device()::detach);
        gone.end();
        occupant = null;
        orders.left();
        gone.provider().release(gone.device());
    }

    /**
     * Names who is here and why; the device's own fields come behind that.
     *
     * @return whether a device is here
     * @throws IllegalArgumentException with one sentence when what was saved is not to be had
     */
    boolean state(StateFields fields) {
        belongs = slot.isOpen() ? fields.text("belongs", belongs) : belongs;
        boolean present = fields.flag("present", occupant != null);
        String type = fields.text("type", occupant == null ? "" : occupant.provider().type());
        if (fields.isLoading() && present) {
            ensure(type);
        } else if (fields.isLoading()) {
            vacate(false); // a device that has come since comes at the next boundary
        }
        orders.state(fields);
        return present;
    }

    /** Makes sure that a device of this type is here, whose state is loaded next. */
    private void ensure(String type) {
        if (!type.isEmpty() && (occupant == null || !occupant.provider().type().equals(type))) {
            vacate(false);
            List<DeviceProvider> able = directory.of(type);
            problem = able.isEmpty() ? nobodyProvides(type) + "." : problem;
            occupyFirst(able, false);
        }
        if (occupant == null) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Takes a device in.
     *
     * @param state of the one that left, or null
     * @param goesOn whether it goes on as that one; else it keeps what outlives a power-on reset
     * @return whether it does
     */
    private boolean occupy(DeviceProvider provider, CarriedState state, boolean goesOn) {
        String misfit = provider.needs().misfit(slot.description());
        if (!misfit.isEmpty()) {
            refuse(
                    provider,
                    "Slot %s is empty: the device type %s %s."
                            .formatted(name(), provider.type(), misfit),
                    null);
            return false;
        }
        Attachment attachment = attach(provider);
        if (attachment == null) {
            return false;
        }
        boolean loaded = state != null;
        if (loaded) {
            try {
                state.loadInto(attachment);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                loaded = false;
                notTakenOver(provider, e);
                // It may have loaded the half of it.
                leave(attachment);
                attachment = attach(provider);
                if (attachment == null) {
                    return false;
                }
            }
        }
        if (!loaded || !goesOn) {
            attachment.reset();
            slot.guarded(attachment.device()::reset);
        }
        occupant = attachment;
        if (backplane.isEjected()) {
            slot.eject();
        }
        return loaded && goesOn;
    }

    /** Attaches a new device; null, with the reason told, if that fails. */
    private Attachment attach(DeviceProvider provider) {
        Device device;
        try {
            device = provider.take();
        } catch (RuntimeException | LinkageError e) {
            refuse(provider, madeNone(provider) + " (" + e + ").", e);
            return null;
        }
        if (device == null) {
            refuse(provider, madeNone(provider) + ".", null);
            return null;
        }
        Attachment attachment = new Attachment(slot, backplane, provider, device);
        try {
            device.attach(attachment);
            return attachment;
        } catch (DeviceException e) {
            refuse(attachment, e.getMessage(), e);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            refuse(
                    attachment,
                    "Slot %s is empty: its device failed when it was attached (%s)."
                            .formatted(name(), e),
                    e);
        }
        return null;
    }

    private String madeNone(DeviceProvider provider) {
        return "Slot %s is empty: the bundle of the device type %s gives no device"
                .formatted(name(), provider.type());
    }

    private void notTakenOver(DeviceProvider provider, Throwable cause) {
        String why = cause instanceof IllegalArgumentException ? cause.getMessage() : "" + cause;
        String sentence =
                "the state of the %s that left is not taken over: %s; the new one begins as after"
                        + " a power-on reset";
        slot.countError(sentence.formatted(provider.type(), why) + ".", cause);
        backplane
                .inputSink()
                .told("Slot " + name() + ": " + sentence.formatted(provider.type(), why));
    }

    private static void leave(Attachment attachment) {
        try {
            attachment.device().detach();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            attachment.error("the device failed when it was detached with " + e + ".");
        }
        attachment.end();
        attachment.provider().release(attachment.device());
    }

    private void refuse(Attachment attachment, String sentence, Throwable cause) {
        attachment.end();
        attachment.provider().release(attachment.device());
        refuse(attachment.provider(), sentence, cause);
    }

    private void refuse(DeviceProvider provider, String sentence, Throwable cause) {
        problem = sentence;
        refused.add(provider);
        backplane.log().warn(sentence, cause);
        backplane.inputSink().told(sentence);
    }
}
