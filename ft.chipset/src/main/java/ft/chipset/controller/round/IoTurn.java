package ft.chipset.controller.round;

import ft.api.io.IoSubsystem;
import ft.api.slot.PowerRequest;
import ft.chipset.controller.board.IntegrationPort;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.request.SrcDma;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Report;
import ft.chipset.controller.view.ServerView;

/**
 * The turn of the own IO subsystem at a boundary: host input, alarms, DMA, interrupts.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class IoTurn {
    private final Side side;
    private final IoSubsystem io;
    private final Outbound outbound;
    private final IntegrationPort integration;
    private final SrcDma dma;
    private final Playback playback;
    private PowerRequest power;

    IoTurn(Side side, RoundParts parts) {
        this.side = side;
        io = parts.io();
        outbound = parts.outbound();
        integration = parts.integration();
        playback = parts.playback();
        dma = new SrcDma(io, parts.inbound());
    }

    /** Whether there is something to do before the guest goes on. */
    boolean isDue() {
        return side.view().serviceRuns() && io.due(side.view().clock);
    }

    /**
     * Whether there is nothing to do at a boundary; says in a report what it leaves for all then.
     */
    void rest(Report own, long clock, boolean advances) {
        ServerView view = side.view();
        own.ioRests =
                !outbound.hasAsynchronous()
                        && !playback.isPlaying()
                        && (!view.ioBoard[side.id()] || isSettled(clock, advances));
        own.alarm = view.ioBoard[side.id()] ? io.nextAlarm() : Long.MAX_VALUE;
        own.lines = view.ioBoard[side.id()] ? io.interruptLines() : 0;
    }

    private boolean isSettled(long clock, boolean advances) {
        power = takePower();
        return power == null
                && integration.isSettled()
                && !(advances && (dma.isDue() || io.due(clock)));
    }

    private PowerRequest takePower() {
        return io.takePowerRequest().orElse(power);
    }

    /**
     * Does its work.
     *
     * @param advances whether the guest ran in the quantum before: work of a boundary is done once,
     *     so that a guest that is held and released sees no difference
     */
    InboundResult work(boolean advances) {
        outbound.performAsynchronous();
        ServerView view = side.view();
        if (!view.ioBoard[side.id()]) {
            return new InboundResult(Long.MAX_VALUE, 0, null, 0);
        }
        if (advances && view.states.active() >= 0) {
            dma.work();
            playback.enter(side.id(), io);
            io.boundary(view.clock);
        }
        PowerRequest asked = takePower();
        power = null;
        return new InboundResult(
                // What a device has asked for meanwhile comes at the boundary that follows.
                io.due(view.clock) ? view.clock : io.nextAlarm(),
                io.interruptLines(),
                asked,
                integration.exchange());
    }
}
