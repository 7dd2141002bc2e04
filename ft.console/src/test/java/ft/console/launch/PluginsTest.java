package ft.console.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

class PluginsTest {
    @TempDir Path folder;
    private final List<String> told = new ArrayList<>();

    /** A framework in which the bundle {@code known} 1.0.0 is installed, from somewhere else. */
    private final BundleContext context =
            fake(
                    BundleContext.class,
                    (method, arguments) ->
                            switch (method) {
                                case "getBundles" -> new Bundle[] {known()};
                                default -> null;
                            });

    private interface Answers {
        Object answer(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> answers.answer(method.getName(), arguments)));
    }

    private static Bundle known() {
        return fake(
                Bundle.class,
                (method, arguments) ->
                        switch (method) {
                            case "getSymbolicName" -> "known";
                            case "getVersion" -> new Version(1, 0, 0);
                            case "getLocation" -> "file:elsewhere.jar";
                            default -> null;
                        });
    }

    private File jar(String name, String bundle) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (bundle != null) {
            manifest.getMainAttributes()
                    .putValue(Constants.BUNDLE_SYMBOLICNAME, bundle + ";singleton:=true");
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, "1.0.0");
        }
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        return file.toFile();
    }

    private Plugins plugins() {
        return new Plugins(context, folder.toFile(), told::add);
    }

    @Test
    void whatIsNoBundleIsToldOnce() throws Exception {
        File broken = Files.writeString(folder.resolve("broken.jar"), "nonsense").toFile();
        File plain = jar("plain.jar", null);
        File good = jar("good.jar", "good");
        Plugins plugins = plugins();
        plugins.look(broken, plain, good);
        plugins.look(broken, plain, good);
        assertThat(told).hasSize(2);
        assertThat(told.get(0))
                .startsWith(broken + " cannot be read as a jar (")
                .endsWith("); copy it again.");
        assertThat(told.get(1))
                .isEqualTo(
                        plain
                                + " is no OSGi bundle: its manifest has no Bundle-SymbolicName;"
                                + " build it with bnd, as a project of ./ft new does.");
    }

    @Test
    void aFileThatHasChangedIsLookedAtAgain() throws Exception {
        File broken = Files.writeString(folder.resolve("broken.jar"), "nonsense").toFile();
        Plugins plugins = plugins();
        plugins.look(broken);
        assertThat(broken.setLastModified(1_000_000)).isTrue();
        plugins.look(broken);
        assertThat(told).hasSize(2);
    }

    @Test
    void aBundleThatIsInstalledFromElsewhereIsTold() throws Exception {
        File twice = jar("twice.jar", "known");
        plugins().look(twice);
        assertThat(told)
                .containsExactly(
                        twice
                                + " is the bundle known 1.0.0, which is installed already, from"
                                + " file:elsewhere.jar; take one of the two away.");
    }

    @Test
    void nobodyWaitsForWhatIsOfNoUse() throws Exception {
        Files.writeString(folder.resolve("broken.jar"), "nonsense");
        plugins().await();
        assertThat(told).hasSize(1);
    }
}
