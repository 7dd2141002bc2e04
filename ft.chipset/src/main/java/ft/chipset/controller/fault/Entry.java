package ft.chipset.controller.fault;

import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;

/** A fault that was injected, and how far it has come. */
final class Entry {
    final int id;
    final Operation.Inject inject;
    final Trigger trigger;
    final long armed;
    long entered;

    /** Whether a unit that is not struck itself has told that the trigger has taken effect. */
    boolean due;

    /** Whether its trigger has taken effect, or is watched by the unit that is struck. */
    boolean fired;

    long struck = -1;

    Entry(int id, Operation.Inject inject, Trigger trigger, long armed) {
        this.id = id;
        this.inject = inject;
        this.trigger = trigger;
        this.armed = armed;
    }

    Fault fault() {
        return inject.fault();
    }

    boolean isArmed() {
        return struck < 0;
    }

    InjectedFault seen(long clock) {
        return new InjectedFault(id, fault(), inject.trigger(), armed, clock);
    }

    /** An entry as a snapshot has it. */
    record Saved(
            int id,
            Operation.Inject inject,
            Trigger trigger,
            long armed,
            long entered,
            boolean due,
            boolean fired,
            long struck) {
        Entry entry() {
            Entry entry = new Entry(id, inject, trigger, armed);
            entry.entered = entered;
            entry.due = due;
            entry.fired = fired;
            entry.struck = struck;
            return entry;
        }
    }

    Saved saved() {
        return new Saved(id, inject, trigger, armed, entered, due, fired, struck);
    }
}
