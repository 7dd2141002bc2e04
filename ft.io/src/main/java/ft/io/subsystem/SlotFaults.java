package ft.io.subsystem;

import ft.api.fault.Fault;
import ft.api.fault.Fault.DeviceFault;
import ft.api.fault.Fault.Misbehaviour;
import ft.api.fields.StateFields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What was injected into one slot. A slot has one only while something is. */
final class SlotFaults {
    private final IoFaults site;
    private final String slot;
    private final List<Watch> watches = new ArrayList<>();
    private final List<Active> active = new ArrayList<>();

    /** Waits for an access; the fault is null where only the trigger is watched. */
    private static final class Watch {
        final int id;
        final DeviceFault fault;
        long left;

        Watch(int id, DeviceFault fault, long nth) {
            this.id = id;
            this.fault = fault;
            this.left = nth;
        }
    }

    private static final class Active {
        final int id;
        final Misbehaviour manner;
        final boolean forGood;
        int left;
        boolean told;

        Active(int id, DeviceFault fault) {
            this(id, fault.manner(), fault.count() == 0, fault.count(), false);
        }

        Active(int id, Misbehaviour manner, boolean forGood, int left, boolean told) {
            this.id = id;
            this.manner = manner;
            this.forGood = forGood;
            this.left = left;
            this.told = told;
        }
    }

    SlotFaults(IoFaults site, String slot) {
        this.site = site;
        this.slot = slot;
    }

    void watch(int id, DeviceFault fault, long nth) {
        watches.add(new Watch(id, fault, nth));
    }

    void start(int id, DeviceFault fault) {
        active.add(new Active(id, fault));
    }

    /** Ends what has struck; what waits goes on waiting. */
    void reset() {
        active.clear();
    }

    void state(StateFields fields) {
        List<Watch> waiting =
                fields.list(
                        "watch",
                        watches,
                        new Watch(0, null, 0),
                        (at, own) ->
                                new Watch(
                                        (int) fields.number(at + "id", own.id),
                                        fault(fields.text(at + "fault", text(own.fault))),
                                        fields.number(at + "left", own.left)));
        List<Active> struck =
                fields.list(
                        "active",
                        active,
                        new Active(0, Misbehaviour.HANG, false, 0, false),
                        (at, own) -> state(fields, at, own));
        if (fields.isLoading()) {
            watches.addAll(waiting);
            active.addAll(struck);
        }
    }

    private static Active state(StateFields fields, String at, Active own) {
        return new Active(
                (int) fields.number(at + "id", own.id),
                Misbehaviour.valueOf(fields.text(at + "manner", own.manner.name())),
                fields.flag(at + "forGood", own.forGood),
                (int) fields.number(at + "left", own.left),
                fields.flag(at + "told", own.told));
    }

    private static String text(DeviceFault fault) {
        return fault == null ? "" : fault.text();
    }

    private static DeviceFault fault(String text) {
        return text.isEmpty() ? null : (DeviceFault) Fault.parse(text);
    }

    boolean isEmpty() {
        return watches.isEmpty() && active.isEmpty();
    }

    /** Whether the device does nothing at all any more. */
    boolean isHung() {
        for (Active each : active) {
            if (each.manner == Misbehaviour.HANG && each.forGood) {
                return true;
            }
        }
        return false;
    }

    /** An access; what the device makes of it, or null if it behaves. */
    Misbehaviour access() {
        for (Iterator<Watch> each = watches.iterator(); each.hasNext(); ) {
            Watch next = each.next();
            if (--next.left == 0) {
                each.remove();
                if (next.fault == null) {
                    site.struck(next.id, "access to " + slot);
                } else {
                    start(next.id, next.fault);
                }
            }
        }
        return next(false);
    }

    /** A transfer by DMA into main storage; whether its data is wrong. */
    boolean transfer() {
        return next(true) != null;
    }

    private Misbehaviour next(boolean onlyData) {
        for (Iterator<Active> each = active.iterator(); each.hasNext(); ) {
            Active next = each.next();
            if (onlyData && next.manner != Misbehaviour.WRONG) {
                continue;
            }
            if (!next.told) {
                next.told = true;
                site.struck(next.id, onlyData ? "transfer of " + slot : "access to " + slot);
            }
            if (!next.forGood && --next.left == 0) {
                each.remove();
            }
            return next.manner;
        }
        return null;
    }
}
