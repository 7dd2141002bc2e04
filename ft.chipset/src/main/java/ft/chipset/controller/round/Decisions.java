package ft.chipset.controller.round;

import ft.api.device.PowerRequest;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.EventDesk;
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import ft.chipset.controller.board.Command;
import ft.chipset.controller.board.Orders;
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
    private final FtController controller;
    private final Orders orders;
    private final ServerView view;
    private final Comparison comparison;
    private final ServicePolicy policy;
    private final Deque<Long> integrations = new ArrayDeque<>();
    private final List<Command> commands = new ArrayList<>();
    private PowerRequest power;

    Decisions(FtController controller, EventDesk desk, Orders orders) {
        this.controller = controller;
        this.orders = orders;
        view = controller.view();
        comparison = new Comparison(controller, desk);
        policy = new ServicePolicy(controller, desk, orders);
    }

    /** Decides at the end of a quantum. */
    void decide() {
        int active = view.states.active();
        boolean ran = view.serviceRuns();
        if (active >= 0) {
            view.clock = controller.rounds().report(active).clock;
        }
        controller.faults().hear();
        if (ran) {
            countRounds();
            comparison.decide(active);
        }
        for (int i = 0; i < view.systems(); i++) {
            for (Notice notice : controller.rounds().report(i).notices) {
                if (!isStale(notice)) {
                    comparison.heard(notice);
                }
            }
        }
        int survivor = view.states.active();
        if (survivor >= 0 && survivor != active) {
            view.clock =
                    controller.rounds().report(survivor).clock; // the other may have failed before
        }
        controller.faults().decide();
        carryOutCommands();
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
    private void carryOutCommands() {
        commands.clear();
        for (int i = 0; i < view.systems(); i++) {
            commands.addAll(controller.rounds().report(i).commands);
        }
        commands.sort(Command.BY_SUBMISSION);
        commands.forEach(orders::carryOut);
    }

    /** Whether something is going to happen by itself, so that an idle guest has to go on. */
    boolean pending() {
        return policy.pending();
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
