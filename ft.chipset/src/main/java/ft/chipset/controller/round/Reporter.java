package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.fault.Fault.Comparator;
import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.controller.command.Mailbox;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Notices;
import ft.chipset.controller.view.Report;
import ft.chipset.controller.view.ServerView;
import ft.chipset.history.HistorySink;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Makes the report of the own side and tells it to all.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Reporter {
    private final Side side;
    private final ServerView view;
    private final Report own;
    private final RecordCodec codec;
    private final Mailbox mailbox;
    private final Notices notices;
    private final Outbound outbound;
    private final Guards guards;
    private final ServiceInterrupt service;
    private final FaultDesk faults;
    private final HistorySink history;
    private final BooleanSupplier watched;
    private final IoTurn io;

    Reporter(Side side, RecordCodec codec, RoundParts parts, IoTurn io) {
        this.io = io;
        this.side = side;
        this.codec = codec;
        view = side.view();
        own = parts.reports().of(side.id());
        mailbox = parts.mailbox();
        notices = parts.notices();
        outbound = parts.outbound();
        guards = parts.hardware().guards();
        service = parts.hardware().service();
        faults = parts.faults();
        history = parts.outlets().host().history();
        watched = parts.watched();
    }

    /**
     * Tells all how the quantum was on this side.
     *
     * @param clock the clock of this boundary
     * @param quantum that has ended
     * @param advances whether the guest ran in it
     */
    void tell(long clock, Quantum quantum, boolean advances) {
        CpuSubsystem cpu = side.cpu();
        own.begin(view.round, cpu);
        own.ready = service.isReady();
        own.watchesEach =
                watched.getAsBoolean() || history.listens() || !side.slot().observers().isEmpty();
        own.touchedGuards = guards.history();
        own.guardRepairs = guards.content().repaired();
        notices.moveTo(own.notices);
        own.earliest = mailbox.take(clock, own.commands);
        own.ownSignature = cpu == null ? 0 : cpu.takeSignature();
        own.asked = outbound.asked();
        own.lastAsked = quantum.asked();
        io.rest(own, clock, advances);
        if (quantum.signs()) {
            own.signature = own.ownSignature;
            own.signatureRound = view.round;
            own.putSignature(side.wire().frame(FrameType.SIGNATURE));
            side.sendToAll(Path.CPU_BUS);
        }
        own.put(side.wire().frame(FrameType.REPORT), codec);
        side.sendToAll();
    }

    /**
     * Tells all what the IO comparator of this side has found, and which faults struck.
     *
     * @param clock the clock of this boundary
     * @param advances whether the guest ran in the quantum
     */
    void tellVerdict(long clock, boolean advances) {
        io.rest(own, clock, advances);
        own.verdictRound = view.round;
        own.comparedIo = outbound.hasCompared();
        own.disagreement = outbound.disagreement();
        Arrays.setAll(own.outvoted, outbound::outvoted);
        own.queueFull = outbound.queueFull();
        if (view.comparators.isSilent(Comparator.IO, side.id())) {
            own.disagreement = "";
            Arrays.fill(own.outvoted, "");
            own.queueFull = false;
        } else if (own.comparedIo
                && own.disagreement.isEmpty()
                && view.comparators.says(Comparator.IO, side.id(), false)) {
            own.disagreement = "requests differ";
        }
        own.strikes.clear();
        own.strikes.addAll(faults.takeStrikes());
        own.putVerdict(side.wire().frame(FrameType.VERDICT));
        side.sendToAll();
    }
}
