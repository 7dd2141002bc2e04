package ft.chaos;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** What a server that has ended leaves behind: nothing. */
final class Remains {
    /**
     * Gogo leaves a mark in every thread that was started while it had the streams, and so one of
     * its class loaders until that thread ends. That is its own affair. With a class loader the JVM
     * keeps those that it has had classes from, which no heap dump shows.
     */
    private static final String KEPT = "org.apache.felix.gogo.runtime";

    private final Loaders loaders = new Loaders();

    /** Notes the class loaders that there are now. */
    void note(List<Bundle> bundles) {
        loaders.note(bundles);
    }

    /** What there is that should not be, in a sentence; empty if there is none. */
    String left(List<Bundle> bundles) throws IOException, InterruptedException {
        loaders.note(bundles);
        Map<String, Integer> left = loaders.left(bundles);
        if (left.keySet().stream().anyMatch(label -> name(label).equals(KEPT))) {
            Set<String> kept = providers(bundles);
            left.keySet().removeIf(label -> kept.contains(name(label)));
        }
        if (!left.isEmpty()) {
            dump();
            return "Class loaders that nothing should hold any more: " + left;
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Home.PATIENCE_SECONDS);
        while (!threads().isEmpty()) { // the service of a server goes before it has ended
            if (System.nanoTime() > deadline) {
                return "Threads of a server that has ended: " + threads();
            }
            Thread.sleep(5);
        }
        return "";
    }

    private static String name(String label) {
        return label.substring(0, label.indexOf(' '));
    }

    /** What is kept, and what that has classes from, and so on. */
    private static Set<String> providers(List<Bundle> bundles) {
        Set<String> names = new TreeSet<>();
        Deque<BundleWiring> waiting = new ArrayDeque<>();
        for (Bundle bundle : bundles) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null && KEPT.equals(bundle.getSymbolicName())) {
                waiting.add(wiring);
            }
        }
        while (!waiting.isEmpty()) {
            BundleWiring wiring = waiting.remove();
            if (names.add(wiring.getBundle().getSymbolicName())) {
                for (BundleWire wire :
                        wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
                    waiting.add(wire.getProviderWiring());
                }
            }
        }
        return names;
    }

    /** Of the servers of the soak; bundles that are active have threads too. */
    private static List<String> threads() {
        return Census.threads().stream()
                .filter(name -> name.startsWith("ft-chaos-") || name.startsWith("ft-reference-"))
                .toList();
    }

    /** For whoever looks for what holds a class loader: {@code -Dft.chaos.dump=FILE}. */
    private static void dump() throws IOException {
        String file = System.getProperty("ft.chaos.dump", "");
        if (!file.isEmpty()) {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
        }
    }
}
