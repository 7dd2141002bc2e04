package ft.chipset.controller.copy;

import ft.api.fields.StateFields;
import ft.api.observer.BoundaryObserver;
import ft.api.resync.CopyScope;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import ft.chipset.controller.view.Reports;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens sessions of the copy strategy that is selected.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Sessions {
    private static final int NEVER = -1;

    private final CopyHardware hardware;
    private final Outlets outlets;
    private final Reports reports;
    private final Supplier<BoundaryObserver> observer;
    private int failAfter = NEVER;

    Sessions(
            CopyHardware hardware,
            Outlets outlets,
            Reports reports,
            Supplier<BoundaryObserver> observer) {
        this.hardware = hardware;
        this.outlets = outlets;
        this.reports = reports;
        this.observer = observer;
    }

    /** The next session fails after a number of pages. */
    void failAfter(int pages) {
        failAfter = pages;
    }

    /** What was injected, for a snapshot. */
    void state(StateFields fields) {
        failAfter = (int) fields.number("failAfter", failAfter);
    }

    /** The strategy to use, if there is any. */
    Optional<NamedStrategy> strategy() {
        return outlets.host()
                .strategy(hardware.view().moment, hardware.view().description().strategy());
    }

    /** Opens a session. */
    StrategyRun open(NamedStrategy strategy, int destination, CopyScope scope, BitSet traced) {
        CopyDesk desk = desk(destination, scope, traced);
        if (failAfter != NEVER) {
            desk.failAfter(failAfter);
            failAfter = NEVER;
        }
        return new StrategyRun(outlets.host(), strategy, desk, observer.get());
    }

    /** A copy desk without a strategy. */
    CopyDesk desk(int destination, CopyScope scope, BitSet traced) {
        return new CopyDesk(hardware, outlets.journal(), reports, destination, scope, traced);
    }
}
