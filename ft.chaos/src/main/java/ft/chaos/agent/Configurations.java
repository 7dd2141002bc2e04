package ft.chaos.agent;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Sets configurations, as a user does. */
final class Configurations {
    private final BundleContext context;

    private Configurations(BundleContext context) {
        this.context = context;
    }

    static Configurations of(BundleContext context) {
        return new Configurations(context);
    }

    /**
     * Sets or, with nothing to set, deletes one.
     *
     * @param arguments {@code pid}, {@code name} for one of a factory, and options with a {@code =}
     *     before their names; several lines are an array of text
     */
    String set(Map<String, String> arguments) throws IOException {
        ServiceReference<ConfigurationAdmin> reference =
                context.getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            return "there is nobody to configure with";
        }
        ConfigurationAdmin admin = context.getService(reference);
        try {
            String pid = arguments.get("pid");
            String name = arguments.get("name");
            Configuration configuration =
                    name == null
                            ? admin.getConfiguration(pid, "?")
                            : admin.getFactoryConfiguration(pid, name, "?");
            Dictionary<String, Object> options = new Hashtable<>();
            arguments.forEach(
                    (option, value) -> {
                        if (option.startsWith("=")) {
                            options.put(
                                    option.substring(1),
                                    value.contains("\n") ? value.split("\n") : value);
                        }
                    });
            if (options.isEmpty()) {
                configuration.delete();
            } else {
                configuration.update(options);
            }
            return "";
        } finally {
            context.ungetService(reference);
        }
    }
}
