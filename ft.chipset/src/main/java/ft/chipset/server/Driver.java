package ft.chipset.server;

import ft.api.observer.BoundaryObserver;
import ft.chipset.controller.FtController;
import java.util.List;

/** Runs the controllers of a server. All drivers give the same guest history. */
interface Driver extends AutoCloseable {
    /** Starts. */
    void start(List<FtController> controllers);

    /**
     * Calls an observer at every boundary; none with null.
     *
     * @return whether this driver can
     */
    boolean observe(BoundaryObserver observer);

    /** Makes the driver look for work; any thread. */
    void wake();

    /** Stops and waits until no controller is run any more. */
    @Override
    void close();
}
