package ft.observe.log;

import ft.api.observe.LoggerNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;

/** The levels of loggers, while there is an OSGi log that has a {@link LoggerAdmin}. */
@Component(service = LogLevels.class)
public class LogLevels {
    /** In the root context, which every bundle's own context falls back on. */
    private final LoggerContext context;

    /** Made by Declarative Services. */
    @Activate
    public LogLevels(@Reference LoggerAdmin admin) {
        context = admin.getLoggerContext(null);
    }

    /** Those that matter to servers and devices. */
    public Map<String, LogLevel> all() {
        Map<String, LogLevel> all = new LinkedHashMap<>();
        all.put(Logger.ROOT_LOGGER_NAME, context.getEffectiveLogLevel(Logger.ROOT_LOGGER_NAME));
        new TreeMap<>(context.getLogLevels())
                .forEach(
                        (name, level) -> {
                            if (isOurs(name)) {
                                all.put(name, level);
                            }
                        });
        return all;
    }

    private static boolean isOurs(String name) {
        return name.equals("ft")
                || name.startsWith(LoggerNames.SERVERS)
                || name.startsWith(LoggerNames.DEVICES);
    }

    /** Sets one, or takes it away with null. */
    public synchronized void set(String logger, LogLevel level) {
        Map<String, LogLevel> levels = new TreeMap<>(context.getLogLevels());
        if (level == null) {
            levels.remove(logger);
        } else {
            levels.put(logger, level);
        }
        context.setLogLevels(levels);
    }
}
