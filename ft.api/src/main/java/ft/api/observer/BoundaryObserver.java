package ft.api.observer;

import ft.api.server.BoundaryView;
import ft.api.server.FtServer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at every instruction boundary of a server, for a judge of its history. See {@link
 * FtServer#observe}.
 */
@ConsumerType
public interface BoundaryObserver {
    /**
     * All FT controllers stand at the end of the same round: everything that came from outside is
     * in, states are decided, the share of a resynchronization is done, no CPU subsystem runs.
     *
     * <p><b>Threading:</b> the thread of the sequential driver. What is submitted to the server
     * from here takes effect at the next boundary, at the same one in every run of the same seed.
     * An exception is a defect of the server like any other in that thread.
     *
     * @param view to be used during the call only
     */
    void boundary(BoundaryView view);

    /**
     * A copy strategy does something with a page; called before it is done, in the order of things.
     *
     * @param operation what
     * @param page in units of copying
     */
    default void copying(CopyOperation operation, int page) {}
}
