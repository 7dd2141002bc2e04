package ft.chipset.controller.round;

import ft.api.device.PowerRequest;
import ft.api.fault.Fault.Comparator;
import ft.api.io.SrcRegister;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.EventDesk;
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import ft.chipset.controller.board.Orders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the controllers decide at a boundary, each for itself and all alike (P6 FIG. 7): a function
 * of the view and of the reports, which are the same everywhere.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Decisions {
    /** A system that fell out for a reason nobody located is tried again this often. */
    private static final int RECOVERIES = 2;

    /** More rounds than firmware needs to come to its loop. */
    private static final int FIRMWARE_ROUNDS = 64;

    private final FtController controller;
    private final EventDesk desk;
    private final Orders orders;
    private final ServerView view;
    private final boolean[] loops;
    private final Deque<Long> integrations = new ArrayDeque<>();
    private PowerRequest power;

    Decisions(FtController controller, EventDesk desk, Orders orders) {
        this.controller = controller;
        this.desk = desk;
        this.orders = orders;
        view = controller.view();
        loops = new boolean[controller.systems()];
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
            if (view.duplicated()) {
                settle();
                compareIo(active);
                compareBus(view.states.active());
                compareGuards(view.states.active());
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            for (Notice notice : controller.rounds().report(i).notices) {
                boolean output = notice.event() == StateEvent.IO_MISMATCH && repairingPair();
                if (notice.event() == StateEvent.OUTVOTED) {
                    outvoted(notice.subject(), notice.text());
                } else if (!isStale(notice)) {
                    desk.raise(
                            output ? StateEvent.OUTPUT_MISMATCH : notice.event(),
                            notice.subject(),
                            notice.text());
                }
            }
        }
        int survivor = view.states.active();
        if (survivor >= 0 && survivor != active) {
            view.clock =
                    controller.rounds().report(survivor).clock; // the other may have failed before
        }
        controller.faults().decide();
        for (int i = 0; i < view.systems(); i++) {
            controller.rounds().report(i).commands.forEach(orders::carryOut);
        }
        if (active >= 0 && view.states.active() < 0) {
            restart();
        }
        if (ran) {
            board();
        }
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

    /** Whether something is going to happen by itself, so that an idle guest has to go on. */
    boolean pending() {
        return view.synchronizing()
                || view.states.count(SystemState.ONLINE_ASYNC) > 0
                || view.states.count(SystemState.OFFLINE_DIVIDE) > 0
                || firmwareBegins()
                || controller.description().automaticSync()
                        && (view.states.count(SystemState.OFFLINE) > 0 || recoverableSystem() >= 0);
    }

    /** Whether firmware is on its way to its loop; a guest that sleeps must not sleep over it. */
    private boolean firmwareBegins() {
        for (int i = 0; i < view.systems(); i++) {
            if (view.states.state(i) == SystemState.OFFLINE
                    && view.biosRounds[i] < FIRMWARE_ROUNDS
                    && !controller.rounds().report(i).ready) {
                return true;
            }
        }
        return false;
    }

    private void countRounds() {
        for (int i = 0; i < view.systems(); i++) {
            view.biosRounds[i]++;
        }
        view.asyncRounds =
                view.states.count(SystemState.ONLINE_ASYNC) > 0 ? view.asyncRounds + 1 : 0;
    }

    /** A system that was seen to be in step has its tries again. */
    private void settle() {
        boolean io = false;
        boolean differ = false;
        for (int i = 0; i < view.systems(); i++) {
            io |= controller.rounds().report(i).comparedIo;
            differ |= !controller.rounds().report(i).disagreement.isEmpty();
            differ |= controller.rounds().report(i).outvotes();
        }
        boolean seen = comparesBus() ? !busDiffers() : io && !differ;
        for (int i = 0; i < view.systems() && seen; i++) {
            if (view.states.state(i) == SystemState.ONLINE_SYNC) {
                view.recoveries[i] = 0;
            }
        }
    }

    private void compareIo(int active) {
        for (int i = 0; i < view.systems(); i++) {
            Report report = controller.rounds().report(i);
            boolean silent = report.disagreement.isEmpty() && !report.outvotes();
            if (silent) {
                if (report.comparedIo) {
                    view.comparators.agrees(Comparator.IO, i);
                }
                continue;
            }
            boolean alone = comparesBus() && !busDiffers();
            if (!view.states.repairing() && alone && !view.comparators.believes(Comparator.IO, i)) {
                broken(i, "IO", "the bus signatures, of which IO requests are a part, are equal");
                continue;
            }
            for (int system = 0; system < view.systems(); system++) {
                String why = report.outvoted[system];
                if (!why.isEmpty()) {
                    outvoted(system, String.format("IO comparator of #%d: #%d %s", i, system, why));
                }
            }
            if (!report.disagreement.isEmpty()) {
                String text = "IO comparator of #" + i + ": " + report.disagreement;
                if (repairingPair()) {
                    desk.raise(StateEvent.OUTPUT_MISMATCH, active, "S17 output differs; " + text);
                } else {
                    desk.raise(StateEvent.IO_MISMATCH, active, text);
                }
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            if (controller.rounds().report(i).queueFull) {
                String text = "a queue of the IO comparator of #" + i + " is full";
                desk.raise(StateEvent.IOQ_FULL, active, text);
                break; // one is enough to leave Online async
            }
        }
    }

    /** A comparator that raises false alarms is a located fault of its system. */
    private void broken(int system, String comparator, String why) {
        desk.raise(
                StateEvent.FAIL,
                system,
                String.format(
                        "the %s comparator of #%d raises false alarms: %s, %d times in a row",
                        comparator, system, why, Comparators.PATIENCE));
    }

    /** Whether P17's undetected-data pass may still repair one of the pair that serves. */
    private boolean repairingPair() {
        return view.states.repairing() && !view.joins(view.destination());
    }

    /** A system differs from what a majority agrees on. */
    private void outvoted(int system, String text) {
        if (!view.states.state(system).isDuplicated()) {
            return; // another comparator has told before
        }
        if (view.joins(system) && view.states.repairing()) {
            desk.raise(StateEvent.OUTPUT_MISMATCH, system, "S17 output differs; " + text);
        } else {
            desk.raise(StateEvent.OUTVOTED, system, "outvoted; " + text);
        }
    }

    /** In lock-step both sides touch the same guarded pages at the same clocks. */
    private void compareGuards(int active) {
        if (active < 0) {
            return;
        }
        long history = controller.rounds().report(active).touchedGuards;
        for (int i = 0; i < view.systems(); i++) {
            boolean verified = view.states.state(i) == SystemState.PRE_ONLINE_SYNC && i != active;
            if (verified && controller.rounds().report(i).touchedGuards != history) {
                desk.raise(
                        view.states.repairing() ? StateEvent.OUTPUT_MISMATCH : StateEvent.CHECK_NG,
                        i,
                        String.format(
                                "guarded pages that #%d and #%d touched in this quantum differ",
                                active, i));
            }
        }
        controller.guards().endQuantum();
    }

    private boolean comparesBus() {
        boolean latched = view.states.count(SystemState.ONLINE_ASYNC) > 0;
        // While P17's undetected-data pass may still repair, the pass and the check after it tell.
        return controller.description().busComparator() && !latched && !repairingPair();
    }

    /** Whether the bus of a system is compared: not while it is still being repaired. */
    private boolean isCompared(int system) {
        boolean repaired = view.states.repairing() && system == view.destination();
        return view.states.state(system).isDuplicated() && !repaired;
    }

    /** Whether the signatures of the duplicated systems are not all the same. */
    private boolean busDiffers() {
        for (int i = 0; i < view.systems(); i++) {
            if (isCompared(i) && differsFromOthers(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean differsFromOthers(int system) {
        for (int i = 0; i < view.systems(); i++) {
            if (isCompared(i) && signature(i) != signature(system)) {
                return true;
            }
        }
        return false;
    }

    /** The CPU-bus comparators (P6 [0046]); a strict majority of equal signatures is right. */
    private void compareBus(int active) {
        if (!comparesBus() || !view.duplicated()) {
            return;
        }
        int members = 0;
        List<Integer> different = new ArrayList<>();
        for (int i = 0; i < view.systems(); i++) {
            if (isCompared(i)) {
                members++;
                if (view.comparators.says(Comparator.BUS, i, differsFromOthers(i))) {
                    different.add(i);
                } else {
                    view.comparators.agrees(Comparator.BUS, i);
                }
            }
        }
        if (different.isEmpty()) {
            return;
        }
        for (int i : different) {
            if (different.size() == members) {
                view.comparators.agrees(Comparator.BUS, i);
            } else if (!view.comparators.believes(Comparator.BUS, i)) {
                broken(i, "bus", "it says 'different' where the others say 'equal'");
                return;
            }
        }
        if (members > 2 && 2 * different.size() < members) {
            return; // most of the comparators say that nothing is wrong
        }
        judgeBus(active, different);
    }

    private void judgeBus(int active, List<Integer> different) {
        int right = view.majority(this::signature);
        boolean found = false;
        for (int i = 0; i < view.systems(); i++) {
            if (right >= 0 && isCompared(i) && signature(i) != signature(right)) {
                found = true;
                outvoted(i, "its bus signature of this quantum " + signatures(i, right));
            } else if (right < 0 && isCompared(i) && signature(i) != signature(active)) {
                desk.raise(
                        StateEvent.BUS_MISMATCH,
                        active,
                        String.format(
                                "bus signatures of this quantum differ: #%d %016x, #%d %016x",
                                active, signature(active), i, signature(i)));
                return;
            }
        }
        if (!found) {
            String who = different.stream().map(i -> "#" + i).collect(Collectors.joining(", "));
            desk.raise(
                    StateEvent.BUS_MISMATCH,
                    active,
                    "bus signatures of this quantum differ, says the comparator of " + who);
        }
    }

    private long signature(int system) {
        return controller.rounds().report(system).signature;
    }

    private String signatures(int wrong, int right) {
        return String.format(
                "is %016x, that of #%d and others %016x",
                signature(wrong), right, signature(right));
    }

    /**
     * The board controllers' own rules: crosslink, ready, automatic synchronization, time limits.
     */
    private void board() {
        connect();
        tellLoops();
        if (view.ioBoard[controller.id()]) {
            controller.io().sharedResources().set(SrcRegister.READY, 1);
        }
        int limit = controller.description().asyncLimit();
        if (limit > 0 && view.asyncRounds >= limit) {
            desk.raise(
                    StateEvent.SW_LEAVE_ASYNC,
                    view.states.active(),
                    "software ends Online async after " + limit + " quanta");
        }
        if (!controller.description().automaticSync()) {
            return;
        }
        int fallen = recoverableSystem();
        if (fallen >= 0 && !view.synchronizing()) {
            view.recoveries[fallen]++;
            view.recoverable[fallen] = false;
            desk.raise(StateEvent.RESET, fallen, "no fault was located; trying again");
        }
        for (int i = 0; i < view.systems(); i++) {
            if (controller.rounds().loops(i)
                    && view.states.count(SystemState.ONLINE_ASYNC) == 0
                    && !view.synchronizing()) {
                desk.raise(StateEvent.SYNC_START, i, "the service policy synchronizes #" + i);
            }
        }
    }

    /**
     * Policy: a lost service is booted again on a system that is healthy, if it is certain that no
     * other one provides it: where the presence line of the last one does not tell, it is not.
     */
    private void restart() {
        boolean lost = view.states.active() < 0 && view.guestExit.isEmpty();
        boolean certain = view.lastActive >= 0 && !view.presenceLost[view.lastActive];
        if (!controller.description().coldRestart() || !lost || !certain) {
            return;
        }
        for (int i = 0; i < view.systems(); i++) {
            SystemState state = view.states.state(i);
            boolean again = state == SystemState.FAULT && view.recoverable[i];
            if (view.cpuBoard[i] && (state == SystemState.OFFLINE_DIVIDE || again)) {
                orders.coldRestart(i, "the service was lost; cold restart");
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
            boolean now = controller.rounds().loops(i);
            if (now && !loops[i]) {
                desk.note("T205", i, "loops in its firmware until it is synchronized");
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
                desk.raise(StateEvent.XLINK_UP, i, "crosslinks connected");
                return;
            }
        }
    }
}
