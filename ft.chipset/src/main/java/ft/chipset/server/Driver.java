package ft.chipset.server;

import ft.chipset.controller.FtController;
import java.util.List;

/** Runs the controllers of a server. All drivers give the same guest history. */
interface Driver extends AutoCloseable {
    /** Starts. */
    void start(List<FtController> controllers);

    /** Makes the driver look for work; any thread. */
    void wake();

    /** Stops and waits until no controller is run any more. */
    @Override
    void close();
}
