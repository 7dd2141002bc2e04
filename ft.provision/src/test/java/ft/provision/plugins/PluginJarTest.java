package ft.provision.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

class PluginJarTest {
    @TempDir private Path folder;

    /** What a framework has: a bundle at a location, and one that exports the API. */
    private record Framework(String location, Bundle installed) {
        BundleContext context() {
            return fake(
                    BundleContext.class,
                    Map.of("getBundles", new Bundle[] {exporter(), installed}, "getBundle", ""),
                    (method, arguments) ->
                            method.equals("getBundle") && arguments[0].equals(location)
                                    ? installed
                                    : null);
        }
    }

    @FunctionalInterface
    private interface Otherwise {
        Object answer(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers, Otherwise otherwise) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            Object answer = answers.get(method.getName());
                            return answer == null || answer.equals("")
                                    ? otherwise.answer(method.getName(), arguments)
                                    : answer;
                        }));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return fake(type, answers, (method, arguments) -> null);
    }

    private static Bundle exporter() {
        BundleCapability api =
                fake(
                        BundleCapability.class,
                        Map.of(
                                "getAttributes",
                                Map.of(
                                        "osgi.wiring.package",
                                        "ft.api.device",
                                        "version",
                                        new Version("1.0.0"))));
        BundleRevision revision =
                fake(BundleRevision.class, Map.of("getDeclaredCapabilities", List.of(api)));
        return fake(
                Bundle.class,
                Map.of("adapt", "", "getSymbolicName", "ft.api"),
                (method, arguments) -> arguments[0] == BundleRevision.class ? revision : null);
    }

    private Bundle plugin(int state, String filter) {
        BundleRequirement requirement =
                fake(
                        BundleRequirement.class,
                        Map.of(
                                "getNamespace",
                                "osgi.wiring.package",
                                "getDirectives",
                                Map.of("filter", filter),
                                "matches",
                                false));
        BundleRevision revision =
                fake(
                        BundleRevision.class,
                        Map.of(
                                "getTypes", 0,
                                "getDeclaredCapabilities", List.of(),
                                "getDeclaredRequirements", List.of(requirement)));
        BundleStartLevel start =
                fake(BundleStartLevel.class, Map.of("isPersistentlyStarted", true));
        return fake(
                Bundle.class,
                Map.of(
                        "adapt", "",
                        "getState", state,
                        "getSymbolicName", "third.counter",
                        "getLocation", "file:/elsewhere.jar",
                        "getVersion", new Version("1.0.0")),
                (method, arguments) -> arguments[0] == BundleRevision.class ? revision : start);
    }

    private Optional<String> problem(Path jar, Bundle installed) {
        String location = jar.toFile().toURI().normalize().toString();
        return new PluginJar(new Framework(location, installed).context(), jar.toFile()).problem();
    }

    private Path jar(String symbolicName) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (symbolicName != null) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        }
        Path file = folder.resolve("my.jar");
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
        return file;
    }

    @Test
    void aFileThatIsNoJar() throws IOException {
        Path file = Files.write(folder.resolve("junk.jar"), new byte[100]);
        assertThat(problem(file, null))
                .contains("The plugin junk.jar is refused: it cannot be read as a jar file.");
    }

    @Test
    void aJarThatIsNoBundle() throws IOException {
        assertThat(problem(jar(null), null))
                .contains(
                        "The plugin my.jar is refused: it is no bundle: its manifest has no"
                                + " Bundle-SymbolicName.");
    }

    @Test
    void aBundleThatWantsAnotherApi() throws IOException {
        String filter = "(&(osgi.wiring.package=ft.api.device)(version>=7.0.0)(!(version>=8.0.0)))";
        assertThat(problem(jar("third.counter"), plugin(Bundle.INSTALLED, filter)))
                .contains(
                        "The plugin my.jar is refused: it needs the package ft.api.device in"
                                + " version [7.0.0,8.0.0), and here is 1.0.0; build it against this"
                                + " one.");
        assertThat(
                        problem(
                                jar("third.counter"),
                                plugin(Bundle.INSTALLED, "(osgi.wiring.package=no.such)")))
                .contains(
                        "The plugin my.jar is refused: it needs the package no.such, which no"
                                + " bundle here exports.");
    }

    @Test
    void aBundleThatRunsIsNoProblem() throws IOException {
        assertThat(problem(jar("third.counter"), plugin(Bundle.ACTIVE, ""))).isEmpty();
        assertThat(problem(jar("third.counter"), plugin(Bundle.RESOLVED, "")))
                .contains(
                        "The plugin my.jar is refused: it could not be started; the log says"
                                + " more.");
    }

    @Test
    void aSecondOneOfTheSameName() throws IOException {
        Path file = jar("third.counter;singleton:=true");
        PluginJar second =
                new PluginJar(
                        new Framework("file:/other", plugin(Bundle.ACTIVE, "")).context(),
                        file.toFile());
        assertThat(second.problem())
                .contains(
                        "The plugin my.jar is refused: a bundle third.counter 1.0.0 is installed"
                                + " already, from file:/elsewhere.jar.");
    }
}
