package ft.test.observe;

import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.test.description.ConfiguredServers;
import ft.test.support.Lab;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** A server that is described by configuration, as those that are observed are. */
final class ObservedServer implements AutoCloseable {
    /** Where the systems are in step. */
    static final long IN_STEP = 6_000_000;

    private final Lab lab;
    private final ConfiguredServers servers;
    private final FtServer server;

    ObservedServer(BundleContext context, ConfigurationAdmin admin, String name) throws Exception {
        this(context, admin, name, null);
    }

    /**
     * The same with another slot.
     *
     * @param slot a line for a slot instead of that of {@code rng0}, or null
     */
    ObservedServer(BundleContext context, ConfigurationAdmin admin, String name, String slot)
            throws Exception {
        lab = new Lab(context);
        servers = new ConfiguredServers(context, admin);
        server =
                slot == null
                        ? servers.describe(name, "seed", 1L)
                        : servers.describe(name, "slots", servers.slotsWith("rng0", slot));
    }

    FtServer server() {
        return server;
    }

    /** Powers on and holds the guest where the systems are in step. */
    void boot() throws Exception {
        lab.bootTo(server, "ledger", Lab.LEDGER, IN_STEP);
        Lab.assertInSync(server);
    }

    /** Pulls a CPU board and goes on for some clocks; the guest is held again. */
    void pull(int system) throws Exception {
        go(new Operation.Pull(system, Board.CPU));
    }

    /** Has something done at the next boundary. */
    void go(Operation operation) throws Exception {
        var done = server.submit(operation);
        server.release();
        done.get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        servers.close();
        lab.close();
    }
}
