package ft.chipset.controller.fault;

import ft.api.fault.Fault;
import ft.api.fault.FaultSite.Strike;
import ft.api.fault.Trigger;
import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.snapshot.RecordBytes;
import ft.chipset.state.ServerStates;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults that were injected. Every controller keeps the same list, and carries out what is in
 * its own units. A unit that strikes by itself, in the middle of a quantum, is heard of when the
 * verdicts are exchanged; until then, nobody but that unit knows.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class FaultDesk implements Follower {
    /** Clock of a strike that could not be: its text says why. */
    private static final long REFUSED = -1;

    private final Side side;
    private final ControllerHost host;
    private final Journal journal;
    private final ServerView view;
    private final ControllerFaults own;
    private final FaultUnits units;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();
    private int ids;

    public FaultDesk(Side side, IoSubsystem io, Outlets outlets, Struck struck) {
        this.side = side;
        host = outlets.host();
        journal = outlets.journal();
        view = side.view();
        own = new ControllerFaults(side, outlets, struck);
        units = new FaultUnits(side, io);
    }

    /** Takes a fault in; all controllers do, at the same boundary. */
    public void inject(Operation.Inject inject) throws ServerException {
        Trigger trigger =
                inject.trigger() instanceof Trigger.AtRandom random
                        ? random.from(view.clock)
                        : inject.trigger();
        Entry entry = new Entry(++ids, inject, trigger, view.clock);
        boolean now = trigger instanceof Trigger.Now;
        journal.note(
                inject.system(),
                (now ? "fault injected: " : "fault armed: ")
                        + inject.text()
                        + (trigger.equals(inject.trigger()) ? "" : ", that is " + trigger.text()));
        if (now
                && FaultUnits.isCpu(entry.fault())
                && view.states.state(inject.system()) == SystemState.OFF) {
            throw new ServerException("The CPU board of #" + inject.system() + " has no power");
        }
        entries.add(entry);
        try {
            units.check(entry.fault());
            if (now) {
                strike(entry);
            } else {
                units.hand(entry);
            }
        } catch (IllegalArgumentException e) {
            // The others hear of it at the next boundary.
            refuse(entry, e);
            throw new ServerException(e.getMessage(), e);
        } finally {
            publish();
        }
    }

    private void refuse(Entry entry, Exception why) {
        strikes.add(new Strike(entry.id, REFUSED, why.getMessage()));
    }

    // Arming

    /** There is a new CPU subsystem: what is armed in it strikes the new one. */
    public void cpuInserted() {
        for (Entry entry : entries) {
            if (entry.isArmed() && !entry.fired && units.isSeenByCpu(entry.trigger)) {
                try {
                    units.check(entry.fault());
                    units.hand(entry);
                } catch (IllegalArgumentException e) {
                    refuse(entry, e);
                }
            }
        }
    }

    /** A system has another CPU board, which brings its board controller along (P6 [0032]). */
    public void boardReplaced(int system) {
        own.boardReplaced(system);
    }

    /**
     * A quantum begins: a clock value inside of it is watched by the CPU subsystem that is struck.
     */
    public void begin(long nextClock) {
        for (Entry entry : entries) {
            if (entry.isArmed()
                    && !entry.fired
                    && entry.trigger instanceof Trigger.AtClock at
                    && at.clock() > view.clock
                    && at.clock() < nextClock
                    && FaultUnits.isCpu(entry.fault())
                    && view.serviceRuns()
                    && view.states.state(entry.fault().system()).isOnline()) {
                entry.fired = true;
                if (units.isMine(entry) && side.cpu() != null) {
                    side.cpu().faults().arm(entry.id, entry.fault(), at);
                }
            }
        }
    }

    /** Whether nothing was injected. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether something was injected that has not struck, or has from a clock on. */
    public boolean strikesSince(long clock) {
        for (Entry entry : entries) {
            if (entry.isArmed() || entry.struck >= clock) {
                return true;
            }
        }
        return false;
    }

    /** Whether something was injected that has not struck. */
    public boolean isArmed() {
        for (Entry entry : entries) {
            if (entry.isArmed()) {
                return true;
            }
        }
        return false;
    }

    /** The next clock value at which something is to strike. */
    public long nextClock() {
        long next = Long.MAX_VALUE;
        for (Entry entry : entries) {
            if (entry.isArmed() && !entry.fired && entry.trigger instanceof Trigger.AtClock at) {
                next = Math.min(next, at.clock());
            }
        }
        return next;
    }

    // Snapshots

    /**
     * What was injected, for a snapshot. What waits in a unit for its victim is named there; what
     * waits in this controller strikes once more, behind everything that was loaded.
     */
    public void state(StateFields fields) {
        ids = (int) fields.number("ids", ids);
        byte[] all =
                fields.bytes(
                        "entries", RecordBytes.write(entries.stream().map(Entry::saved).toList()));
        collect();
        byte[] told = fields.bytes("strikes", RecordBytes.write(strikes));
        if (!fields.isLoading()) {
            return;
        }
        RecordBytes.read(all, Entry.Saved.class).forEach(saved -> entries.add(saved.entry()));
        strikes.addAll(RecordBytes.read(told, Strike.class));
        for (Entry entry : entries) {
            if (entry.fired && entry.isArmed() && units.isMine(entry)) {
                own.await(entry.id, entry.fault());
            }
        }
        publish();
    }

    // Striking

    /** What the own units did since the last call. */
    public List<Strike> takeStrikes() {
        collect();
        List<Strike> taken = new ArrayList<>(strikes);
        strikes.clear();
        return taken;
    }

    private void collect() {
        if (!entries.isEmpty()) {
            units.takeStrikes(strikes);
            own.takeStrikes(strikes);
        }
    }

    /** What has struck in the own units and will be told at the next boundary. */
    public List<InjectedFault> unheard() {
        collect();
        List<InjectedFault> struck = new ArrayList<>();
        for (Strike strike : strikes) {
            for (Entry entry : entries) {
                boolean elsewhere =
                        !entry.fired && units.watcher(entry.trigger) >= 0 && !units.isExact(entry);
                if (entry.id == strike.id() && strike.clock() != REFUSED && !elsewhere) {
                    struck.add(entry.seen(Math.max(strike.clock(), entry.armed)));
                }
            }
        }
        return struck;
    }

    /** All have heard what struck in the quantum that ends here. */
    public void hear(Reports reports) {
        for (int i = 0; i < view.systems() && !entries.isEmpty(); i++) {
            reports.of(i).strikes.forEach(this::heard);
        }
    }

    /** What is due at a boundary strikes. */
    public void decide() {
        if (entries.isEmpty()) {
            return;
        }
        for (Entry entry : List.copyOf(entries)) {
            boolean reached =
                    entry.due
                            || entry.trigger instanceof Trigger.AtClock at
                                    && at.clock() <= view.clock
                            || entry.trigger instanceof Trigger.AtState state
                                    && entry.entered >= state.nth();
            if (entry.isArmed() && !entry.fired && reached) {
                fire(entry);
            }
        }
        publish();
    }

    private void heard(Strike strike) {
        for (Entry entry : List.copyOf(entries)) {
            if (entry.id != strike.id()) {
                continue;
            }
            if (strike.clock() == REFUSED) {
                entries.remove(entry);
                if (!(entry.inject.trigger() instanceof Trigger.Now)) {
                    journal.note(
                            entry.fault().system(),
                            "fault " + entry.inject.text() + " cannot strike: " + strike.text());
                }
            } else if (!entry.fired && units.watcher(entry.trigger) >= 0 && !units.isExact(entry)) {
                entry.due = true;
            } else if (entry.isArmed()) {
                entry.fired = true;
                struck(entry, strike.clock() == 0 ? view.clock : strike.clock(), strike.text());
                if (entry.fault() instanceof Fault.LinkFault link) {
                    own.linkStruck(link);
                }
            }
        }
    }

    private void struck(Entry entry, long clock, String text) {
        entry.struck = clock;
        journal.note(
                entry.fault().system(),
                String.format(
                        "fault strikes: %s at clock %d%s",
                        entry.inject.text(), clock, text.isEmpty() ? "" : ", " + text));
    }

    /** The trigger has taken effect. */
    private void fire(Entry entry) {
        try {
            strike(entry);
        } catch (IllegalArgumentException | ServerException e) {
            refuse(entry, e);
        }
    }

    private void strike(Entry entry) throws ServerException {
        entry.fired = true;
        Fault fault = entry.fault();
        boolean silent = entry.inject.trigger() instanceof Trigger.Now;
        if (FaultUnits.hasSite(fault)) {
            if (units.isMine(entry)) {
                units.strike(entry);
            }
            if (!FaultUnits.isImmediate(fault)) {
                return;
            }
        } else if (!own.strike(entry.id, fault)) {
            return;
        }
        if (silent) {
            entry.struck = view.clock;
        } else {
            struck(entry, view.clock, "");
        }
    }

    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        if (change.from() != change.to()) {
            entered(change.system(), change.to());
        }
    }

    /**
     * A system has entered a state. What is struck by that in the own units of a controller is
     * struck at once; what raises an event itself waits for the next decision.
     */
    private void entered(int system, SystemState state) {
        boolean fired = false;
        for (Entry entry : entries) {
            if (entry.isArmed()
                    && !entry.fired
                    && entry.trigger instanceof Trigger.AtState at
                    && at.system() == system
                    && at.state() == state
                    && ++entry.entered == at.nth()
                    && !ControllerFaults.raisesEvents(entry.fault())) {
                fire(entry);
                fired = true;
            }
        }
        if (fired) {
            publish();
        }
    }

    private void publish() {
        if (side.id() == 0) {
            host.faults(entries.stream().map(entry -> entry.seen(entry.struck)).toList());
        }
    }
}
