package ft.provision.index;

import ft.api.provision.InstallException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.utils.resource.CapabilitySet;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.resource.Wiring;
import org.osgi.service.repository.ContentNamespace;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.ResolveContext;
import org.osgi.service.resolver.Resolver;

/**
 * What of an index has to be installed so that one of its bundles runs. The resolver of the
 * framework decides; what is there already comes first, and of two that are not the higher version.
 */
final class Choice {
    /** Namespaces that describe a file, and connect nothing. */
    private static final Set<String> DESCRIPTIONS =
            Set.of(IdentityNamespace.IDENTITY_NAMESPACE, ContentNamespace.CONTENT_NAMESPACE);

    private final Present present;
    private final IndexedBundle wanted;
    private final Map<Resource, IndexedBundle> offered = new LinkedHashMap<>();
    private final List<Resource> resources = new ArrayList<>();
    private final Map<Requirement, List<Capability>> known = new HashMap<>();

    Choice(Present present, Index index, IndexedBundle wanted) {
        this.present = present;
        this.wanted = wanted;
        for (IndexedBundle bundle : index.bundles()) {
            // What is installed stays: no other version of it is put beside it, since the two
            // would not see each other's services.
            if (present.version(bundle.name()).isEmpty()) {
                offered.put(bundle.resource(), bundle);
            }
        }
        resources.addAll(offered.keySet());
        resources.addAll(index.notes());
    }

    /** The bundles to install, in an order in which each comes after most of what it needs. */
    List<IndexedBundle> bundles(Resolver resolver) throws InstallException {
        Map<Resource, List<Wire>> wires;
        try {
            wires = resolver.resolve(new Context());
        } catch (ResolutionException e) {
            throw new InstallException(wanted + " cannot be installed: " + reason(e) + ".", e);
        }
        List<IndexedBundle> order = new ArrayList<>();
        Set<Resource> seen = new HashSet<>();
        visit(wanted.resource(), wires, seen, order);
        // Fragments: nobody is wired to one, but to its host.
        wires.keySet().forEach(resource -> visit(resource, wires, seen, order));
        return order;
    }

    private void visit(
            Resource resource,
            Map<Resource, List<Wire>> wires,
            Set<Resource> seen,
            List<IndexedBundle> order) {
        if (!wires.containsKey(resource) || !seen.add(resource)) {
            return;
        }
        for (Wire wire : wires.get(resource)) {
            visit(wire.getProvider(), wires, seen, order);
        }
        IndexedBundle bundle = offered.get(resource);
        if (bundle != null) {
            order.add(bundle);
        }
    }

    private String reason(ResolutionException e) {
        return unprovided(wanted.resource(), wanted.toString(), new HashSet<>())
                .orElseGet(
                        () ->
                                "what it needs does not fit together ("
                                        + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")
                                        + ")");
    }

    /** The first requirement, depth first, that nobody provides, and whose it is. */
    private Optional<String> unprovided(Resource resource, String name, Set<Resource> seen) {
        if (!seen.add(resource)) {
            return Optional.empty();
        }
        for (Requirement requirement : resource.getRequirements(null)) {
            if (!isEffective(requirement) || Needs.isOptional(requirement)) {
                continue;
            }
            List<Capability> providers = providers(requirement);
            if (providers.isEmpty()) {
                return Optional.of(
                        "nobody provides "
                                + Needs.words(requirement)
                                + (resource == wanted.resource()
                                        ? ""
                                        : ", which " + name + " needs")
                                + remark(requirement));
            }
            List<Optional<String>> reasons = new ArrayList<>();
            for (Capability provider : providers) {
                Resource other = provider.getResource();
                IndexedBundle bundle = offered.get(other);
                reasons.add(
                        resources.contains(other)
                                ? unprovided(other, bundle == null ? name : bundle.toString(), seen)
                                : Optional.empty());
            }
            if (reasons.stream().allMatch(Optional::isPresent)) {
                return reasons.get(0);
            }
        }
        return Optional.empty();
    }

    /** Who would provide it, were not another version installed. */
    private String remark(Requirement requirement) {
        for (Capability capability : present.capabilities()) {
            Object name = capability.getAttributes().get(requirement.getNamespace());
            if (capability.getNamespace().equals(requirement.getNamespace())
                    && name != null
                    && Needs.words(requirement).contains(" " + name + " ")) {
                return "; there is " + name + " " + capability.getAttributes().get("version");
            }
        }
        return "";
    }

    private boolean isEffective(Requirement requirement) {
        if (DESCRIPTIONS.contains(requirement.getNamespace())) {
            return false;
        }
        String when =
                requirement
                        .getDirectives()
                        .getOrDefault(
                                Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE,
                                Namespace.EFFECTIVE_RESOLVE);
        return switch (when) {
            case Namespace.EFFECTIVE_RESOLVE -> true;
            case Namespace.EFFECTIVE_ACTIVE ->
                    !requirement.getNamespace().equals(Needs.SERVICE)
                            || !present.hasService(requirement);
            default -> false;
        };
    }

    private List<Capability> providers(Requirement requirement) {
        return known.computeIfAbsent(requirement, this::find);
    }

    private List<Capability> find(Requirement requirement) {
        List<Capability> found = new ArrayList<>();
        for (Capability capability : present.capabilities()) {
            if (matches(capability, requirement)) {
                found.add(capability);
            }
        }
        if (Needs.isOptional(requirement)) {
            // Nothing is fetched that would only be nice to have.
            return found;
        }
        List<Capability> more = new ArrayList<>();
        for (Resource resource : resources) {
            for (Capability capability : resource.getCapabilities(requirement.getNamespace())) {
                if (matches(capability, requirement)) {
                    more.add(capability);
                }
            }
        }
        more.sort(Present.highestFirst());
        found.addAll(more);
        return found;
    }

    private static boolean matches(Capability capability, Requirement requirement) {
        return capability.getNamespace().equals(requirement.getNamespace())
                && CapabilitySet.matches(capability, requirement);
    }

    /** What the resolver asks. */
    private final class Context extends ResolveContext {
        @Override
        public Collection<Resource> getMandatoryResources() {
            return List.of(wanted.resource());
        }

        @Override
        public List<Capability> findProviders(Requirement requirement) {
            // It inserts into the list what fragments bring.
            return new ArrayList<>(providers(requirement));
        }

        @Override
        public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
            capabilities.add(hosted);
            return capabilities.size() - 1;
        }

        @Override
        public boolean isEffective(Requirement requirement) {
            return Choice.this.isEffective(requirement);
        }

        @Override
        public Map<Resource, Wiring> getWirings() {
            return present.wirings();
        }
    }
}
