package ft.api.upgrade;

import ft.api.server.ServerException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Replaces bundles by other versions of them while guests run. What a guest does is the same with
 * and without it; a version that behaves differently is rolled back.
 *
 * <p><b>Threading:</b> every method may be called by any thread.
 */
@ProviderType
public interface Upgrader {
    /** All bundles of which a server may be made, by name. */
    List<Upgradable> bundles();

    /**
     * Begins an upgrade. Returns when it is certain that there is something to begin.
     *
     * @throws ServerException with one sentence when nothing was begun: the bundle is not known or
     *     cannot be replaced, the file cannot be read or is another bundle, the version is in use
     *     already, a server is not in step, another upgrade is under way
     */
    Upgrade begin(UpgradeRequest request) throws ServerException;

    /** The upgrade that is under way, or the last one that was. */
    Optional<Upgrade> latest();
}
