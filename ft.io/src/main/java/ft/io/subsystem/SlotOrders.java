package ft.io.subsystem;

import ft.api.fields.StateFields;

/**
 * What an operator wants of a slot: another type in a bay, nothing in it, or its device to leave.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem; {@link #chosen} and {@link #isParked}
 * any thread.
 */
final class SlotOrders {
    /** How far a device is on its way out. */
    private enum Leaving {
        NO,
        ASKED,
        EJECTED
    }

    private volatile String chosen = "";
    private volatile boolean parked;
    private boolean ordered;
    private Leaving leaving = Leaving.NO;
    private long deadline;

    /** The type that is wanted in a bay instead of the one that belongs there, or {@code ""}. */
    String chosen() {
        return chosen;
    }

    /** Whether nothing is to be here. */
    boolean isParked() {
        return parked;
    }

    /** Something is to come, this type or, with {@code ""}, the one that belongs here. */
    void plug(String type) {
        chosen = type;
        parked = false;
        ordered = true;
    }

    /** Whether something is to come that has not come yet. */
    boolean isOrdered() {
        return ordered;
    }

    /** The same, only once. */
    boolean takeOrdered() {
        boolean taken = ordered;
        ordered = false;
        return taken;
    }

    /** The device is to leave; false if it is on its way out already. */
    boolean unplug() {
        boolean begins = leaving == Leaving.NO;
        leaving = begins ? Leaving.ASKED : leaving;
        return begins;
    }

    /** Whether the device is to leave, and has not been told yet. */
    boolean isAskedToLeave() {
        return leaving == Leaving.ASKED;
    }

    /** The device is told, and leaves at this guest time anyway. */
    void beginToLeave(long until) {
        leaving = Leaving.EJECTED;
        deadline = until;
    }

    /** Whether the device was told to leave. */
    boolean isLeaving() {
        return leaving == Leaving.EJECTED;
    }

    /** Guest time at which a device that was told to leave does so anyway. */
    long deadline() {
        return deadline;
    }

    /** Nothing is to be here from now on. */
    void park() {
        parked = true;
        chosen = "";
    }

    /** The device has left, for whatever reason. */
    void left() {
        leaving = Leaving.NO;
    }

    /** Power-on reset: nobody wants anything. */
    void reset() {
        chosen = "";
        parked = false;
        ordered = false;
        leaving = Leaving.NO;
    }

    void state(StateFields fields) {
        chosen = fields.text("chosen", chosen);
        parked = fields.flag("parked", parked);
        ordered = fields.flag("ordered", ordered);
        leaving = Leaving.valueOf(fields.text("leaving", leaving.name()));
        deadline = fields.number("deadline", deadline);
    }
}
