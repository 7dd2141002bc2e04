package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.crosslink.CrosslinkPort;
import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.server.ResyncProgress;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Problems;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.trace.AccessTrace;

/** Tells the outside how the own system is. */
final class StatusDesk {
    /** Quanta between two looks at whether the guest is stuck, however many a round has. */
    private static final int STUCK_PERIOD = 64;

    private final Side side;
    private final ControllerHost host;
    private final ServerView view;
    private final IoSubsystem io;
    private final int id;
    private final Outbound outbound;
    private final AccessTrace trace;
    private final Problems problems;
    private long signatures;
    private String stuck = "";
    private long looked;

    StatusDesk(Side side, RoundParts parts) {
        this.side = side;
        host = parts.outlets().host();
        io = parts.io();
        outbound = parts.outbound();
        trace = parts.hardware().trace();
        problems = parts.problems();
        view = side.view();
        id = side.id();
    }

    /** A bus signature of the own system was compared. */
    void signed() {
        signatures++;
    }

    /** What it has counted, for a snapshot. */
    void state(StateFields fields) {
        signatures = fields.number("signatures", signatures);
        stuck = fields.text("stuck", stuck);
    }

    /** Tells state, boards, counters and what is wrong. */
    void publish() {
        CpuSubsystem cpu = side.cpu();
        long period = view.clock / (STUCK_PERIOD * (long) view.description().quantum());
        if (period != looked || !stuck.isEmpty()) {
            looked = period;
            stuck = cpu == null ? "" : cpu.stuck().orElse("");
        }
        host.status(
                new SystemStatus(
                        id,
                        view.states.state(id),
                        view.states.mode(id),
                        view.cpuBoard[id],
                        view.ioBoard[id],
                        view.states.linked(id),
                        cpu == null ? 0 : cpu.clock(),
                        cpu == null ? 0 : cpu.retired(),
                        counters(),
                        stuck.isEmpty() ? problems.of(id) : stuck));
    }

    private SystemCounters counters() {
        CrosslinkPort port = side.wire().port();
        return new SystemCounters(
                signatures,
                outbound.compared(),
                outbound.aborts(),
                io.masterAborts().count(),
                outbound.mended(),
                port.dropped(),
                port.repeated());
    }

    /** How far the trace has filled is the progress of Online async. */
    void showTrace() {
        if (view.states.state(id) == SystemState.ONLINE_ASYNC) {
            double fill = (double) trace.entries() / side.description().traceAlmostFull();
            host.progress(
                    new ResyncProgress(
                            view.description().strategy(),
                            "guest runs in both, trace fills",
                            Math.min(fill, 1)));
        }
    }
}
