package ft.api.config;

import ft.api.server.ServerException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Shows and changes the configuration of everything that has a metatype, third-party bundles
 * included. A service.
 *
 * <p>What it is about is named by its PID, or, if that is a server, by the name of the server. The
 * name of a new one is {@code FACTORY~NAME}.
 *
 * <p><b>Threading:</b> any thread but one of a server, since it waits for servers.
 */
@ProviderType
public interface Configurations {
    /** Everything that can be configured, by PID; factories too, so that one sees them. */
    List<Configurable> all();

    /**
     * One of them.
     *
     * @throws ServerException with one sentence if there is none of this name
     */
    Configurable find(String name) throws ServerException;

    /**
     * Changes an option, for good: the configuration is changed, and what it configures. What does
     * not fit the metatype, or what a running server refuses, changes nothing.
     *
     * @param values one value, or as many as the option takes
     * @return a sentence on what is in force now
     * @throws ServerException with one sentence on what is wrong, where, and what to do
     * @throws InterruptedException if it was interrupted while it waited for a server
     */
    String set(String name, String option, List<String> values)
            throws ServerException, InterruptedException;

    /**
     * Gives an option its default again.
     *
     * @return a sentence on what is in force now
     * @throws ServerException with one sentence on what is wrong
     * @throws InterruptedException if it was interrupted while it waited for a server
     */
    String reset(String name, String option) throws ServerException, InterruptedException;

    /**
     * Removes a configuration: what was made with it is gone, a server is powered off.
     *
     * @return a sentence on what was done
     * @throws ServerException with one sentence if there is none
     */
    String remove(String name) throws ServerException;
}
