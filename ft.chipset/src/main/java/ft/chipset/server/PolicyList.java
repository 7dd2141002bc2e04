package ft.chipset.server;

import ft.api.policy.ComparatorPolicy;
import ft.api.policy.Verdict;
import ft.api.server.PolicyStatus;
import ft.chipset.policy.SeparatePolicy;
import ft.chipset.policy.TracePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * The comparator policies that are installed, as they come and go; those that come along are always
 * there, in whatever order components start. Any thread.
 */
final class PolicyList {
    private final Map<ServiceReference<?>, Named> services = new ConcurrentSkipListMap<>();
    private final List<Named> builtIn;

    private record Named(String name, Part<ComparatorPolicy> part) {}

    /**
     * With those that come along.
     *
     * @param own the bundle that they come from; null outside of a framework
     */
    PolicyList(Bundle own) {
        builtIn =
                List.of(
                        new Named(Verdict.TRACE.name(), Part.of(new TracePolicy(), own)),
                        new Named(Verdict.SEPARATE.name(), Part.of(new SeparatePolicy(), own)));
    }

    void add(ServiceReference<ComparatorPolicy> reference, ComparatorPolicy policy) {
        Object name = reference.getProperty(ComparatorPolicy.NAME);
        if (name != null) {
            services.put(
                    reference, new Named(name.toString(), Part.of(policy, reference.getBundle())));
        }
    }

    void remove(ServiceReference<ComparatorPolicy> reference) {
        services.remove(reference);
    }

    /** The worst first. */
    private List<Named> all() {
        List<Named> all = new ArrayList<>(builtIn);
        all.addAll(services.values()); // ascending order: the highest ranking one is the last
        return all;
    }

    /** The best of this name. */
    Optional<Part<ComparatorPolicy>> find(String name) {
        return all().stream()
                .filter(each -> each.name.equals(name))
                .map(Named::part)
                .reduce((worse, better) -> better);
    }

    boolean has(Part<?> part) {
        return all().stream().anyMatch(each -> each.part.service() == part.service());
    }

    /** As they are shown, a name once. */
    List<PolicyStatus> statuses(String selected) {
        Map<String, PolicyStatus> byName = new TreeMap<>(Comparator.naturalOrder());
        for (Named each : all()) {
            byName.put(
                    each.name,
                    new PolicyStatus(
                            each.name,
                            each.part.service().description(),
                            each.part.name(),
                            each.name.equals(selected)));
        }
        return List.copyOf(byName.values());
    }
}
