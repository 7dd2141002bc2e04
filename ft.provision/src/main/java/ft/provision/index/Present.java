package ft.provision.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;

/** What the framework has got already, at one moment. */
final class Present {
    private final BundleContext context;
    private final Map<Resource, Wiring> wirings = new LinkedHashMap<>();
    private final List<Capability> capabilities = new ArrayList<>();
    private final Map<String, Version> versions = new LinkedHashMap<>();

    Present(BundleContext context) {
        this.context = context;
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null) {
                wirings.put(revision, wiring);
            }
            capabilities.addAll(of(revision, wiring));
            if (bundle.getSymbolicName() != null) {
                versions.merge(
                        bundle.getSymbolicName(),
                        bundle.getVersion(),
                        (one, other) -> one.compareTo(other) >= 0 ? one : other);
            }
        }
    }

    /**
     * What a bundle provides. A package that it exports and takes from another bundle all the same
     * is in its revision, but not in its wiring; a service that it says it has is in the former
     * only, since the framework resolves without.
     */
    private static Set<Capability> of(BundleRevision revision, BundleWiring wiring) {
        Set<Capability> all = new LinkedHashSet<>();
        if (wiring != null) {
            all.addAll(wiring.getResourceCapabilities(null));
        }
        for (Capability capability : revision.getCapabilities(null)) {
            boolean exported = capability.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
            if (wiring == null || !exported) {
                all.add(capability);
            }
        }
        return all;
    }

    /** The wirings of what is resolved. */
    Map<Resource, Wiring> wirings() {
        return wirings;
    }

    /** Everything that is provided, in the order in which bundles were installed. */
    List<Capability> capabilities() {
        return capabilities;
    }

    /** The version of a bundle, of several the highest. */
    Optional<Version> version(String name) {
        return Optional.ofNullable(versions.get(name));
    }

    /**
     * Whether there is a service for a requirement now. Many bundles register services without
     * saying so in their manifests.
     */
    boolean hasService(Requirement requirement) {
        String filter = requirement.getDirectives().get("filter");
        try {
            return context.getAllServiceReferences(null, filter) != null;
        } catch (InvalidSyntaxException e) {
            // Then no service can be meant; the resolver complains of it.
            return false;
        }
    }

    /** What the names of the highest versions first. */
    static Comparator<Capability> highestFirst() {
        return Comparator.comparing(Present::versionOf).reversed();
    }

    private static Version versionOf(Capability capability) {
        return capability.getAttributes().get("version") instanceof Version version
                ? version
                : Version.emptyVersion;
    }
}
