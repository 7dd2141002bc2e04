package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.Grant;
import ft.chipset.access.Target;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.request.Outbound.Taken;
import ft.chipset.controller.side.CpuSlot;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Notices;

/**
 * A quantum of the own CPU subsystem: it runs to the boundary, and its requests go their way.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Quantum {
    /** What has become of a piece of work. */
    enum Work {
        /** There is nothing to do but wait for others. */
        WAITS,
        /** Something was done. */
        GOES_ON,
        /** The boundary is reached. */
        ENDED
    }

    private final Side side;
    private final Outbound outbound;
    private final Guards guards;
    private final Notices notices;
    private final int length;
    private boolean serving;

    Quantum(Side side, RoundParts parts) {
        this.side = side;
        outbound = parts.outbound();
        guards = parts.hardware().guards();
        notices = parts.notices();
        length = side.description().quantum();
    }

    /**
     * Begins.
     *
     * @return whether the CPU subsystem runs: the guest, or firmware beside the service
     */
    boolean begin() {
        SystemState state = side.state();
        CpuSlot slot = side.slot();
        boolean runs = side.view().serviceRuns() && slot.cpu() != null;
        serving = runs && state.isOnline();
        boolean firmware =
                runs
                        && slot.inFirmware()
                        && AccessMatrix.outbound(state, Target.OWN_SRC) == Grant.ASYNC;
        return serving || firmware && !slot.isDeferred();
    }

    /** Whether the bus signature of the own system is compared. */
    boolean signs() {
        return serving && side.view().duplicated();
    }

    /** Runs on. */
    Work run(long boundary) {
        CpuSlot slot = side.slot();
        if (slot.waits()) {
            return outbound.idles() ? Work.GOES_ON : Work.WAITS;
        }
        if (guards.content().isAwaited()) {
            return Work.WAITS;
        }
        CpuSubsystem cpu = slot.cpu();
        RunExit exit;
        try {
            exit = cpu.run(serving ? boundary : cpu.clock() + length);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // A processor that breaks is a located fault of its CPU subsystem, not of the server.
            notices.add(StateEvent.FAIL, side.id(), "the processor failed: " + e);
            return Work.ENDED;
        }
        if (exit == RunExit.BOUNDARY) {
            return Work.ENDED;
        } else if (exit == RunExit.GUARDED_PAGE) {
            guards.touched(cpu);
        } else if (outbound.issue(cpu.request()) == Taken.DEFERRED) {
            slot.defer();
            return Work.ENDED;
        }
        return Work.GOES_ON;
    }
}
