package ft.io.subsystem;

import ft.api.fields.StateFields;
import ft.api.slot.Alarm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The alarms of an IO subsystem. They go off in the order of their deadlines, equal ones in the
 * order of slots and, within a slot, of creation.
 *
 * <p>An alarm that is set for the past or present while alarms go off waits for the next boundary;
 * so a device that keeps doing that cannot hold the machine.
 */
final class Agenda {
    private static final Comparator<Entry> ORDER =
            Comparator.comparingInt((Entry entry) -> entry.slot)
                    .thenComparingInt(entry -> entry.number);

    private final GuestTime time;
    private final List<Entry> entries = new ArrayList<>();
    private long floor;
    private long next = Long.MAX_VALUE;

    Agenda(GuestTime time) {
        this.time = time;
    }

    /** An alarm that is not set. */
    Entry add(int slot, int number, Runnable action) {
        Entry entry = new Entry(slot, number, action);
        entries.add(entry);
        entries.sort(ORDER);
        return entry;
    }

    /** Forgets the alarms of a slot. */
    void remove(int slot) {
        entries.removeIf(entry -> entry.slot == slot);
        update();
    }

    /** Clock of the next alarm, the maximum for none. */
    long next() {
        return next;
    }

    /** Power-on: no alarm is set, and the clock begins again. */
    void reset() {
        floor = 0;
        for (Entry entry : entries) {
            entry.set = false;
        }
        update();
    }

    /** What is left of it when every alarm is named by the slot that set it. */
    void state(StateFields fields) {
        floor = fields.number("floor", floor);
    }

    /** Lets all alarms go off that are due; each at most once. */
    void fire(long clock) {
        if (clock + 1 < floor) {
            // The clock is another CPU subsystem's now, and behind.
            for (Entry entry : entries) {
                entry.notBefore = Math.min(entry.notBefore, clock);
            }
        }
        floor = clock + 1;
        update();
        while (next <= clock) {
            Entry entry = firstDue(clock);
            entry.set = false;
            update();
            entry.action.run();
        }
    }

    private Entry firstDue(long clock) {
        Entry first = null;
        for (Entry entry : entries) {
            if (entry.dueClock() <= clock && (first == null || entry.deadline < first.deadline)) {
                first = entry;
            }
        }
        return first;
    }

    private void update() {
        long earliest = Long.MAX_VALUE;
        for (Entry entry : entries) {
            earliest = Math.min(earliest, entry.dueClock());
        }
        next = earliest;
    }

    /** One alarm. */
    final class Entry implements Alarm {
        private final int slot;
        private final int number;
        private final Runnable action;
        private boolean set;
        private long deadline;
        private long notBefore;

        private Entry(int slot, int number, Runnable action) {
            this.slot = slot;
            this.number = number;
            this.action = action;
        }

        @Override
        public void at(long nanos) {
            set = true;
            deadline = nanos;
            notBefore = floor;
            update();
        }

        @Override
        public void cancel() {
            set = false;
            update();
        }

        boolean isSet() {
            return set;
        }

        long deadline() {
            return deadline;
        }

        long notBefore() {
            return notBefore;
        }

        /** As it was; one that was never set may go off whenever it is set for. */
        void restore(boolean wasSet, long wasDeadline, long wasNotBefore) {
            set = wasSet;
            deadline = wasDeadline;
            notBefore = wasNotBefore;
            update();
        }

        private long dueClock() {
            return set ? Math.max(time.clockAt(deadline), notBefore) : Long.MAX_VALUE;
        }
    }
}
