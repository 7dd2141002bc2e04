package ft.io.subsystem;

import ft.api.board.BoardMap;
import ft.api.board.DeviceTreeNode;
import ft.api.fields.StateFields;
import ft.api.io.HotPlugRegister;
import ft.api.io.SlotDescription;
import ft.api.slot.Alarm;
import ft.device.kit.DeviceNodes;
import ft.io.hotplug.HotPlugController;
import ft.io.subsystem.Occupancy.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The slots of an IO subsystem, and who comes into them and leaves them.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem; {@link #all} and {@link #refusals}
 * any thread.
 */
final class SlotBank {
    /** For how long a guest stands still, in host time, while bundles are being updated. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LOOK_EVERY_MILLIS = 10;

    /** Alarms of the board itself come before those of any slot. */
    private static final int BOARD = -1;

    private final Backplane backplane;
    private final DeviceDirectory directory;
    private final Placement placement;

    /** Null without bays. */
    private final HotPlugController hotPlug;

    private final int hotPlugSource;
    private final Alarm patience;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final Runnable watcher = () -> changed.set(true);

    /** What a record says of slots, by their names, for the next boundary or reset. */
    private final Map<String, String> script = new HashMap<>();

    /** Grows when bundles bring slots along. */
    private volatile List<Slot> slots = List.of();

    private Slot[] byBase = {};
    private boolean moving;

    SlotBank(List<SlotDescription> descriptions, Backplane backplane, DeviceDirectory directory) {
        SlotLayout.check(backplane.number(), descriptions);
        this.backplane = backplane;
        this.directory = directory;
        placement =
                new Placement(
                        BayPlan.Shape.of(descriptions),
                        backplane,
                        directory,
                        this::all,
                        slot -> add(slot, true));
        hotPlug = placement.hasBays() ? new HotPlugController() : null;
        int source = source(BoardMap.HOT_PLUG_INTERRUPT);
        hotPlugSource = hotPlug != null && source <= BoardMap.PLIC_SOURCES ? source : 0;
        patience = backplane.agenda().add(BOARD, 0, this::patienceEnds);
        descriptions.forEach(description -> add(description, false));
        directory.watch(watcher);
        rearrange(true, false);
    }

    List<Slot> all() {
        return slots;
    }

    List<String> refusals() {
        return placement.refusals();
    }

    /** The hot-plug controller; null without bays. */
    HotPlugController hotPlug() {
        return hotPlug;
    }

    /** The node of the hot-plug controller. */
    Optional<DeviceTreeNode> hotPlugNode() {
        long base = backplane.number() * BoardMap.IO_WINDOW_SIZE + BoardMap.HOT_PLUG_BASE;
        return hotPlug == null
                ? Optional.empty()
                : Optional.of(
                        DeviceNodes.of(
                                "hotplug",
                                base,
                                BoardMap.HOT_PLUG_SIZE,
                                hotPlugSource,
                                "ft,hotplug"));
    }

    private int source(int interrupt) {
        return interrupt == 0 ? 0 : backplane.number() * BoardMap.IO_SOURCES + interrupt;
    }

    /** The slot of a name. */
    Slot named(String name) {
        return slots.stream()
                .filter(slot -> slot.description().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(noSlot(name)));
    }

    /** The slot whose window has all of an access; null if there is none. */
    Slot at(long offset, int size) {
        int low = 0;
        int high = byBase.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            SlotDescription window = byBase[middle].description();
            if (offset < window.base()) {
                high = middle - 1;
            } else if (offset - window.base() >= window.size()) {
                low = middle + 1;
            } else {
                return offset - window.base() + size <= window.size() ? byBase[middle] : null;
            }
        }
        return null;
    }

    /** Power-on reset: what is there now is what was there from the beginning. */
    void reset() {
        if (hotPlug != null) {
            hotPlug.reset();
        }
        moving = false;
        boolean live = backplane.hasHost();
        if (live) {
            changed.set(false);
        }
        placement.arrange(live);
        for (Slot slot : slots) {
            String scripted = script.get(slot.description().name());
            if (!live && slot.isOpen()) {
                slot.occupancy().belongs(scripted == null ? "" : scripted);
            }
            slot.reset(live || !slot.isOpen() || scripted != null);
            show(slot);
            Attachment occupant = slot.occupant();
            if (live && occupant != null && slot.isOpen()) {
                tell(slot, occupant);
            }
        }
        script.clear();
        levelLine();
    }

    private void tell(Slot slot, Attachment occupant) {
        DeviceProvider provider = occupant.provider();
        backplane
                .inputSink()
                .plugged(slot.description().name(), provider.type(), provider.origin());
    }

    /** Whether {@link #boundary} has something to do. */
    boolean due() {
        return changed.get()
                || moving
                || !script.isEmpty()
                || hotPlug != null && hotPlug.hasReleased();
    }

    /** What comes and goes at a boundary. */
    void boundary() {
        if (!due()) {
            return;
        }
        if (changed.getAndSet(false) || moving || !script.isEmpty()) {
            moving = false;
            rearrange(backplane.hasHost(), true);
        }
        for (Slot slot : slots) {
            if (slot.occupancy().orders().isAskedToLeave()) {
                ask(slot);
            } else if (slot.occupancy().orders().isLeaving() && hotPlug.isReleased(slot.index())) {
                park(slot);
            }
        }
        levelLine();
    }

    /** Puts something into a slot at the next boundary. */
    void plug(String name, String type) {
        named(name).occupancy().plug(type);
        moving = true;
    }

    /** Takes something out of a slot, from the next boundary on. */
    void unplug(String name) {
        named(name).occupancy().unplug();
        moving = true;
    }

    /** Says what a record has of a slot. */
    void replug(String name, String type) {
        if (!type.isEmpty() && directory.of(type).isEmpty()) {
            throw new IllegalArgumentException(
                    "The record plugs the device type %s into slot %s, which no bundle provides"
                            .formatted(type, name));
        }
        named(name);
        script.put(name, type);
    }

    /** The host is there again, or has gone. */
    void hostConnected(boolean connected) {
        if (connected) {
            script.clear();
            changed.set(true);
        }
    }

    /** Names all slots, and what a guest is told of them. */
    void state(StateFields fields) {
        moving = fields.flag("moving", moving);
        String names = brought();
        String saved = fields.text("brought", names);
        if (!names.equals(saved)) {
            throw new IllegalArgumentException(
                    ("IO subsystem %d was saved with the slots %s that bundles have brought, and"
                                    + " has %s here; install the same bundles")
                            .formatted(
                                    backplane.number(),
                                    saved.isEmpty() ? "none" : saved,
                                    names.isEmpty() ? "none" : names));
        }
        for (Slot slot : slots) {
            slot.state(fields.part(slot.description().name(), this));
            show(slot);
        }
        if (hotPlug != null) {
            hotPlug.state(fields.part("hotPlug", this));
        }
        if (fields.isLoading()) {
            changed.set(true);
            patienceFollows();
            levelLine();
        }
    }

    private String brought() {
        return slots.stream()
                .filter(Slot::isBrought)
                .map(slot -> slot.description().name())
                .collect(Collectors.joining(" "));
    }

    void close() {
        directory.unwatch(watcher);
        slots.forEach(slot -> slot.occupancy().vacate(false));
    }

    private void add(SlotDescription description, boolean brought) {
        List<Slot> more = new ArrayList<>(slots);
        more.add(new Slot(description, brought, slots.size(), backplane, directory));
        slots = List.copyOf(more);
        byBase =
                slots.stream()
                        .sorted(Comparator.comparingLong(slot -> slot.description().base()))
                        .toArray(Slot[]::new);
    }

    /**
     * Makes the slots hold what is installed now.
     *
     * @param live whether bundles may bring something, rather than a record
     * @param seen whether a guest runs and sees it
     */
    private void rearrange(boolean live, boolean seen) {
        if (directory.isFrozen()) {
            return;
        }
        awaitUpdates();
        placement.arrange(live);
        for (Slot slot : slots) {
            String scripted = live ? null : script.get(slot.description().name());
            if (scripted != null && slot.isOpen()) {
                slot.occupancy().belongs(scripted);
            }
            if (scripted != null && scripted.isEmpty()) {
                if (slot.occupant() != null) {
                    slot.occupancy().vacate(true);
                    see(slot, Change.LEFT, seen);
                }
                continue;
            }
            Attachment before = slot.occupant();
            Change change = slot.occupancy().update(live || scripted != null);
            boolean ordered = slot.occupancy().orders().takeOrdered();
            if (change != Change.NONE) {
                see(slot, change, seen);
                if (seen) {
                    hear(slot, before, live && !ordered);
                }
            } else if (before != slot.occupant()) {
                updated(slot, before);
            }
            show(slot);
        }
        script.clear();
    }

    private void see(Slot slot, Change change, boolean seen) {
        show(slot);
        if (seen && hotPlug != null) {
            hotPlug.changed(slot.index(), change != Change.LEFT);
        }
    }

    /** Tells whoever records, unless that has it from elsewhere, and whoever operates. */
    private void hear(Slot slot, Attachment before, boolean recorded) {
        String name = slot.description().name();
        Attachment occupant = slot.occupant();
        if (recorded && occupant == null) {
            backplane.inputSink().plugged(name, "", "");
        } else if (recorded) {
            tell(slot, occupant);
        }
        if (occupant == null) {
            say("Slot %s: the %s of %s has left", name, before);
        } else {
            say("Slot %s: the %s of %s has come", name, occupant);
        }
    }

    private void updated(Slot slot, Attachment before) {
        if (before != null && slot.occupant() != null) {
            say(
                    "Slot %s: the %s of %s goes on with the state of the one before it",
                    slot.description().name(), slot.occupant());
        }
    }

    private void say(String sentence, String slot, Attachment device) {
        DeviceProvider provider = device.provider();
        backplane.inputSink().told(sentence.formatted(slot, provider.type(), provider.origin()));
    }

    /** Shows the guest what is in a slot. */
    private void show(Slot slot) {
        Attachment occupant = slot.occupant();
        SlotDescription description = slot.description();
        long base = backplane.number() * BoardMap.IO_WINDOW_SIZE + description.base();
        if (hotPlug != null && (occupant != null || !slot.isBrought() || slot.wasSeen())) {
            slot.seen();
            hotPlug.slot(
                    slot.index(),
                    base,
                    description.size(),
                    source(description.interrupt()),
                    occupant == null ? "" : occupant.provider().type());
        }
    }

    /**
     * While a bundle is being updated its device has gone, but not for good. The guest stands still
     * at its boundary, so that it sees nothing of that; the host may be as slow as it likes.
     */
    private void awaitUpdates() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (slots.stream().anyMatch(each -> each.occupancy().awaitsUpdate())
                    && !directory.isFrozen()
                    && System.nanoTime() < deadline) {
                directory.awaitChange(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Slot slot) {
        slot.occupancy().orders().beginToLeave(backplane.nanos() + HotPlugRegister.PATIENCE_NANOS);
        slot.eject();
        if (hotPlug != null && hotPlug.isHeard(slot.index())) {
            hotPlug.attention(slot.index());
            patienceFollows();
        } else {
            park(slot);
        }
    }

    private void park(Slot slot) {
        say("Slot %s: the %s of %s is unplugged", slot.description().name(), slot.occupant());
        slot.occupancy().park();
        see(slot, Change.LEFT, true);
        patienceFollows();
    }

    private void patienceEnds() {
        for (Slot slot : slots) {
            if (slot.occupancy().orders().isLeaving()
                    && slot.occupancy().orders().deadline() <= backplane.nanos()) {
                park(slot);
            }
        }
        patienceFollows();
        levelLine();
    }

    /** The alarm goes off for whoever has to leave first. */
    private void patienceFollows() {
        slots.stream()
                .map(slot -> slot.occupancy().orders())
                .filter(SlotOrders::isLeaving)
                .mapToLong(SlotOrders::deadline)
                .min()
                .ifPresentOrElse(patience::at, patience::cancel);
    }

    /** Sets the interrupt line of the hot-plug controller. */
    void levelLine() {
        if (hotPlugSource != 0) {
            backplane.line(BoardMap.HOT_PLUG_INTERRUPT, hotPlug.line());
        }
    }

    private String noSlot(String name) {
        List<String> names = slots.stream().map(slot -> slot.description().name()).toList();
        return "IO subsystem %d has no slot %s; it has %s."
                .formatted(
                        backplane.number(),
                        name,
                        names.isEmpty() ? "none" : String.join(", ", names));
    }
}
