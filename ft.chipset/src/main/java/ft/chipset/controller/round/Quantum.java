package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.api.fields.StateFields;
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
    private boolean firmware;
    private long end;
    private long asked;

    Quantum(Side side, RoundParts parts) {
        this.side = side;
        outbound = parts.outbound();
        guards = parts.hardware().guards();
        notices = parts.notices();
        length = side.description().quantum();
    }

    /** Begins. */
    void begin() {
        SystemState state = side.state();
        CpuSlot slot = side.slot();
        boolean runs = side.view().serviceRuns() && slot.cpu() != null;
        serving = runs && state.isOnline();
        end = Long.MAX_VALUE;
        firmware =
                runs
                        && !serving
                        && slot.inFirmware()
                        && !slot.isDeferred()
                        && AccessMatrix.outbound(state, Target.OWN_SRC) == Grant.ASYNC;
    }

    /** Whether the CPU subsystem runs firmware beside the service. */
    boolean runsFirmware() {
        return firmware;
    }

    /** Firmware runs as long as the guest did, so it does not see how long rounds are. */
    void limitFirmware(long cycles) {
        end = side.cpu().clock() + Math.min(cycles, (long) Horizon.LONGEST_ALONE * length);
    }

    /** What is remembered from round to round, for a snapshot. */
    void state(StateFields fields) {
        asked = fields.number("asked", asked);
    }

    /** Whether the own system is one of those that run the guest. */
    boolean serves() {
        return serving;
    }

    /** The boundary at which the guest stops, of those up to one. */
    long end(long boundary) {
        return Math.min(boundary, end);
    }

    /** Clock of the last request that the guest made here. */
    long asked() {
        return asked;
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
        long stop = serving ? end(boundary) : end;
        if (cpu.clock() > stop) {
            return Work.ENDED; // it has gone where the others have not, which will be seen
        }
        RunExit exit;
        try {
            exit = cpu.run(stop);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // A processor that breaks is a located fault of its CPU subsystem, not of the server.
            notices.add(StateEvent.FAIL, side.id(), "the processor failed: " + e);
            return Work.ENDED;
        }
        if (exit == RunExit.BOUNDARY) {
            return Work.ENDED;
        } else if (exit == RunExit.GUARDED_PAGE) {
            guards.touched(cpu);
            return Work.GOES_ON;
        }
        ask(cpu.request().clock());
        if (outbound.issue(cpu.request()) == Taken.DEFERRED) {
            slot.defer();
            return Work.ENDED;
        }
        return Work.GOES_ON;
    }

    /**
     * The guest asks for something at a clock. What comes of it enters at the next boundary there
     * is in any case, however many were to be passed over.
     */
    private void ask(long clock) {
        if (serving) {
            asked = clock;
            end = Math.min(end, (clock / length + 1) * length);
        }
    }
}
