package ft.test.description;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.FtServer;
import ft.test.support.Lab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Server configurations beside the one that comes with the server. */
public final class ConfiguredServers implements AutoCloseable {
    private static final String PID = "ft.server";

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Dictionary<String, Object> standard;
    private final List<Configuration> made = new ArrayList<>();
    private final List<FtServer> servers = new ArrayList<>();

    /** Finds the one that comes with the server. */
    public ConfiguredServers(BundleContext context, ConfigurationAdmin admin) throws Exception {
        this.context = context;
        this.admin = admin;
        Lab.service(context, FtServer.class, named("default"));
        Configuration[] all =
                admin.listConfigurations(
                        "(&(service.factoryPid=" + PID + ")" + named("default") + ")");
        assertThat(all).hasSize(1);
        standard = all[0].getProperties();
        standard.put("memory", "8MiB");
        standard.put("paced", false);
    }

    private static String named(String server) {
        return "(" + FtServer.NAME + "=" + server + ")";
    }

    /** The standard slots, with the one of this name written anew. */
    public String[] slotsWith(String name, String line) {
        String[] slots = ((String[]) standard.get("slots")).clone();
        boolean found = false;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].startsWith(name + " ")) {
                slots[i] = line;
                found = true;
            }
        }
        assertThat(found).as("slot " + name).isTrue();
        return slots;
    }

    /** Describes a server as the standard one, but for one option. */
    public FtServer describe(String name, String option, Object value) throws Exception {
        Configuration configuration = admin.getFactoryConfiguration(PID, name, "?");
        made.add(configuration);
        Dictionary<String, Object> properties = new Hashtable<>();
        for (String key : Collections.list(standard.keys())) {
            if (!key.startsWith("service.") && !key.startsWith(":")) {
                properties.put(key, standard.get(key));
            }
        }
        properties.put(FtServer.NAME, name);
        properties.put(option, value);
        configuration.update(properties);
        FtServer server = Lab.service(context, FtServer.class, named(name));
        servers.add(server);
        return server;
    }

    boolean isThere(String name) {
        try {
            return context.getServiceReferences(FtServer.class.getName(), named(name)) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Deletes what was described, and waits until it is gone with its threads. */
    @Override
    public void close() throws Exception {
        for (Configuration configuration : made) {
            String name = String.valueOf(configuration.getProperties().get(FtServer.NAME));
            configuration.delete();
            // The service goes first, then the server is closed by the thread that deletes it.
            Lab.await("server " + name + " is gone", () -> !isThere(name) && !runs(name));
        }
        made.clear();
        servers.forEach(FtServer::systems); // not answered before the closing has ended
        servers.clear();
    }

    private static boolean runs(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("ft-" + name + "(-[0-9]+)?"));
    }
}
