package ft.campaign.run;

import ft.api.server.BoundaryView;
import ft.api.server.SystemView;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.campaign.judge.Boundary;
import java.util.Optional;

/** Brings what a server shows at a boundary into the form that judges look at. */
final class Sight {
    private final Boundary boundary;
    private final OutputDigest output;

    Sight(Boundary boundary, OutputDigest output) {
        this.boundary = boundary;
        this.output = output;
    }

    /** Looks at all systems as they stand now. */
    void look(BoundaryView view) {
        Boundary b = boundary;
        b.clockBefore = b.clock;
        b.activeBefore = b.active;
        b.round = view.round();
        b.clock = view.clock();
        b.active = view.active();
        b.standsStill = view.standsStill();
        b.guestExit = view.guestExit();
        b.output = output.digest();
        b.goldenBoundary = b.active < 0 ? -1 : b.golden.find(b.clock);
        b.suspects.clear();
        boolean apart = false;
        for (SystemView each : view.systems()) {
            Boundary.One system = b.systems[each.system()];
            system.before = system.state;
            system.modeBefore = system.mode;
            system.retiredBefore = system.retired;
            system.state = each.state();
            system.mode = each.mode();
            system.powered = each.powered();
            system.context = null;
            if (system.powered) {
                system.mirror.look(each);
                system.retired = each.retired();
                system.traceEntries = each.traceEntries();
                if (system.state.isOnline()) {
                    system.context = each.context();
                }
            }
            apart |= system.state != SystemState.ONLINE_SYNC;
        }
        b.lists = b.happened(StateEvent.SYNC_RESET) ? view.lists() : Optional.empty();
        if (apart) {
            b.suspectBytes = view.suspectBytes();
            view.addSuspects(b.suspects);
        }
    }
}
