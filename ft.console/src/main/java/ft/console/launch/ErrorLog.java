package ft.console.launch;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Says in one line each what the log calls an error: a description that cannot be read, a component
 * that fails. The traces stay in the log. Only where the launcher has started the framework.
 */
@Component(immediate = true, service = ErrorLog.class)
public class ErrorLog {
    /** How the Configurator complains of a file, before its name. */
    private static final String NO_DESCRIPTION = "Invalid JSON from ";

    private final LogReaderService log;
    private final PrintStream out;
    private final LogListener listener = this::logged;
    private final Set<String> complainers = ConcurrentHashMap.newKeySet();

    /** Sequence number of the last entry that was there before the listener. */
    private final AtomicLong last = new AtomicLong(-1);

    /** Made by Declarative Services. */
    @Activate
    public ErrorLog(BundleContext context, @Reference LogReaderService log) {
        this(log, out(context));
    }

    /** In somebody else's framework the log, and where it is told, is not this bundle's affair. */
    private static PrintStream out(BundleContext context) {
        return context.getProperty(Launcher.ARGUMENTS) == null
                ? new PrintStream(OutputStream.nullOutputStream())
                : System.err;
    }

    ErrorLog(LogReaderService log, PrintStream out) {
        this.log = log;
        this.out = out;
        List<LogEntry> earlier = Collections.list(log.getLog());
        // The newest comes first.
        Collections.reverse(earlier);
        for (LogEntry entry : earlier) {
            say(entry);
            last.set(entry.getSequence());
        }
        log.addLogListener(listener);
    }

    @Deactivate
    void stop() {
        log.removeLogListener(listener);
    }

    /** Whether a bundle, by its symbolic name, had an error to tell so far. */
    boolean hasErrorOf(String bundle) {
        return complainers.contains(bundle);
    }

    private void logged(LogEntry entry) {
        if (entry.getSequence() > last.get()) {
            say(entry);
        }
    }

    private void say(LogEntry entry) {
        // What the framework says of a service that was not made, its maker has said better.
        if (entry.getLogLevel() == LogLevel.ERROR
                && !(entry.getException() instanceof ServiceException)) {
            out.println("ft: " + sentence(entry));
            if (entry.getBundle() != null) {
                complainers.add(String.valueOf(entry.getBundle().getSymbolicName()));
            }
        }
    }

    private static String sentence(LogEntry entry) {
        String message = firstLine(entry.getMessage());
        if (message.startsWith(NO_DESCRIPTION)) {
            // What the Configurator says of a file without its header, too.
            return "The server description "
                    + message.substring(NO_DESCRIPTION.length())
                    + " cannot be read: it has to be one JSON object with the header of the OSGi"
                    + " Configurator (\":configurator:resource-version\": 1, symbolic name and"
                    + " version), as in conf/server/default.json.";
        }
        Throwable cause = entry.getException();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause == null ? "" : firstLine(cause.getMessage());
        return reason.isEmpty() || message.contains(reason) ? message : message + ": " + reason;
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("").strip();
    }
}
