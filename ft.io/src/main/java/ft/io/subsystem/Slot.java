package ft.io.subsystem;

import ft.api.board.DeviceTreeNode;
import ft.api.device.Device;
import ft.api.device.DeviceException;
import ft.api.fault.Fault.Misbehaviour;
import ft.api.fields.StateFields;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.observer.DeviceLog;
import ft.api.observer.DeviceProbe;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.device.kit.DeviceNodes;
import ft.device.kit.state.SavedState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.osgi.service.log.LogLevel;

/**
 * A slot: what is in it, how it got there, and what it counted.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem; {@link #status} and {@link #occupant}
 * any thread, so the fields they read are volatile. There is a single writer.
 */
final class Slot {
    /** Options that say where things are on the host, of which a guest sees nothing. */
    private static final Set<String> HOST_OPTIONS = Set.of("image", "memory", "pcap", "host");

    /** What a guest sees of what has become of a slot. */
    enum Change {
        NONE,
        CAME,
        LEFT,
        REPLACED
    }

    /** How far a device is on its way out. */
    private enum Leaving {
        NO,
        ASKED,
        EJECTED
    }

    private final SlotDescription description;
    private final boolean brought;
    private final int index;
    private final Backplane backplane;
    private final DeviceDirectory directory;

    private volatile Attachment occupant;
    private volatile String problem = "";
    private volatile long reads;
    private volatile long writes;
    private volatile long aborts;
    private volatile long errors;

    /** What was injected; null while nothing is. */
    private SlotFaults faults;

    /** State of the device that left, for the one that comes. */
    private Carried carried;

    /** Providers whose devices would not work; they are not asked again before the next reset. */
    private final Set<DeviceProvider> refused = new HashSet<>();

    /** The type that belongs here by the description or, in a bay, by the plan. */
    private volatile String belongs;

    /** The type that an operator has put into a bay, or {@code ""}. */
    private volatile String chosen = "";

    /** Whether an operator has taken the device out. */
    private volatile boolean parked;

    /** Whether an operator has put something here that has not come yet. */
    private boolean ordered;

    private Leaving leaving = Leaving.NO;
    private long deadline;

    /** Whether a guest has been shown that there is such a slot. */
    private boolean seen;

    Slot(
            SlotDescription description,
            boolean brought,
            int index,
            Backplane backplane,
            DeviceDirectory directory) {
        this.description = description;
        this.brought = brought;
        this.index = index;
        this.backplane = backplane;
        this.directory = directory;
        belongs = description.isBay() ? "" : description.device();
    }

    SlotDescription description() {
        return description;
    }

    /** Whether a bundle has brought it along. */
    boolean isBrought() {
        return brought;
    }

    /** Whether the description does not say what is in it. */
    boolean isOpen() {
        return brought || description.isBay();
    }

    boolean wasSeen() {
        return seen;
    }

    void seen() {
        seen = true;
    }

    int index() {
        return index;
    }

    SlotFaults faults() {
        return faults;
    }

    void faults(SlotFaults injected) {
        faults = injected;
    }

    /** Whether a fault keeps the device from doing anything by itself. */
    boolean isHung() {
        return faults != null && faults.isHung();
    }

    /** The device that is in the slot, or null. */
    Attachment occupant() {
        return occupant;
    }

    /** The node of its device; one that brings none gets one, unless it has a slot of its own. */
    Optional<DeviceTreeNode> deviceTree() {
        Attachment current = occupant;
        if (current == null) {
            return Optional.empty();
        }
        Optional<DeviceTreeNode> own = current.device().deviceTree();
        String type = current.provider().type();
        return own.isPresent() || !isOpen()
                ? own
                : Optional.of(DeviceNodes.of(type, current, "ft," + type));
    }

    SlotStatus status() {
        Attachment current = occupant;
        boolean present = current != null;
        String type = wanted();
        return new SlotStatus(
                description,
                present,
                present ? current.provider().type() : type.isEmpty() ? belongs : type,
                present ? current.provider().origin() : "",
                present ? "" : problem,
                reads,
                writes,
                aborts,
                errors);
    }

    /** The type that is to be here now, or {@code ""}. */
    private String wanted() {
        if (parked) {
            return "";
        }
        return chosen.isEmpty() ? belongs : chosen;
    }

    /** Says which type belongs into a bay. */
    void belongs(String type) {
        belongs = type;
    }

    /** The type that an operator wants in a bay instead of the one that belongs there. */
    String chosen() {
        return chosen;
    }

    /** Where the device came from; empty without one. */
    Optional<PartStatus> part() {
        Attachment current = occupant;
        if (current == null) {
            return Optional.empty();
        }
        DeviceProvider provider = current.provider();
        return Optional.of(
                new PartStatus(
                        backplane.number(),
                        PartKind.DEVICE,
                        description.name(),
                        provider.bundle(),
                        provider.version(),
                        directory.has(provider)));
    }

    /** Power-on reset; a device that would not work gets another chance. */
    void reset(boolean mayCome) {
        reads = 0;
        writes = 0;
        aborts = 0;
        errors = 0;
        carried = null;
        refused.clear();
        chosen = "";
        parked = false;
        ordered = false;
        leaving = Leaving.NO;
        update(mayCome);
        Attachment current = occupant;
        if (current != null) {
            current.reset();
            guarded(current.device()::reset);
        }
    }

    /** Tells the device that its board goes; one that hangs has nothing to say any more. */
    void eject() {
        Attachment current = occupant;
        if (current != null) {
            act(current.device()::eject);
        }
    }

    /**
     * Puts something here at the next {@link #update}.
     *
     * @throws IllegalArgumentException with one sentence if it cannot come
     */
    void plug(String type) {
        require(occupant == null, "Slot %s has a device already; unplug it first", name());
        require(
                type.isEmpty() || type.equals(belongs) || description.isBay(),
                "Slot %s is for the device type %s, not for %s",
                name(),
                description.device(),
                type);
        String coming = type.isEmpty() ? belongs : type;
        require(!coming.isEmpty(), "Nothing belongs into slot %s; say which device type", name());
        List<DeviceProvider> able = directory.of(coming);
        require(!able.isEmpty(), "%s", nobodyProvides(coming));
        String misfit = able.get(0).needs().misfit(description);
        require(misfit.isEmpty(), "The device type %s %s", coming, misfit);
        chosen = description.isBay() && !coming.equals(belongs) ? coming : "";
        parked = false;
        ordered = true;
        refused.clear();
    }

    /**
     * Begins to take the device out.
     *
     * @throws IllegalArgumentException with one sentence if there is none
     */
    void unplug() {
        require(occupant != null, "Slot %s is empty already", name());
        require(leaving == Leaving.NO, "The device in slot %s is on its way out already", name());
        leaving = Leaving.ASKED;
    }

    private static void require(boolean condition, String sentence, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(sentence.formatted(arguments));
        }
    }

    private String name() {
        return description.name();
    }

    /** Whether an operator wants the device out, and it has not been told yet. */
    boolean isAskedToLeave() {
        return leaving == Leaving.ASKED;
    }

    /** Whether the device was told to leave. */
    boolean isLeaving() {
        return leaving == Leaving.EJECTED;
    }

    /** Guest time at which a device that was told to leave does so anyway. */
    long deadline() {
        return deadline;
    }

    /** Tells the device that it goes. */
    void beginToLeave(long until) {
        leaving = Leaving.EJECTED;
        deadline = until;
        eject();
    }

    /** Takes the device out, where it stays out. */
    void park() {
        parked = true;
        chosen = "";
        vacate(true);
        problem =
                "Slot %s is empty: its device was unplugged; ft:plug %s puts it back."
                        .formatted(name(), name());
    }

    /** Whether an operator put here what comes now; only once. */
    boolean takeOrdered() {
        boolean taken = ordered;
        ordered = false;
        return taken;
    }

    boolean isOrdered() {
        return ordered;
    }

    /** Whether its device has gone, nobody else has one, and its bundle is only being updated. */
    boolean awaitsUpdate() {
        Attachment current = occupant;
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
        if (before == null && !mayCome && !ordered) {
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

    private Carried carriedTo(DeviceProvider provider) {
        return carried != null && carried.type.equals(provider.type()) ? carried : null;
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
            guarded(() -> carried = save(gone));
        }
        guarded(gone.device()::detach);
        gone.end();
        occupant = null;
        leaving = Leaving.NO;
        gone.provider().release(gone.device());
    }

    long read(long offset, int size) {
        DeviceProbe probe = backplane.probe();
        if (probe == null) {
            return readUnseen(offset, size);
        }
        String register = register(offset, false);
        long aborted = aborts;
        long data = readUnseen(offset, size);
        tell(probe, offset, register, size, false, data, aborts == aborted);
        return data;
    }

    private long readUnseen(long offset, int size) {
        Attachment current = occupant;
        Misbehaviour misbehaviour = current == null || faults == null ? null : faults.access();
        if (current != null && !refuses(misbehaviour)) {
            try {
                long data = current.device().read(offset, size);
                reads++;
                return misbehaviour == Misbehaviour.WRONG ? data ^ 1 : data;
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                failed(e);
            }
        }
        aborts++;
        return backplane.abort(description.base() + offset, size, false);
    }

    void write(long offset, int size, long value) {
        DeviceProbe probe = backplane.probe();
        if (probe == null) {
            writeUnseen(offset, size, value);
            return;
        }
        String register = register(offset, true);
        long aborted = aborts;
        writeUnseen(offset, size, value);
        tell(probe, offset, register, size, true, value, aborts == aborted);
    }

    private void tell(
            DeviceProbe probe,
            long offset,
            String register,
            int size,
            boolean write,
            long value,
            boolean answered) {
        probe.access(
                backplane.clock(),
                description.name(),
                description.base(),
                offset,
                register,
                size,
                write,
                value,
                answered);
    }

    /** A name may be wrong or missing, and disturbs nothing. */
    private String register(long offset, boolean write) {
        Attachment current = occupant;
        try {
            return current == null ? "" : current.device().register(offset, write);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            return "";
        }
    }

    private void writeUnseen(long offset, int size, long value) {
        Attachment current = occupant;
        Misbehaviour misbehaviour = current == null || faults == null ? null : faults.access();
        if (current != null && !refuses(misbehaviour)) {
            try {
                current.device().write(offset, size, value);
                writes++;
                return;
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                failed(e);
            }
        }
        aborts++;
        backplane.abort(description.base() + offset, size, true);
    }

    /** Runs what the device does by itself, unless it hangs. */
    void act(Runnable code) {
        if (!isHung()) {
            guarded(code);
        }
    }

    private boolean refuses(Misbehaviour misbehaviour) {
        if (misbehaviour == Misbehaviour.ERROR) {
            countError("the device answered with an error (injected).", null);
        } else if (misbehaviour == Misbehaviour.HANG) {
            countError("the device did not answer in time (injected).", null);
        }
        return misbehaviour == Misbehaviour.ERROR || misbehaviour == Misbehaviour.HANG;
    }

    /**
     * Runs code of the device; what comes out of it is counted and logged and disturbs nothing
     * else. Linkage errors are what the code of a bundle that is just stopped may throw.
     *
     * @return whether nothing came out
     */
    boolean guarded(Runnable code) {
        boolean good = true;
        try {
            code.run();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            good = false;
            failed(e);
        }
        backplane.throwBoardFailure();
        return good;
    }

    /**
     * Counts an error, and logs the 1st, 2nd, 4th, 8th... so that a storm does not fill the log.
     */
    void countError(String sentence, Throwable cause) {
        long count = errors + 1;
        errors = count;
        log(LogLevel.WARN, () -> sentence);
        if (Long.bitCount(count) == 1) {
            backplane
                    .log()
                    .warn(
                            "IO subsystem %d, slot %s, error %d: %s"
                                    .formatted(
                                            backplane.number(),
                                            description.name(),
                                            count,
                                            sentence),
                            cause);
        }
    }

    /**
     * Names what is in the slot and what it counted.
     *
     * @throws IllegalArgumentException with one sentence when what was saved is not here, or is
     *     refused
     */
    void state(StateFields fields) {
        fields.version(1);
        reads = fields.number("reads", reads);
        writes = fields.number("writes", writes);
        aborts = fields.number("aborts", aborts);
        errors = fields.number("errors", errors);
        if (faults == null) {
            new SlotFaults(null, description.name()).state(fields);
        } else {
            faults.state(fields);
            faults = faults.isEmpty() ? null : faults;
        }
        if (isOpen()) {
            belongs = fields.text("belongs", belongs);
            chosen = fields.text("chosen", chosen);
        }
        parked = fields.flag("parked", parked);
        ordered = fields.flag("ordered", ordered);
        Leaving left = Leaving.valueOf(fields.text("leaving", leaving.name()));
        deadline = fields.number("deadline", deadline);
        String type = fields.text("type", occupant == null ? "" : occupant.provider().type());
        if (!fields.flag("present", occupant != null)) {
            vacate(false); // a device that has come since comes at the next boundary
            return;
        }
        if (fields.isLoading()) {
            require(type);
            leaving = left;
        }
        Attachment current = occupant;
        requireOptions(fields);
        try {
            current.device().state(fields.part("device", current.device()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Slot %s, %s: %s".formatted(name(), current.provider().type(), e), e);
        }
        current.state(fields.part("place", this));
    }

    /** Makes sure that a device of this type is here, whose state is loaded next. */
    private void require(String type) {
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

    private void requireOptions(StateFields fields) {
        Map<String, String> own = new TreeMap<>(description.options());
        own.keySet().removeAll(HOST_OPTIONS);
        String saved = fields.text("options", own.toString());
        if (!saved.equals(own.toString())) {
            throw new IllegalArgumentException(
                    "Slot %s was saved with the options %s and has %s here; give it the same."
                            .formatted(description.name(), saved, own));
        }
    }

    /** What the device logs, if somebody wants to hear it. */
    void log(LogLevel level, Supplier<String> text) {
        DeviceLog log = backplane.deviceLog();
        if (log.wants(description.name(), level)) {
            log.log(backplane.clock(), description.name(), level, text.get());
        }
    }

    private void failed(Throwable cause) {
        backplane.throwBoardFailure();
        countError("the device failed with " + cause + ".", cause);
    }

    /**
     * Takes a device in.
     *
     * @param state of the one that left, or null
     * @param goesOn whether it goes on as that one; else it keeps what outlives a power-on reset
     * @return whether it does
     */
    private boolean occupy(DeviceProvider provider, Carried state, boolean goesOn) {
        String misfit = provider.needs().misfit(description);
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
                load(attachment, state);
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
            guarded(attachment.device()::reset);
        }
        occupant = attachment;
        if (backplane.isEjected()) {
            eject();
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
        Attachment attachment = new Attachment(this, backplane, provider, device);
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
        countError(sentence.formatted(provider.type(), why) + ".", cause);
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

    /** Fields of the device, and what the slot held for it; a device may name its fields freely. */
    private record Carried(String type, SavedState device, SavedState place) {}

    private static Carried save(Attachment attachment) {
        SavedState.Saver device = SavedState.saver();
        attachment.device().state(device);
        SavedState.Saver place = SavedState.saver();
        attachment.state(place);
        return new Carried(attachment.provider().type(), device.done(), place.done());
    }

    private static void load(Attachment attachment, Carried state) {
        attachment.device().state(state.device().loader());
        attachment.state(state.place().loader());
    }
}
