package ft.console.command;

import ft.api.server.FtServer;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The servers that are described by configuration, by name. */
@Component(service = Servers.class)
public class Servers {
    /** Longer than a server takes to come, and short for one that never does. */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final long LOOK_EVERY_MILLIS = 20;

    /** Variable of a session. */
    private static final String SELECTED = "FT_SERVER";

    private static final String USUAL = "default";

    /** What only the launcher tells: the folder of the distribution. */
    private static final String HOME = "ft.home";

    /** Every configuration of a server. */
    private static final String DESCRIPTIONS = "(service.factoryPid=ft.server)";

    private final ConfigurationAdmin configurations;
    private final Map<String, FtServer> servers = new ConcurrentSkipListMap<>();

    private final boolean launched;

    /** Made by Declarative Services. */
    @Activate
    public Servers(BundleContext context, @Reference ConfigurationAdmin configurations) {
        this(configurations, context.getProperty(HOME) != null);
    }

    /** Waits for a first description unless the launcher has started the framework. */
    public Servers(ConfigurationAdmin configurations, boolean launched) {
        this.configurations = configurations;
        this.launched = launched;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updated")
    void add(FtServer server, Map<String, Object> properties) {
        // One that is given a name that another one has does not hide it.
        servers.putIfAbsent(name(properties), server);
    }

    /** It may have another name now. */
    void updated(FtServer server, Map<String, Object> properties) {
        servers.values().remove(server);
        add(server, properties);
    }

    void remove(FtServer server, Map<String, Object> properties) {
        servers.remove(name(properties), server);
    }

    /**
     * Waits until the servers that are described have come: what is configured is there when the
     * framework has started, but components are told of it on a thread of its own. In somebody
     * else's framework, where descriptions may come as files that somebody looks for now and then,
     * at least one is waited for.
     */
    public void await() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        int least = launched ? 0 : 1;
        while (servers.size() < Math.max(least, described()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private int described() {
        try {
            Configuration[] all = configurations.listConfigurations(DESCRIPTIONS);
            return all == null ? 0 : all.length;
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The server that option {@code -s} names; else the one that {@code ft:server} has selected for
     * the session; else the only one there is.
     */
    public FtServer choose(Arguments arguments) throws Problem {
        Optional<String> name = arguments.option("-s", "--server");
        if (name.isEmpty()) {
            name = selected();
        }
        return name.isPresent() ? named(name.get()) : only();
    }

    /** The server of this name. */
    public FtServer named(String name) throws Problem {
        FtServer server = servers.get(name);
        if (server == null) {
            throw new Problem("There is no server '" + name + "'; " + known() + ".");
        }
        return server;
    }

    /** All there are, by name. */
    public List<FtServer> all() {
        return List.copyOf(servers.values());
    }

    /** The one that is meant where nobody has chosen: {@code default}, or the first by its name. */
    public Optional<FtServer> usual() {
        FtServer usual = servers.get(USUAL);
        return usual != null ? Optional.of(usual) : servers.values().stream().findFirst();
    }

    /** Selects a server for the commands of a session to come. */
    public void select(CommandSession session, String name) {
        session.put(SELECTED, name);
    }

    /** Name of the server that was selected for the session whose command this thread runs. */
    public Optional<String> selected() {
        Job job = Job.Utils.current();
        CommandSession session = job == null ? null : job.session();
        Object name = session == null ? null : session.get(SELECTED);
        return Optional.ofNullable(name).map(Object::toString).filter(text -> !text.isBlank());
    }

    private FtServer only() throws Problem {
        Map<String, FtServer> now = Map.copyOf(servers);
        if (now.size() == 1) {
            return now.values().iterator().next();
        }
        throw new Problem(
                now.isEmpty()
                        ? "No server is running: none is described, or its description is wrong;"
                                + " the log says more."
                        : "There are several servers; choose one with -s, or with ft:server for all commands to come: "
                                + known()
                                + ".");
    }

    private String known() {
        return servers.isEmpty()
                ? "none is running"
                : "there is " + String.join(", ", servers.keySet());
    }

    private static String name(Map<String, Object> properties) {
        return String.valueOf(properties.get(FtServer.NAME));
    }
}
