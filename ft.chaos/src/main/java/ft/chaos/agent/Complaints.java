package ft.chaos.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;

/** Keeps the errors that bundles log. */
final class Complaints extends ServiceTracker<LogReaderService, LogReaderService>
        implements LogListener {
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

    Complaints(BundleContext context) {
        super(context, LogReaderService.class, null);
    }

    @Override
    public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
        LogReaderService reader = super.addingService(reference);
        reader.addLogListener(this);
        return reader;
    }

    @Override
    public void removedService(
            ServiceReference<LogReaderService> reference, LogReaderService reader) {
        reader.removeLogListener(this);
        super.removedService(reference, reader);
    }

    @Override
    public void logged(LogEntry entry) {
        if (entry.getLogLevel().ordinal() <= LogLevel.ERROR.ordinal()) {
            StringWriter text = new StringWriter();
            text.append(String.valueOf(entry.getBundle().getSymbolicName()))
                    .append(": ")
                    .append(entry.getMessage());
            if (entry.getException() != null) {
                text.append('\n');
                entry.getException().printStackTrace(new PrintWriter(text, true));
            }
            told.add(text.toString());
        }
    }

    /** What was logged since the last call. */
    List<String> take() {
        List<String> all = new ArrayList<>();
        for (String each = told.poll(); each != null; each = told.poll()) {
            all.add(each);
        }
        return all;
    }
}
