package ft.test.config;

import ft.api.server.FtServer;
import ft.test.support.Lab;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Servers that are configured here, and gone afterwards. */
final class ServerConfigurations implements AutoCloseable {
    static final String PID = "ft.server";

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Set<String> made = new HashSet<>();

    ServerConfigurations(BundleContext context, ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
    }

    private static String named(String name) {
        return "(" + FtServer.NAME + "=" + name + ")";
    }

    /** The configuration that comes with the server, made smaller and not held back. */
    private Dictionary<String, Object> standard() throws Exception {
        Lab.service(context, FtServer.class, named("default"));
        Dictionary<String, Object> all =
                admin.listConfigurations("(service.pid=ft.server~default)")[0].getProperties();
        Dictionary<String, Object> standard = new Hashtable<>();
        for (String key : Collections.list(all.keys())) {
            if (!key.startsWith("service.") && !key.startsWith(":")) {
                standard.put(key, all.get(key));
            }
        }
        standard.put("memory", "8MiB");
        standard.put("paced", false);
        return standard;
    }

    /** Describes a server like the standard one, with some options changed. */
    FtServer describe(String name, Map<String, ?> options) throws Exception {
        Dictionary<String, Object> properties = standard();
        properties.put(FtServer.NAME, name);
        options.forEach(properties::put);
        made.add(name);
        configuration(name).update(properties);
        return server(name);
    }

    FtServer server(String name) throws InterruptedException {
        return Lab.service(context, FtServer.class, named(name));
    }

    Configuration configuration(String name) throws Exception {
        return admin.getFactoryConfiguration(PID, name, "?");
    }

    /** Changes one option, as whoever writes a configuration does. */
    void change(String name, String option, Object value) throws Exception {
        Configuration configuration = configuration(name);
        Dictionary<String, Object> properties = configuration.getProperties();
        properties.put(option, value);
        configuration.update(properties);
    }

    /** Deletes one, and waits until its server is gone with its threads. */
    void delete(String name) throws Exception {
        configuration(name).delete();
        made.remove(name);
        Lab.await("server " + name + " is gone", () -> !isThere(name) && !runs(name));
    }

    boolean isThere(String name) {
        try {
            return context.getServiceReferences(FtServer.class.getName(), named(name)) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean runs(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("ft-" + name + "(-[0-9]+)?"));
    }

    @Override
    public void close() throws Exception {
        for (String name : Set.copyOf(made)) {
            delete(name);
        }
    }
}
