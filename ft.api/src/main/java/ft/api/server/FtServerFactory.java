package ft.api.server;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Makes servers from descriptions, out of the parts that are installed. A service. */
@ProviderType
public interface FtServerFactory {
    /**
     * Makes a server, powered off.
     *
     * @throws ServerException with one sentence when the description is wrong or names a part that
     *     no installed bundle provides
     */
    FtServer create(ServerDescription description) throws ServerException;

    /**
     * The description that a configuration gives.
     *
     * @param configuration options by name, as in the configuration (metatype); those left out have
     *     their defaults; the value of {@code slots} is an array of text
     * @throws ServerException with one sentence for a value that is wrong
     */
    ServerDescription describe(Map<String, Object> configuration) throws ServerException;

    /**
     * A description with some options changed.
     *
     * @param options names as in the configuration (metatype), values as text; {@code
     *     slot.NAME.OPTION} is an option of the device in a slot, {@code slot.NAME} a further slot,
     *     with the rest of its line as the value
     * @throws ServerException with one sentence for an unknown name or a value out of range
     */
    ServerDescription vary(ServerDescription base, Map<String, String> options)
            throws ServerException;
}
