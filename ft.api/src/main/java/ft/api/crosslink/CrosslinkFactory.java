package ft.api.crosslink;

import org.osgi.annotation.versioning.ProviderType;

/** Makes crosslinks. Registered as a service; named by its bundle's symbolic name. */
@ProviderType
public interface CrosslinkFactory {
    /** Connects a number of systems, each with each. All links are down. */
    Crosslink connect(int systems);
}
