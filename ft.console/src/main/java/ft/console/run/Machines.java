package ft.console.run;

import ft.api.history.Historian;
import ft.api.history.Recording;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.console.text.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Makes servers like the one that is described by configuration. */
@Component(service = Machines.class)
public class Machines {
    /** The server that the launcher's verbs are about. */
    private static final String DEFAULT = "(" + FtServer.NAME + "=default)";

    @Reference(
            target = DEFAULT,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FtServer server;

    @Reference private FtServerFactory factory;

    @Reference private Historian historian;

    /** The description of the default server; the launcher has waited for it. */
    public ServerDescription description() throws Problem {
        FtServer now = server;
        if (now == null) {
            throw new Problem(
                    "There is no server 'default': the description has none, or a bundle is"
                            + " missing.");
        }
        check(now);
        return now.description();
    }

    /**
     * A server whose description is wrong says so in the status of its systems. Only one without
     * slots is asked, because the question builds the machine, which takes its disk images.
     */
    private static void check(FtServer server) throws Problem {
        if (!server.description().slots().isEmpty()) {
            return;
        }
        for (SystemStatus system : server.systems()) {
            if (system.state() == SystemState.OFF && !system.problem().isEmpty()) {
                throw new Problem(system.problem());
            }
        }
    }

    /** A description with some options changed. */
    public ServerDescription vary(ServerDescription base, Map<String, String> options)
            throws Problem {
        try {
            return factory.vary(base, options);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    /** Records a server that has not been powered on yet. */
    public Recording record(FtServer made, Path file) throws Problem {
        try {
            return historian.of(made).record(file);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    /** A server without power. */
    public FtServer create(ServerDescription description) throws Problem {
        try {
            return factory.create(description);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }
}
