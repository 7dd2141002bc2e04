package ft.provision.plugins;

import java.io.File;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** A file in the plugins folder, and what keeps it from running. */
final class PluginJar {
    private static final Pattern FROM = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

    private final BundleContext context;
    private final File file;

    PluginJar(BundleContext context, File file) {
        this.context = context;
        this.file = file;
    }

    /** One sentence on why it does not run; empty if it does, or somebody has stopped it. */
    Optional<String> problem() {
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null) {
                return refused("it is no bundle: its manifest has no Bundle-SymbolicName");
            }
            Bundle bundle = context.getBundle(file.toURI().normalize().toString());
            return bundle == null ? notInstalled(name.split(";")[0].strip()) : notRunning(bundle);
        } catch (IOException e) {
            return refused("it cannot be read as a jar file");
        }
    }

    private Optional<String> refused(String why) {
        return Optional.of("The plugin %s is refused: %s.".formatted(file.getName(), why));
    }

    private Optional<String> notInstalled(String name) {
        return refused(
                Stream.of(context.getBundles())
                        .filter(each -> name.equals(each.getSymbolicName()))
                        .findFirst()
                        .map(
                                other ->
                                        "a bundle %s %s is installed already, from %s"
                                                .formatted(
                                                        name,
                                                        other.getVersion(),
                                                        other.getLocation()))
                        .orElse("the framework does not take its manifest"));
    }

    private Optional<String> notRunning(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
        if (revision == null
                || start == null
                || bundle.getState() == Bundle.ACTIVE
                || bundle.getState() == Bundle.STARTING
                || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return Optional.empty();
        }
        if (bundle.getState() == Bundle.INSTALLED) {
            return refused(
                    revision.getDeclaredRequirements(null).stream()
                            .filter(this::isMissing)
                            .findFirst()
                            .map(this::missing)
                            .orElse("its needs cannot be met together with those of others"));
        }
        return start.isPersistentlyStarted()
                ? refused("it could not be started; the log says more")
                : Optional.empty();
    }

    private boolean isMissing(BundleRequirement requirement) {
        return !"optional".equals(requirement.getDirectives().get("resolution"))
                && capabilities(requirement.getNamespace()).noneMatch(requirement::matches);
    }

    private Stream<BundleCapability> capabilities(String namespace) {
        return Stream.of(context.getBundles())
                .map(each -> each.adapt(BundleRevision.class))
                .filter(each -> each != null)
                .flatMap(each -> each.getDeclaredCapabilities(namespace).stream());
    }

    private String missing(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault("filter", "");
        if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
            return "it needs %s %s, which nothing here provides"
                    .formatted(requirement.getNamespace(), filter);
        }
        Optional<BundleCapability> here =
                capabilities(requirement.getNamespace())
                        .filter(each -> filter.contains("=" + name(each) + ")"))
                        .max(
                                Comparator.comparing(
                                        each -> each.getAttributes().get("version") + ""));
        String wanted = range(filter);
        return here.map(
                        found ->
                                "it needs the package %s in version %s, and here is %s; build it against this one"
                                        .formatted(
                                                name(found),
                                                wanted,
                                                found.getAttributes().get("version")))
                .orElseGet(
                        () ->
                                "it needs the package %s, which no bundle here exports"
                                        .formatted(
                                                filter.replaceAll(
                                                        "^.*osgi\\.wiring\\.package=([^)]*)\\).*$",
                                                        "$1")));
    }

    private static String name(BundleCapability capability) {
        return String.valueOf(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE));
    }

    private static String range(String filter) {
        Matcher from = FROM.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        String least = from.find() ? from.group(1) : "0";
        return below.find() ? "[%s,%s)".formatted(least, below.group(1)) : least + " or later";
    }
}
