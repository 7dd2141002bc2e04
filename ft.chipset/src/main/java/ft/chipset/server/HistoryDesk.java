package ft.chipset.server;

import ft.api.fields.StateFields;
import ft.api.history.Moment;
import ft.api.server.Operation;
import ft.chipset.history.HistorySink;
import ft.chipset.history.Input;
import ft.chipset.record.CheckMark;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where everything that happens to the machine of a server is told; passes it on to whoever records
 * it or compares it.
 *
 * <p><b>Threading:</b> calls come from the controllers' threads, one after the other; who listens
 * may change at any time.
 */
final class HistoryDesk implements HistorySink {
    private static final long BUS_FACTOR = 0x9e3779b97f4a7c15L;
    private static final long CLOCK_FACTOR = 0xd6e8feb86659fd93L;

    private final GuestOutput output;
    private final List<HistoryListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean untouched = true;
    private volatile Moment moment = Moment.BEGINNING;
    private volatile Moment boundary = Moment.BEGINNING;
    private volatile long retired;
    private volatile long bus;

    HistoryDesk(GuestOutput output) {
        this.output = output;
    }

    void add(HistoryListener listener) {
        listeners.add(listener);
    }

    void remove(HistoryListener listener) {
        listeners.remove(listener);
    }

    /** Whether nothing has happened yet. */
    boolean isUntouched() {
        return untouched;
    }

    /** The last moment at which something happened. */
    Moment moment() {
        return moment;
    }

    /** The last boundary to which the guest has run. */
    Moment boundary() {
        return boundary;
    }

    /** What the history has come to at the last boundary. */
    CheckMark mark() {
        return new CheckMark(boundary, retired, bus, output.digest(), output.length());
    }

    /** What the history has come to, for a snapshot. */
    void state(StateFields fields) {
        fields.version(1);
        retired = fields.number("retired", retired);
        bus = fields.number("bus", bus);
        boundary = state(fields.part("boundary", this), boundary);
        moment = state(fields.part("moment", this), moment);
        untouched &= !fields.isLoading();
    }

    private static Moment state(StateFields fields, Moment at) {
        fields.version(1);
        return new Moment(
                (int) fields.number("boot", at.boot()),
                fields.number("clock", at.clock()),
                (int) fields.number("pause", at.pause()));
    }

    private void happened(Input input) {
        untouched = false;
        moment = input.moment();
        synchronized (listeners) {
            listeners.forEach(listener -> listener.input(input));
        }
    }

    @Override
    public void ordered(Moment now, Operation operation) {
        happened(new Input.Ordered(now, operation));
    }

    @Override
    public void entered(Moment now, int io, String slot, String channel, byte[] data) {
        happened(new Input.Entered(now, io, slot, channel, data));
    }

    @Override
    public void plugged(Moment now, int io, String slot, String device, String bundle) {
        happened(new Input.Plugged(now, io, slot, device, bundle));
    }

    /** A program was booted. */
    void booted(Moment now, int program) {
        happened(new Input.Booted(now, program));
    }

    /** Another strategy than the selected one is used, or none. */
    void replaced(Moment now, String asked, String got) {
        happened(new Input.Replaced(now, asked, got));
    }

    /** A strategy is not there any more. */
    void withdrawn(Moment now, String strategy) {
        happened(new Input.Withdrawn(now, strategy));
    }

    @Override
    public void boundary(Moment now, long retiredNow, long signature) {
        untouched = false;
        if (retiredNow != retired) {
            // A quantum in which every hart sleeps may be part of a longer one in another run.
            long mixed = bus ^ signature * BUS_FACTOR ^ now.clock() * CLOCK_FACTOR;
            bus = Long.rotateLeft(mixed, 29) * BUS_FACTOR;
        }
        retired = retiredNow;
        boundary = now;
        moment = now;
        listeners.forEach(listener -> listener.boundary(now));
    }

    @Override
    public boolean listens() {
        return !listeners.isEmpty();
    }

    @Override
    public void played(Moment now) {
        moment = now;
        listeners.forEach(listener -> listener.played(now));
    }
}
