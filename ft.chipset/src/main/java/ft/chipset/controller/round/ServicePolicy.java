package ft.chipset.controller.round;

import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.io.SrcRegister;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.command.Power;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.snapshot.Fields;

/**
 * What the board controllers do by themselves at the end of a quantum: connect crosslinks, and,
 * where the description says so, synchronize, try again and boot again without being asked.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class ServicePolicy {
    /** A system that fell out for a reason nobody located is tried again this often. */
    private static final int RECOVERIES = 2;

    /** More rounds than firmware needs to come to its loop. */
    private static final int FIRMWARE_ROUNDS = 64;

    private final int id;
    private final ServerView view;
    private final IoSubsystem io;
    private final Reports reports;
    private final EventDesk events;
    private final Journal journal;
    private final Power power;
    private final boolean[] loops;

    ServicePolicy(Side side, RoundParts parts) {
        io = parts.io();
        reports = parts.reports();
        power = parts.power();
        id = side.id();
        view = side.view();
        events = parts.outlets().events();
        journal = parts.outlets().journal();
        loops = new boolean[side.systems()];
    }

    /** Whose firmware was seen in its loop, for a snapshot. */
    void state(StateFields fields) {
        Fields.flags(fields, "loops", loops);
    }

    /** Whether something is going to happen by itself, so that an idle guest has to go on. */
    boolean pending() {
        return view.synchronizing() || begins();
    }

    /** The same, but for a synchronization that is under way, of which it is known when. */
    boolean begins() {
        return view.states.count(SystemState.ONLINE_ASYNC) > 0
                || view.states.count(SystemState.OFFLINE_DIVIDE) > 0
                || firmwareBegins()
                || view.description().automaticSync()
                        && (view.states.count(SystemState.OFFLINE) > 0 || recoverableSystem() >= 0);
    }

    /**
     * Whether firmware is on its way to its loop; what happens on the way goes by boundaries, none
     * of which is slept or passed over.
     */
    private boolean firmwareBegins() {
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.OFFLINE
                    && view.biosRounds[i] < FIRMWARE_ROUNDS
                    && !reports.loops(i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The board controllers' own rules: crosslink, ready, automatic synchronization, time limits.
     */
    void apply() {
        connect();
        tellLoops();
        if (view.ioBoard[id]) {
            io.sharedResources().set(SrcRegister.READY, 1);
        }
        int limit = view.description().asyncLimit();
        if (limit > 0 && view.asyncRounds >= limit) {
            events.raise(
                    StateEvent.SW_LEAVE_ASYNC,
                    view.states.active(),
                    "software ends Online async after " + limit + " quanta");
        }
        if (!view.description().automaticSync()) {
            return;
        }
        int fallen = recoverableSystem();
        if (fallen >= 0 && !view.synchronizing()) {
            view.recoveries[fallen]++;
            view.recoverable[fallen] = false;
            events.raise(StateEvent.RESET, fallen, "no fault was located; trying again");
        }
        for (int i = 0; i < view.systems(); i++) {
            if (reports.loops(i)
                    && view.states.count(SystemState.ONLINE_ASYNC) == 0
                    && !view.synchronizing()) {
                events.raise(StateEvent.SYNC_START, i, "the service policy synchronizes #" + i);
            }
        }
    }

    /**
     * Policy: a lost service is booted again on a system that is healthy, if it is certain that no
     * other one provides it: where the presence line of the last one does not tell, it is not.
     */
    void restart() {
        boolean lost = view.states.active() < 0 && view.guestExit.isEmpty();
        boolean certain = view.lastActive >= 0 && !view.presenceLost[view.lastActive];
        if (!view.description().coldRestart() || !lost || !certain) {
            return;
        }
        for (int i = 0; i < view.systems(); i++) {
            SystemState state = view.states.state(i);
            boolean again = state == SystemState.FAULT && view.recoverable[i];
            if (view.cpuBoard[i] && (state == SystemState.OFFLINE_DIVIDE || again)) {
                power.coldRestart(i, "the service was lost; cold restart");
                return;
            }
        }
    }

    private int recoverableSystem() {
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.FAULT
                    && view.recoverable[i]
                    && view.recoveries[i] < RECOVERIES) {
                return i;
            }
        }
        return -1;
    }

    /** T205: what is Offline loops in its firmware until it is synchronized. */
    private void tellLoops() {
        for (int i = 0; i < view.systems(); i++) {
            boolean now = reports.loops(i);
            if (now && !loops[i]) {
                journal.note("T205", i, "loops in its firmware until it is synchronized");
            }
            loops[i] = now;
        }
    }

    /** T204, and rule N2: the crosslink enable is a level. */
    private void connect() {
        int active = view.states.active();
        if (active < 0 || view.crosslinkLost[active]) {
            return;
        }
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.OFFLINE_DIVIDE
                    && view.biosRounds[i] > 0
                    && !view.crosslinkLost[i]) {
                events.raise(StateEvent.XLINK_UP, i, "crosslinks connected");
                return;
            }
        }
    }
}
