package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.fault.Fault.Comparator;
import ft.api.state.StateEvent;
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import ft.chipset.controller.board.Mailbox;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.request.Outbound;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import ft.chipset.link.Wire;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What every controller knows at a boundary: the reports of all, of which it makes its own.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Reports {
    private final FtController controller;
    private final RecordCodec codec;
    private final Mailbox mailbox;
    private final ServerView view;
    private final Wire wire;
    private final Outbound outbound;
    private final Guards guards;
    private final Report[] reports;
    private final Report own;
    private final Deque<Notice> notices = new ArrayDeque<>();

    Reports(FtController controller, RecordCodec codec, Mailbox mailbox) {
        this.controller = controller;
        this.codec = codec;
        this.mailbox = mailbox;
        view = controller.view();
        wire = controller.wire();
        outbound = controller.outbound();
        guards = controller.guards();
        reports = new Report[view.systems()];
        Arrays.setAll(reports, i -> new Report(view.systems()));
        own = reports[controller.id()];
    }

    /** What a system reported, in this round or the last one. */
    Report of(int system) {
        return reports[system];
    }

    /** Something to tell all at the next boundary. */
    void notice(StateEvent event, int subject, String text) {
        notices.add(new Notice(event, subject, text));
    }

    /** Whether there is something to tell. */
    boolean hasNotices() {
        return !notices.isEmpty();
    }

    /** Whether an operator or software has asked a controller for something in this round. */
    boolean hasCommands() {
        return Arrays.stream(reports).anyMatch(report -> !report.commands.isEmpty());
    }

    /** Clock of the earliest command that is scheduled anywhere. */
    long earliest() {
        return Arrays.stream(reports).mapToLong(report -> report.earliest).min().orElseThrow();
    }

    /**
     * Tells all how the quantum was on this side.
     *
     * @param clock the clock of this boundary
     * @param signs whether the own bus signature is compared
     */
    void tell(long clock, boolean signs) {
        CpuSubsystem cpu = controller.cpu();
        own.begin(view.round, cpu);
        own.ready = controller.service().isReady();
        own.touchedGuards = guards.history();
        own.guardRepairs = guards.repaired();
        own.notices.addAll(notices);
        notices.clear();
        own.earliest = mailbox.take(clock, own.commands);
        if (signs) {
            own.signature = cpu.takeSignature();
            own.signatureRound = view.round;
            own.putSignature(wire.frame(FrameType.SIGNATURE));
            controller.sendToAll(Path.CPU_BUS);
        } else if (cpu != null) {
            cpu.takeSignature();
        }
        own.put(wire.frame(FrameType.REPORT), codec);
        controller.sendToAll(Path.CROSSLINK);
    }

    /** Whether all have told how the quantum was. */
    boolean areComplete() {
        return Arrays.stream(reports).allMatch(report -> report.round == view.round);
    }

    /** Tells all what the IO comparator of this side has found, and which faults struck. */
    void tellVerdict() {
        own.verdictRound = view.round;
        own.comparedIo = outbound.hasCompared();
        own.disagreement = outbound.disagreement();
        Arrays.setAll(own.outvoted, outbound::outvoted);
        own.queueFull = outbound.queueFull();
        if (view.comparators.isSilent(Comparator.IO, controller.id())) {
            own.disagreement = "";
            Arrays.fill(own.outvoted, "");
            own.queueFull = false;
        } else if (own.comparedIo
                && own.disagreement.isEmpty()
                && view.comparators.says(Comparator.IO, controller.id(), false)) {
            own.disagreement = "requests differ";
        }
        own.strikes.clear();
        own.strikes.addAll(controller.faults().takeStrikes());
        own.putVerdict(wire.frame(FrameType.VERDICT));
        controller.sendToAll(Path.CROSSLINK);
    }

    /** Whether all have told what they found, those that are compared their signatures too. */
    boolean areJudged() {
        for (int i = 0; i < reports.length; i++) {
            boolean signs = view.serviceRuns() && view.states.state(i).isDuplicated();
            if (reports[i].verdictRound != view.round
                    || signs && reports[i].signatureRound != view.round) {
                return false;
            }
        }
        return true;
    }
}
