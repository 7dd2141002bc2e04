package ft.chipset.server;

import ft.api.server.ServerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** The services of one kind that make parts, as they come and go. Any thread. */
final class PartList<T> {
    /**
     * The worst first: of two versions of a bundle that are installed side by side the one that was
     * there first is taken, unless their ranking says otherwise. So a version that is only dropped
     * into a folder changes nothing before it is asked for.
     */
    private static final Comparator<ServiceReference<?>> BY_WORTH = Comparator.naturalOrder();

    private final String option;
    private final Map<ServiceReference<T>, Part<T>> parts = new ConcurrentHashMap<>();

    /**
     * Without any.
     *
     * @param option of a description that names a bundle with such a service
     */
    PartList(String option) {
        this.option = option;
    }

    void add(ServiceReference<T> reference, T service) {
        parts.put(reference, Part.of(service, reference.getBundle()));
    }

    void remove(ServiceReference<T> reference) {
        parts.remove(reference);
    }

    /** Whether the service that made this is there still. */
    boolean has(Part<?> part) {
        for (Part<T> each : parts.values()) {
            if (each.service() == part.service()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The best that a bundle of this name provides.
     *
     * @param version of the bundle; empty for any
     * @throws ServerException with one sentence if there is none
     */
    Part<T> find(String bundle, String version) throws ServerException {
        List<ServiceReference<T>> known = new ArrayList<>(parts.keySet());
        known.sort(BY_WORTH.reversed());
        for (ServiceReference<T> reference : known) {
            Part<T> part = parts.get(reference);
            if (part != null
                    && part.bundle().equals(bundle)
                    && (version.isEmpty() || part.version().equals(version))) {
                return part;
            }
        }
        if (!version.isEmpty()) {
            throw new ServerException(
                    "No active bundle "
                            + bundle
                            + " "
                            + version
                            + " provides a "
                            + option
                            + "; there is "
                            + names(part -> part.bundle() + " " + part.version()));
        }
        throw new ServerException(
                "The description asks for "
                        + option
                        + "="
                        + bundle
                        + ", but no active bundle of that name provides one; there is "
                        + names(Part::bundle));
    }

    /**
     * What the newest version of a bundle provides, for somebody who has asked for what is new.
     *
     * @throws ServerException with one sentence if there is none
     */
    Part<T> newest(String bundle) throws ServerException {
        Part<T> best = find(bundle, "");
        for (Part<T> each : parts.values()) {
            boolean newer =
                    each.bundle().equals(bundle)
                            && Version.parseVersion(each.version())
                                            .compareTo(Version.parseVersion(best.version()))
                                    > 0;
            best = newer ? each : best;
        }
        return best;
    }

    private String names(Function<Part<T>, String> how) {
        String names =
                parts.values().stream()
                        .map(how)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
