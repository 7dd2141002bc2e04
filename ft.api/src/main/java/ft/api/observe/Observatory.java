package ft.api.observe;

import ft.api.server.ServerException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.log.LogLevel;

/**
 * All servers of the framework that are described by configuration, in the forms that tools read. A
 * service. Any thread; nothing here disturbs a guest.
 */
@ProviderType
public interface Observatory {
    /** Metrics in the text format of OpenMetrics 1.0, to its last line. */
    String openMetrics();

    /** How each server is, in the order of their names. */
    List<ServerHealth> health();

    /** What each server is made of and has done, for people. */
    String inventory();

    /** The same as one JSON object, a member for each server. */
    String inventoryJson();

    /**
     * The levels that are set for loggers of servers and devices ({@link LoggerNames}) and what is
     * above them, by name, the root logger first.
     *
     * @throws ServerException with one sentence where the log has no levels that can be set
     */
    Map<String, LogLevel> logLevels() throws ServerException;

    /**
     * Sets the level of a logger and of all below it that have none of their own, from now on until
     * the framework ends.
     *
     * @param level or null for that of the logger above
     * @throws ServerException likewise
     */
    void logLevel(String logger, LogLevel level) throws ServerException;
}
