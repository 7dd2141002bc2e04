package ft.chipset.controller.event;

import ft.api.fields.StateFields;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.state.Processing;

/**
 * Keeps account of the service: who provides it, and when it was lost.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class ServiceAccount implements Follower {
    private final boolean first;
    private final ServerView view;
    private final ControllerHost host;
    private boolean served;

    public ServiceAccount(Side side, ControllerHost host) {
        this.host = host;
        first = side.id() == 0;
        view = side.view();
    }

    /** Whether there is a service, for a snapshot. */
    public void state(StateFields fields) {
        served = fields.flag("served", served);
    }

    @Override
    public void process(Processing processing, String text) {
        int active = view.states.active();
        if (active >= 0) {
            view.lastActive = active;
        }
        boolean was = served;
        served = active >= 0;
        if (was == served || !first) {
            return;
        }
        if (served) {
            host.serviceIsBack();
        } else if (!view.switchingOff && view.guestExit.isEmpty()) {
            host.serviceLost(view.clock, text);
        }
    }
}
