package ft.io.subsystem;

import ft.api.fault.Fault;
import ft.api.fault.Fault.DeviceFault;
import ft.api.fault.FaultSite;
import ft.api.fault.Trigger;
import ft.api.fields.StateFields;
import ft.io.shared.SharedResourceController;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Faults of an IO subsystem. */
final class IoFaults implements FaultSite {
    private final Supplier<List<Slot>> slots;
    private final SharedResourceController shared;
    private final LongSupplier clock;
    private final List<Strike> strikes = new ArrayList<>();

    IoFaults(Supplier<List<Slot>> slots, SharedResourceController shared, LongSupplier clock) {
        this.slots = slots;
        this.shared = shared;
        this.clock = clock;
        shared.onHit(id -> struck(id, "DMA engine"));
    }

    @Override
    public void check(Fault fault) {
        if (fault instanceof DeviceFault device) {
            slot(device.slot());
        } else if (!(fault instanceof Fault.DmaFlip)) {
            throw new IllegalArgumentException(
                    "An IO subsystem does not have the fault '" + fault.text() + "'");
        }
    }

    @Override
    public void arm(int id, Fault fault, Trigger trigger) {
        check(fault);
        if (trigger instanceof Trigger.AtDevice at && fault instanceof DeviceFault device) {
            if (!at.slot().equals(device.slot())) {
                // The access to one device is no access to the other: it starts with the next.
                throw new IllegalArgumentException(
                        "An access to " + at.slot() + " does not hit " + device.slot());
            }
            faults(device.slot()).watch(id, device, at.nth());
        } else if (!trigger.equals(Trigger.NOW)) {
            throw unseen(trigger);
        } else if (fault instanceof DeviceFault device) {
            faults(device.slot()).start(id, device);
        } else if (fault instanceof Fault.DmaFlip flip) {
            shared.flip(id, flip);
        }
    }

    @Override
    public void watch(int id, Trigger trigger) {
        if (!(trigger instanceof Trigger.AtDevice at)) {
            throw unseen(trigger);
        }
        faults(at.slot()).watch(id, null, at.nth());
    }

    private static IllegalArgumentException unseen(Trigger trigger) {
        return new IllegalArgumentException(
                "An IO subsystem does not see the trigger '" + trigger.text() + "'");
    }

    private SlotFaults faults(String name) {
        Slot slot = slot(name);
        if (slot.faults() == null) {
            slot.faults(new SlotFaults(this, name));
        }
        return slot.faults();
    }

    private Slot slot(String name) {
        Optional<Slot> found =
                slots.get().stream()
                        .filter(slot -> slot.description().name().equals(name))
                        .findFirst();
        return found.orElseThrow(
                () ->
                        new IllegalArgumentException(
                                "There is no slot " + name + " in this IO subsystem"));
    }

    /** Power-on reset ends what has struck. */
    void reset() {
        for (Slot slot : slots.get()) {
            if (slot.faults() != null) {
                slot.faults().reset();
            }
        }
    }

    /** What was not told yet; what is in a slot or in the DMA engine is named there. */
    void state(StateFields fields) {
        List<Strike> all = Strike.state(fields, strikes);
        if (fields.isLoading()) {
            strikes.addAll(all);
            slots.get()
                    .forEach(slot -> slot.faults(new SlotFaults(this, slot.description().name())));
        }
    }

    void struck(int id, String text) {
        strikes.add(new Strike(id, clock.getAsLong(), text));
    }

    @Override
    public List<Strike> takeStrikes() {
        if (strikes.isEmpty()) {
            return List.of();
        }
        List<Strike> taken = List.copyOf(strikes);
        strikes.clear();
        return taken;
    }
}
