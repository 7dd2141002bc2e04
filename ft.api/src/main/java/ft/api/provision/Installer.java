package ft.api.provision;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Installs bundles with what they need. What there is, and what it needs, an index tells: an XML
 * file in the format of the OSGi Repository Service, as bnd writes it, with a checksum of each
 * bundle.
 *
 * <p><b>Threading:</b> every method may be called by any thread; one installation at a time is
 * carried out, others wait.
 */
@ProviderType
public interface Installer {
    /**
     * What an index offers, by name and version.
     *
     * @param index a file name or a URL; {@code ""} for the one that is configured, or else that of
     *     the distribution
     * @throws InstallException if it cannot be read, or is no index
     */
    List<Offer> offers(String index) throws InstallException;

    /**
     * Installs and starts a bundle, and whatever it needs that the framework has not got. All or
     * nothing: after a failure there is no bundle more than before. What is installed stays as it
     * is; it is replaced by an {@link ft.api.upgrade.Upgrader}.
     *
     * @throws InstallException with one sentence: there is no such bundle, or it is installed
     *     already; nobody provides something that it needs, and who needs it; a file cannot be
     *     fetched, or is not the one that was indexed; a bundle does not start
     */
    Installation install(InstallRequest request) throws InstallException;
}
