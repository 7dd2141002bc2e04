package ft.provision.upgrade;

import ft.api.cpu.CpuSubsystemFactory;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.io.IoSubsystemFactory;
import ft.api.server.FtServerFactory;
import ft.api.upgrade.UpgradeWay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** The bundles that servers are made of, and how each of them is replaced. Any thread. */
final class Catalogue {
    private static final String CONTRACTS = "ft.api";

    /** What a bundle is that offers a service, and how it is replaced; the first that fits. */
    private static final Map<String, Kind> KINDS = kinds();

    private final BundleContext context;

    /**
     * A kind of bundle.
     *
     * @param way how it is replaced
     * @param remark one sentence without a full stop
     */
    record Kind(UpgradeWay way, String remark) {}

    Catalogue(BundleContext context) {
        this.context = context;
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put(
                CpuSubsystemFactory.class.getName(),
                new Kind(UpgradeWay.ROLLING, "CPU boards, compared before they are believed"));
        kinds.put(
                FtServerFactory.class.getName(),
                new Kind(
                        UpgradeWay.SAVE_AND_LOAD,
                        "FT controllers, and the servers themselves, which stand still meanwhile"));
        kinds.put(
                IoSubsystemFactory.class.getName(),
                new Kind(UpgradeWay.HAND_OVER, "IO boards; the servers move to others"));
        kinds.put(
                CrosslinkFactory.class.getName(),
                new Kind(UpgradeWay.HAND_OVER, "crosslinks; the servers move to others"));
        return kinds;
    }

    /** Symbolic names of all bundles that know the contracts of servers. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName() != null && belongs(bundle)) {
                names.add(bundle.getSymbolicName());
            }
        }
        return names;
    }

    private static boolean belongs(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return bundle.getSymbolicName().equals(CONTRACTS)
                || wiring != null
                        && wiring.getRequiredWires(null).stream()
                                .anyMatch(wire -> isOf(wire, CONTRACTS));
    }

    private static boolean isOf(BundleWire wire, String name) {
        return wire.getProvider().getSymbolicName().equals(name);
    }

    /** How a bundle of this name is replaced. */
    Kind kind(String name) {
        if (name.equals(CONTRACTS)) {
            return new Kind(
                    UpgradeWay.NONE,
                    "every bundle of a server is wired to it, so all would have to go with it; save"
                            + " the server (ft:save), start the other release and load it there"
                            + " (ft:load)");
        }
        if (name.equals(context.getBundle().getSymbolicName())) {
            return new Kind(
                    UpgradeWay.NONE,
                    "it is what replaces the others; felix:update replaces it, no server minds");
        }
        List<Bundle> bundles =
                Stream.of(context.getBundles())
                        .filter(bundle -> name.equals(bundle.getSymbolicName()))
                        .toList();
        Optional<String> dependent = bundles.stream().flatMap(Catalogue::dependents).findFirst();
        if (dependent.isPresent()) {
            return new Kind(
                    UpgradeWay.NONE,
                    dependent.get() + " is wired to it and would have to stop with it");
        }
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            if (bundles.stream().anyMatch(bundle -> offers(bundle, kind.getKey()))) {
                return kind.getValue();
            }
        }
        return new Kind(UpgradeWay.AT_ONCE, "");
    }

    /** Who uses classes of a bundle. */
    private static Stream<String> dependents(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return Stream.empty();
        }
        return wiring.getProvidedWires(null).stream()
                .filter(wire -> wire.getCapability().getNamespace().startsWith("osgi.wiring."))
                .map(wire -> wire.getRequirer().getSymbolicName())
                .filter(each -> !each.equals(bundle.getSymbolicName()))
                .sorted();
    }

    private static boolean offers(Bundle bundle, String service) {
        ServiceReference<?>[] all = bundle.getRegisteredServices();
        return all != null
                && Stream.of(all)
                        .flatMap(
                                each ->
                                        Stream.of(
                                                (String[]) each.getProperty(Constants.OBJECTCLASS)))
                        .anyMatch(service::equals);
    }
}
