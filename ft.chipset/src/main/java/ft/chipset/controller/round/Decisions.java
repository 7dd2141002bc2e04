package ft.chipset.controller.round;

import ft.api.fields.StateFields;
import ft.api.history.Moment;
import ft.api.io.IoSubsystem;
import ft.api.server.Operation;
import ft.api.slot.PowerRequest;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.command.Ejector;
import ft.chipset.controller.command.Orders;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Command;
import ft.chipset.controller.view.Notice;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.history.HistorySink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the controllers decide at a boundary, each for itself and all alike (P6 FIG. 7): a function
 * of the view and of the reports, which are the same everywhere.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Decisions {
    private final ServerView view;
    private final Reports reports;
    private final FaultDesk faults;
    private final Orders orders;
    private final Ejector ejector;
    private final Comparison comparison;
    private final ServicePolicy policy;
    private final Deque<Long> integrations = new ArrayDeque<>();
    private final List<Command> commands = new ArrayList<>();
    private final Playback playback;
    private final HistorySink history;
    private final boolean first;
    private final int id;
    private final IoSubsystem io;
    private final Journal journal;
    private final EventDesk events;
    private PowerRequest power;

    Decisions(Side side, RoundParts parts) {
        view = side.view();
        reports = parts.reports();
        faults = parts.faults();
        orders = parts.orders();
        ejector = parts.ejector();
        playback = parts.playback();
        history = parts.outlets().host().history();
        id = side.id();
        first = id == 0;
        io = parts.io();
        journal = parts.outlets().journal();
        events = parts.outlets().events();
        comparison = new Comparison(side, parts);
        policy = new ServicePolicy(side, parts);
    }

    /** Decides at the end of a quantum. */
    void decide() {
        int active = view.states.active();
        boolean ran = view.serviceRuns();
        if (active >= 0) {
            view.clock = reports.of(active).clock;
        }
        faults.hear(reports);
        if (ran) {
            countRounds();
            comparison.decide(active);
        }
        for (int i = 0; i < view.systems(); i++) {
            for (Notice notice : reports.of(i).notices) {
                if (!isStale(notice)) {
                    comparison.heard(notice);
                }
            }
        }
        int survivor = view.states.active();
        if (survivor >= 0 && survivor != active) {
            view.clock = reports.of(survivor).clock; // the other may have failed before
        }
        faults.decide();
        ejector.work();
        carryOutCommands(ran);
        if (active >= 0 && view.states.active() < 0) {
            policy.restart();
        }
        if (ran) {
            policy.apply();
        }
    }

    /**
     * Carries out what operators asked for, in the order in which they did, whatever system it is
     * about: each controller reports the commands for its own.
     */
    private void carryOutCommands(boolean ran) {
        commands.clear();
        for (int i = 0; i < view.systems(); i++) {
            commands.addAll(reports.of(i).commands);
        }
        commands.sort(Command.BY_SUBMISSION);
        playback.take(ran, commands);
        if (ran) {
            view.pauses = 0;
        } else if (commands.stream().anyMatch(Command::isOperation)) {
            view.pauses++;
        }
        view.moment = new Moment(view.boots, view.clock, view.pauses);
        for (String missing : playback.replug(id, io)) {
            journal.step("", id, missing);
        }
        for (Command command : commands) {
            if (first && command.order() instanceof Operation operation) {
                history.ordered(view.moment, operation);
            }
            orders.carryOut(command);
        }
    }

    /** What is remembered from round to round, for a snapshot. */
    void state(StateFields fields) {
        policy.state(fields);
    }

    /** Whether something is going to happen by itself, so that an idle guest has to go on. */
    boolean pending() {
        return policy.pending();
    }

    /** The same, but for a synchronization that is under way, of which it is known when. */
    boolean begins() {
        return policy.begins();
    }

    /**
     * Whether nothing has happened in this round that has to be acted upon, and nothing goes on
     * that goes by rounds: by the view and the reports, so that all say the same.
     *
     * @param eventsBefore how many events there were before it was decided
     */
    boolean isCalm(long eventsBefore) {
        return view.systems() <= 2
                && view.serviceRuns()
                && view.isQuiet()
                && view.wantedSaves.isEmpty()
                && events.count() == eventsBefore
                && !reports.hasCommands()
                && !reports.hasNotices()
                && !playback.isPlaying()
                && !boardsLeave()
                && !pending();
    }

    private boolean boardsLeave() {
        for (long clock : view.ioBoardLeaves) {
            if (clock != Long.MAX_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** A guest asked for power off or a reset. */
    void power(PowerRequest request) {
        power = request;
    }

    /** Software has written a command for the FT controllers. */
    void integrate(long command) {
        integrations.add(command);
    }

    /**
     * Carries out what a guest asked for, at the boundary at which the IO subsystems have told it:
     * where the next boundary would be depends on more than the guest.
     */
    void carryOutGuestRequests() {
        for (Long each = integrations.poll(); each != null; each = integrations.poll()) {
            orders.integrate(each);
        }
        if (power != null) {
            PowerRequest request = power;
            power = null;
            orders.endGuest(request);
        }
    }

    /** Both sides' traces fill at about the same time; what comes second has nothing to say. */
    private boolean isStale(Notice notice) {
        return (notice.event() == StateEvent.TRACE_ALMOST_FULL
                        || notice.event() == StateEvent.TRACE_FULL)
                && view.states.count(SystemState.ONLINE_ASYNC) == 0;
    }

    private void countRounds() {
        for (int i = 0; i < view.systems(); i++) {
            view.biosRounds[i]++;
        }
        view.asyncRounds =
                view.states.count(SystemState.ONLINE_ASYNC) > 0 ? view.asyncRounds + 1 : 0;
    }
}
