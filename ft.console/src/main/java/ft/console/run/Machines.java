package ft.console.run;

import ft.api.history.Historian;
import ft.api.history.Recording;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.console.command.Servers;
import ft.console.text.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes servers like the one that is described by configuration. */
@Component(service = Machines.class)
public class Machines {
    @Reference private Servers servers;

    @Reference private FtServerFactory factory;

    @Reference private Historian historian;

    /**
     * The description of the server that the launcher's verbs are about; the launcher has waited
     * for it.
     */
    public ServerDescription description() throws Problem {
        FtServer server =
                servers.usual()
                        .orElseThrow(
                                () ->
                                        new Problem(
                                                "There is no server: the description has none, or"
                                                        + " a bundle is missing."));
        String problem = server.settings().problem();
        if (!problem.isEmpty()) {
            throw new Problem(problem);
        }
        return server.description();
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
