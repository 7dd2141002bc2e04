package ft.test.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Implementation bundles know ft.api and libraries, never each other. */
class WiringTest {

    private static final String API = "ft.api";

    @InjectBundleContext BundleContext context;

    @Test
    void allBundlesAreActive() {
        assertThat(ours())
                .extracting(Bundle::getSymbolicName)
                .contains(
                        API,
                        "ft.bench",
                        "ft.campaign",
                        "ft.chipset",
                        "ft.console",
                        "ft.copy.checksum",
                        "ft.copy.trace",
                        "ft.cpu",
                        "ft.crosslink",
                        "ft.debug",
                        "ft.guest",
                        "ft.io",
                        "ft.linux",
                        "ft.observe",
                        "ft.sdk");
        assertThat(ours())
                .allSatisfy(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    void onlyTheApiExportsPackages() {
        List<String> exports = new ArrayList<>();
        implementations()
                .forEach(
                        bundle -> {
                            for (BundleCapability capability :
                                    wiring(bundle)
                                            .getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                                exports.add(bundle + " exports " + packageOf(capability));
                            }
                        });
        assertThat(exports).isEmpty();
        assertThat(wiring(bundle(API)).getCapabilities(PackageNamespace.PACKAGE_NAMESPACE))
                .isNotEmpty()
                .allSatisfy(exported -> assertThat(packageOf(exported)).startsWith("ft.api"));
    }

    @Test
    void noImplementationIsWiredToAnother() {
        List<String> wires = new ArrayList<>();
        // All wires, not only those of packages: Require-Bundle and fragments would do the same.
        implementations()
                .forEach(
                        bundle -> {
                            for (BundleWire wire : wiring(bundle).getRequiredWires(null)) {
                                Bundle provider = wire.getProvider().getBundle();
                                if (isOurs(provider) && !provider.getSymbolicName().equals(API)) {
                                    wires.add(bundle + " requires " + wire.getCapability());
                                }
                            }
                        });
        assertThat(wires).isEmpty();
    }

    @Test
    void theApiNeedsNothingOfOurs() {
        assertThat(wiring(bundle(API)).getRequiredWires(null))
                .noneMatch(wire -> isOurs(wire.getProvider().getBundle()));
    }

    private Stream<Bundle> implementations() {
        return ours().stream().filter(bundle -> !bundle.getSymbolicName().equals(API));
    }

    private List<Bundle> ours() {
        return Stream.of(context.getBundles()).filter(WiringTest::isOurs).toList();
    }

    private Bundle bundle(String name) {
        return ours().stream()
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findAny()
                .orElseThrow();
    }

    /** The tests' own bundle is not part of the server. */
    private static boolean isOurs(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name.startsWith("ft.") && !name.equals("ft.test");
    }

    private static BundleWiring wiring(Bundle bundle) {
        return bundle.adapt(BundleWiring.class);
    }

    private static String packageOf(BundleCapability capability) {
        return (String) capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
    }
}
