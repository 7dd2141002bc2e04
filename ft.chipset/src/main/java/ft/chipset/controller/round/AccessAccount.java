package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.chipset.controller.copy.Written;
import ft.chipset.controller.side.Side;

/**
 * Takes the account of what the own CPU subsystem writes and reads in a quantum (spec K1), and
 * hands it to whoever keeps track.
 *
 * <p>A system that serves alone is not asked for it. Nobody can disagree with it, and nothing is
 * lost: the CPU subsystem goes on collecting, and whoever copies from it begins with all pages and
 * asks from then on. But to be asked suspends all permissions of its harts' software TLBs, and to
 * note them again was a quarter of the time of a guest that goes through much memory.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class AccessAccount {
    private final Side side;
    private final RoundParts parts;
    private final Written written;

    AccessAccount(Side side, RoundParts parts) {
        this.side = side;
        this.parts = parts;
        written = parts.hardware().written();
    }

    /** The quantum of the own CPU subsystem has ended. */
    void quantumEnded(CpuSubsystem cpu) {
        if (isFollowed()) {
            written.takeQuantum(cpu);
            note();
        }
    }

    /** Devices may have written since. */
    void inbound(CpuSubsystem cpu) {
        if (isFollowed()) {
            written.takeInbound(cpu);
            note();
        }
    }

    // An entry of a TLB that leads astray does so until the quantum is taken in which it struck.
    private boolean isFollowed() {
        return side.view().duplicated()
                || parts.recorder().isRecording()
                || parts.resync().isUnderWay()
                || parts.faults().strikesSince(side.view().clock);
    }

    private void note() {
        parts.recorder().noteWritten();
        parts.resync().noteWritten();
    }
}
