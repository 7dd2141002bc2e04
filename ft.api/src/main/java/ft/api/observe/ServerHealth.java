package ft.api.observe;

import java.util.List;

/**
 * How a server is.
 *
 * @param server its name
 * @param level how bad it is
 * @param sentence the worst there is to say, with since when
 * @param details what else there is to say, most important first; a sentence each
 */
public record ServerHealth(String server, Level level, String sentence, List<String> details) {
    /** How bad it is; later is worse. */
    public enum Level {
        /** All systems are in step. */
        OK,
        /** The service is there, but not as redundant as it could be, or something is missing. */
        WARN,
        /** The service is not there, and comes back by itself. */
        TEMPORARILY_UNAVAILABLE,
        /** The service is lost until somebody does something. */
        CRITICAL
    }

    /** Copies the details. */
    public ServerHealth {
        details = List.copyOf(details);
    }
}
