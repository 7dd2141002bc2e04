package ft.chaos;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Knows every class loader that a bundle ever had, without holding on to it. */
final class Loaders {
    private final List<Known> known = new ArrayList<>();

    private record Known(String label, long bundle, WeakReference<ClassLoader> loader) {}

    /** Notes the loaders that there are now. */
    void note(Iterable<Bundle> bundles) {
        for (Bundle bundle : bundles) {
            ClassLoader loader = current(bundle);
            if (loader != null && known.stream().noneMatch(each -> each.loader.refersTo(loader))) {
                known.add(
                        new Known(
                                bundle.getSymbolicName() + " " + bundle.getVersion(),
                                bundle.getBundleId(),
                                new WeakReference<>(loader)));
            }
        }
    }

    private static ClassLoader current(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? null : wiring.getClassLoader();
    }

    /** Those that are not in use any more and yet reachable. */
    Map<String, Integer> left(List<Bundle> bundles) {
        Map<String, Integer> left = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            System.gc();
            known.removeIf(each -> each.loader.refersTo(null));
            left.clear();
            for (Known each : known) {
                if (each.loader.get() != null && !isUsed(each, bundles)) {
                    left.merge(each.label, 1, Integer::sum);
                }
            }
            if (left.isEmpty()) {
                break;
            }
            try {
                Thread.sleep(20L * i);
            } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return left;
    }

    private static boolean isUsed(Known each, List<Bundle> bundles) {
        return bundles.stream()
                .filter(bundle -> bundle.getBundleId() == each.bundle)
                .anyMatch(bundle -> each.loader.refersTo(current(bundle)));
    }
}
