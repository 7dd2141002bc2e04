package ft.api.history;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Knows the histories of servers. Registered as a service by the bundle that makes the servers. Any
 * thread.
 */
@ProviderType
public interface Historian {
    /**
     * What of a server's history is kept.
     *
     * @throws IllegalArgumentException for a server of another bundle
     */
    ServerHistory of(FtServer server);

    /**
     * Builds the server of a record, without power, to be given the inputs of the record.
     *
     * @param record file that {@link ServerHistory#record} has written
     * @param options what is changed of the description, by names as in the configuration: only
     *     what no guest can tell, such as {@code driver}, {@code engine}, {@code seed} and {@code
     *     paced}
     * @throws ServerException with one sentence when it cannot be read, is of another version, an
     *     option would change the history, or a bundle is missing or another one than recorded
     */
    Replay replay(Path record, Map<String, String> options) throws ServerException;
}
