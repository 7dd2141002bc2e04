package ft.chipset.controller.request;

import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.api.state.StateEvent;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.Grant;
import ft.chipset.access.Target;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.view.ServerView;
import ft.chipset.state.ServerStates;

/**
 * Releases the locks of whoever can never do so any more: a system that does not issue requests of
 * its own holds none, and neither does a service that was lost.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class LockRelease implements Follower {
    private final ServerView view;
    private final IoSubsystem io;

    public LockRelease(ServerView view, IoSubsystem io) {
        this.view = view;
        this.io = io;
    }

    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        boolean issues = AccessMatrix.outbound(change.to(), Target.OWN_SRC) == Grant.ASYNC;
        if (!issues || event == StateEvent.POR || event == StateEvent.RESET) {
            io.sharedResources().releaseLocks(SharedResources.issuer(change.system()));
        }
        if (view.states.active() < 0) {
            io.sharedResources().releaseLocks(SharedResources.SERVICE);
        }
    }
}
