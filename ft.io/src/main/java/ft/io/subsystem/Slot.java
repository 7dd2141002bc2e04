package ft.io.subsystem;

import ft.api.board.DeviceTreeNode;
import ft.api.fault.Fault.Misbehaviour;
import ft.api.fields.StateFields;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.observer.DeviceLog;
import ft.api.observer.DeviceProbe;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.device.kit.DeviceNodes;
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

    private final SlotDescription description;
    private final boolean brought;
    private final int index;
    private final Backplane backplane;
    private final Occupancy occupancy;

    private volatile long reads;
    private volatile long writes;
    private volatile long aborts;
    private volatile long errors;

    /** What was injected; null while nothing is. */
    private SlotFaults faults;

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
        occupancy = new Occupancy(this, backplane, directory);
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
        return occupancy.occupant();
    }

    /** Who is in the slot, and how that changes. */
    Occupancy occupancy() {
        return occupancy;
    }

    /** The node of its device; one that brings none gets one, unless it has a slot of its own. */
    Optional<DeviceTreeNode> deviceTree() {
        Attachment current = occupant();
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
        Attachment current = occupant();
        boolean present = current != null;
        return new SlotStatus(
                description,
                present,
                present ? current.provider().type() : occupancy.expected(),
                present ? current.provider().origin() : "",
                present ? "" : occupancy.problem(),
                reads,
                writes,
                aborts,
                errors);
    }

    /** Where the device came from; empty without one. */
    Optional<PartStatus> part() {
        Attachment current = occupant();
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
                        provider.isInstalled()));
    }

    /** Power-on reset; a device that would not work gets another chance. */
    void reset(boolean mayCome) {
        reads = 0;
        writes = 0;
        aborts = 0;
        errors = 0;
        occupancy.reset(mayCome);
        Attachment current = occupant();
        if (current != null) {
            current.reset();
            guarded(current.device()::reset);
        }
    }

    /** Tells the device that its board goes; one that hangs has nothing to say any more. */
    void eject() {
        Attachment current = occupant();
        if (current != null) {
            act(current.device()::eject);
        }
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
        Attachment current = occupant();
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
        Attachment current = occupant();
        try {
            return current == null ? "" : current.device().register(offset, write);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            return "";
        }
    }

    private void writeUnseen(long offset, int size, long value) {
        Attachment current = occupant();
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
        if (!occupancy.state(fields)) {
            return;
        }
        Attachment current = occupant();
        requireOptions(fields);
        try {
            current.device().state(fields.part("device", current.device()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Slot %s, %s: %s".formatted(description.name(), current.provider().type(), e),
                    e);
        }
        current.state(fields.part("place", this));
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
}
