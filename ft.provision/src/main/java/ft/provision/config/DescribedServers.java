package ft.provision.config;

import ft.api.server.FtServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The servers that configurations have made. They are looked up when they are needed: a reference
 * would be told of a server a moment later than everybody can see it.
 */
final class DescribedServers {
    private static final String DESCRIBED = "(" + Constants.SERVICE_PID + "=*)";

    private final BundleContext context;

    DescribedServers(BundleContext context) {
        this.context = context;
    }

    /** The server that a configuration has made. */
    Optional<FtServer> of(String pid) {
        for (ServiceReference<FtServer> each : references()) {
            if (pid.equals(each.getProperty(Constants.SERVICE_PID))) {
                FtServer server = context.getService(each);
                context.ungetService(each); // it lives as long as its configuration
                return Optional.ofNullable(server);
            }
        }
        return Optional.empty();
    }

    /** PID of the configuration that has made the server of this name. */
    Optional<String> pid(String name) {
        return references().stream()
                .filter(each -> name.equals(name(each)))
                .map(each -> String.valueOf(each.getProperty(Constants.SERVICE_PID)))
                .findFirst();
    }

    /** The names of all. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        references().forEach(each -> names.add(name(each)));
        return names;
    }

    private static String name(ServiceReference<FtServer> server) {
        return String.valueOf(server.getProperty(FtServer.NAME));
    }

    private Collection<ServiceReference<FtServer>> references() {
        try {
            return context.getServiceReferences(FtServer.class, DESCRIBED);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
