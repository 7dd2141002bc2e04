package ft.campaign.judge;

import ft.api.resync.CopyScope;
import ft.api.server.ResyncReport;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.EnumSet;
import java.util.Set;

/**
 * K1 to K5 and K9: from the disagreement until the copy has ended, every byte that differs lies in
 * an entry of the access traces or is a cell that flipped and that nobody has used; a trace that
 * has overflowed leads to a full copy.
 */
public final class TraceJudge implements Judge {
    private static final Set<SystemState> APART =
            EnumSet.of(
                    SystemState.ONLINE_ASYNC, SystemState.PRE_OFFLINE, SystemState.RECOVER_OFFLINE);

    private boolean overflowed;
    private boolean traced;

    @Override
    public void boundary(Boundary b, Findings findings) {
        overflowed |= b.happened(StateEvent.TRACE_FULL) || overflows(b);
        for (ResyncReport report : b.reports) {
            if (report.succeeded() && overflowed && report.scope() == CopyScope.PARTIAL) {
                findings.add("K5", b.clock, "a partial copy after the access trace overflowed");
            }
        }
        if (!b.reports.isEmpty()) {
            overflowed = false;
        }
        boolean entered = b.happened(StateEvent.BUS_MISMATCH) || b.happened(StateEvent.IO_MISMATCH);
        for (int i = 0; i < b.systems.length; i++) {
            Boundary.One other = b.systems[i];
            if (i == b.active || b.active < 0) {
                continue;
            }
            if (other.entered(SystemState.ONLINE_ASYNC)) {
                traced = true;
            } else if (!APART.contains(other.state) || b.happened(StateEvent.SYNC_START)) {
                traced = false;
            }
            if (traced && !overflowed && other.powered && !b.soundness.mayCorruptCopies()) {
                covered(b, other, entered ? "K1" : "K9", findings);
            }
        }
    }

    /** Traces go on until both sides are quiet (K2), where nobody needs an event any more. */
    private static boolean overflows(Boundary b) {
        boolean apart = false;
        boolean full = false;
        for (Boundary.One system : b.systems) {
            apart |= APART.contains(system.state);
            full |= system.powered && system.traceEntries > b.traceCapacity;
        }
        return apart && full;
    }

    private static void covered(Boundary b, Boundary.One other, String name, Findings findings) {
        if (other.mirror.equalTo(b.act().mirror)) {
            return;
        }
        Differences.forEach(
                b.act().mirror.memory(),
                other.mirror.memory(),
                b.act().mirror.differences(other.mirror),
                address -> {
                    long entry = (address - b.act().mirror.memory().base()) / b.suspectBytes;
                    if (!b.suspects.get((int) entry) && !b.soundness.isFlipped(address)) {
                        findings.add(
                                name,
                                b.clock,
                                String.format(
                                        "0x%x differs and is not in the access trace (%s)",
                                        address, b.states()));
                    }
                });
    }
}
