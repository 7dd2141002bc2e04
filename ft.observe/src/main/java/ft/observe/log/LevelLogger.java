package ft.observe.log;

import java.util.function.Supplier;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;

/** A logger that takes the level as a value. */
final class LevelLogger {
    private final Logger logger;

    LevelLogger(Logger logger) {
        this.logger = logger;
    }

    boolean isEnabled(LogLevel level) {
        return switch (level) {
            case AUDIT -> true;
            case ERROR -> logger.isErrorEnabled();
            case WARN -> logger.isWarnEnabled();
            case INFO -> logger.isInfoEnabled();
            case DEBUG -> logger.isDebugEnabled();
            case TRACE -> logger.isTraceEnabled();
        };
    }

    /** Logs a text, which is made only if the level is enabled. */
    void log(LogLevel level, Supplier<String> text) {
        if (!isEnabled(level)) {
            return;
        }
        // As an argument: a text may have braces in it, which a format would take for its own.
        String line = text.get();
        switch (level) {
            case AUDIT -> logger.audit("{}", line);
            case ERROR -> logger.error("{}", line);
            case WARN -> logger.warn("{}", line);
            case INFO -> logger.info("{}", line);
            case DEBUG -> logger.debug("{}", line);
            case TRACE -> logger.trace("{}", line);
        }
    }
}
