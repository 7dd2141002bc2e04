package ft.chipset.controller.round;

import ft.api.fault.Fault.Comparator;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import ft.api.server.ServerDescription;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Comparators;
import ft.chipset.controller.view.Notice;
import ft.chipset.controller.view.Report;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.state.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the comparators found in a quantum, by the reports of all, and what follows: which of two or
 * more duplicated systems is wrong, where it is known, or else that they disagree.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Comparison {
    private final ServerDescription description;
    private final ServerView view;
    private final Reports reports;
    private final EventDesk events;
    private final Guards guards;
    private final ControllerHost host;

    Comparison(Side side, RoundParts parts) {
        reports = parts.reports();
        events = parts.outlets().events();
        guards = parts.hardware().guards();
        description = side.description();
        view = side.view();
        host = parts.outlets().host();
    }

    /** Decides what the quantum has shown, if systems are duplicated. */
    void decide(int active) {
        if (!view.duplicated()) {
            return;
        }
        settle();
        compareIo(active);
        compareBus(view.states.active());
        compareGuards(view.states.active());
    }

    /** Decides what a controller has told of a comparison between the boundaries. */
    void heard(Notice notice) {
        if (notice.event() == StateEvent.OUTVOTED) {
            outvoted(notice.subject(), notice.text());
            return;
        }
        boolean output = notice.event() == StateEvent.IO_MISMATCH && repairingPair();
        if (notice.event() == StateEvent.IO_MISMATCH) {
            choose(view.states.active(), notice.text());
        }
        events.raise(
                output ? StateEvent.OUTPUT_MISMATCH : notice.event(),
                notice.subject(),
                notice.text());
    }

    /** What the table does with a disagreement of IO accesses is a matter of the policy. */
    private void choose(int active, String text) {
        boolean fitted = description.busComparator();
        boolean differs = fitted && busDiffers();
        int online = view.states.count(SystemState.ONLINE_SYNC);
        Disagreement seen = new Disagreement(view.clock, active, online, differs, text);
        Verdict verdict = host.decide(view.moment, view.description().ioMismatch(), seen);
        view.states.policy(new Policy(fitted, fitted && verdict == Verdict.TRACE));
    }

    /** A system that was seen to be in step has its tries again. */
    private void settle() {
        boolean io = false;
        boolean differ = false;
        for (int i = 0; i < view.systems(); i++) {
            io |= reports.of(i).comparedIo;
            differ |= !reports.of(i).disagreement.isEmpty();
            differ |= reports.of(i).outvotes();
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
            Report report = reports.of(i);
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
                    events.raise(StateEvent.OUTPUT_MISMATCH, active, "S17 output differs; " + text);
                } else {
                    choose(active, text);
                    events.raise(StateEvent.IO_MISMATCH, active, text);
                }
            }
        }
        for (int i = 0; i < view.systems(); i++) {
            if (reports.of(i).queueFull) {
                String text = "a queue of the IO comparator of #" + i + " is full";
                events.raise(StateEvent.IOQ_FULL, active, text);
                break; // one is enough to leave Online async
            }
        }
    }

    /** A comparator that raises false alarms is a located fault of its system. */
    private void broken(int system, String comparator, String why) {
        events.raise(
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
            events.raise(StateEvent.OUTPUT_MISMATCH, system, "S17 output differs; " + text);
        } else {
            events.raise(StateEvent.OUTVOTED, system, "outvoted; " + text);
        }
    }

    /** In lock-step both sides touch the same guarded pages at the same clocks. */
    private void compareGuards(int active) {
        if (active < 0) {
            return;
        }
        long history = reports.of(active).touchedGuards;
        for (int i = 0; i < view.systems(); i++) {
            boolean verified = view.states.state(i) == SystemState.PRE_ONLINE_SYNC && i != active;
            if (verified && reports.of(i).touchedGuards != history) {
                events.raise(
                        view.states.repairing() ? StateEvent.OUTPUT_MISMATCH : StateEvent.CHECK_NG,
                        i,
                        String.format(
                                "guarded pages that #%d and #%d touched in this quantum differ",
                                active, i));
            }
        }
        guards.endQuantum();
    }

    private boolean comparesBus() {
        boolean latched = view.states.count(SystemState.ONLINE_ASYNC) > 0;
        // While P17's undetected-data pass may still repair, the pass and the check after it tell.
        return description.busComparator() && !latched && !repairingPair();
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
                events.raise(
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
            events.raise(
                    StateEvent.BUS_MISMATCH,
                    active,
                    "bus signatures of this quantum differ, says the comparator of " + who);
        }
    }

    private long signature(int system) {
        return reports.of(system).signature;
    }

    private String signatures(int wrong, int right) {
        return String.format(
                "is %016x, that of #%d and others %016x",
                signature(wrong), right, signature(right));
    }
}
