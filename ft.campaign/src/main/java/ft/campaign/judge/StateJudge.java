package ft.campaign.judge;

import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.EnumSet;
import java.util.Set;

/**
 * J9: ST3, ST4 and ST5 only together; at most one side in ST1 or ST2; exactly one ACT whenever a
 * side is online; the mode constant in ST3; ST4 only after the full check; ST3 only by a
 * synchronization reset; no new request leaves ST9 and ST10, because no guest runs there.
 */
public final class StateJudge implements Judge {
    private static final int PAGE = ft.api.cpu.MainStorage.PAGE_SIZE;

    private static final Set<SystemState> ALONE =
            EnumSet.of(SystemState.ONLINE_DIVIDE, SystemState.ONLINE_READY);

    private static final Set<SystemState> SILENT =
            EnumSet.of(SystemState.PRE_OFFLINE, SystemState.FAULT);

    @Override
    public void boundary(Boundary b, Findings findings) {
        int alone = 0;
        int duplicated = 0;
        int acts = 0;
        int online = 0;
        for (int i = 0; i < b.systems.length; i++) {
            Boundary.One system = b.systems[i];
            SystemState state = system.state;
            alone += ALONE.contains(state) ? 1 : 0;
            duplicated += state.isDuplicated() ? 1 : 0;
            online += state.isOnline() ? 1 : 0;
            if (system.mode == Mode.ACT) {
                acts++;
            }
            if (state == SystemState.PRE_ONLINE_SYNC
                    && system.before == SystemState.PRE_ONLINE_SYNC
                    && system.mode != system.modeBefore) {
                findings.add("J9", b.clock, "mode of #" + i + " changed in ST3");
            }
            if (SILENT.contains(state)
                    && system.before == state
                    && system.powered
                    && system.retired > system.retiredBefore) { // a reset counts from 0
                findings.add("J9", b.clock, "the guest runs in " + state.label() + " of #" + i);
            }
            entered(b, i, findings);
        }
        if (alone > 1) {
            findings.add("J9", b.clock, "two systems provide the service: " + b.states());
        }
        if (duplicated == 1 || b.systems.length == 2 && duplicated == 2 && !equalStates(b)) {
            findings.add("J9", b.clock, "no lawful pair: " + b.states());
        }
        if (online > 0 && acts != 1) {
            findings.add("J9", b.clock, acts + " systems are ACT: " + b.states());
        }
        if (online > 0 && (b.active < 0 || !b.systems[b.active].state.isOnline())) {
            findings.add("J9", b.clock, "ACT is not in service: " + b.states());
        }
    }

    private static boolean equalStates(Boundary b) {
        return b.systems[0].state == b.systems[1].state;
    }

    private static void entered(Boundary b, int i, Findings findings) {
        Boundary.One system = b.systems[i];
        if (system.entered(SystemState.ONLINE_SYNC)
                && i != b.active
                && !b.happened(StateEvent.CHECK_OK)) {
            findings.add("J9", b.clock, "#" + i + " is in ST4 without a memory check");
        }
        if (system.entered(SystemState.PRE_ONLINE_SYNC)
                && i != b.active
                && !b.happened(StateEvent.SYNC_RESET)) {
            findings.add("J9", b.clock, "#" + i + " is in ST3 without a synchronization reset");
        }
        b.reports.stream()
                .filter(report -> report.succeeded() && report.destination() == i)
                .filter(
                        report ->
                                report.checkedPages() * Math.max(report.pageSize(), PAGE)
                                        < memory(system))
                .forEach(
                        report ->
                                findings.add(
                                        "J9",
                                        b.clock,
                                        "ST4 after a check of only "
                                                + report.checkedPages()
                                                + " pages"));
    }

    private static long memory(Boundary.One system) {
        return system.powered ? system.mirror.memory().size() : 0;
    }
}
