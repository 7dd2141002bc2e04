package ft.console.launch;

import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/** A file in the folder for plugins, and why it is of no use, if it is not. */
final class PluginFile {
    private static final Pattern PACKAGE =
            Pattern.compile(
                    "\\(" + Pattern.quote(PackageNamespace.PACKAGE_NAMESPACE) + "=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]*)\\)\\)");
    private static final Pattern FROM = Pattern.compile("\\(version>=([^)]*)\\)");

    private final BundleContext context;
    private final File file;

    PluginFile(BundleContext context, File file) {
        this.context = context;
        this.file = file;
    }

    /** Its bundle, null if it is not installed. */
    private Bundle bundle() {
        return context.getBundle(file.toURI().normalize().toString());
    }

    boolean isInstalled() {
        return bundle() != null;
    }

    boolean isActive() {
        Bundle bundle = bundle();
        return bundle != null && bundle.getState() == Bundle.ACTIVE;
    }

    /** Why it can never be installed, in one sentence. */
    Optional<String> defect() {
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            String name =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name != null) {
                return rival(
                        name.split(";")[0].strip(),
                        manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION));
            }
            return problem(
                    "is no OSGi bundle: its manifest has no %s; build it with bnd, as a project of ./ft new does."
                            .formatted(Constants.BUNDLE_SYMBOLICNAME));
        } catch (IOException e) {
            return problem(
                    "cannot be read as a jar (%s); copy it again.".formatted(e.getMessage()));
        }
    }

    /** The bundle that another file has brought before. */
    private Optional<String> rival(String name, String version) {
        if (isInstalled()) {
            return Optional.empty();
        }
        return Stream.of(context.getBundles())
                .filter(
                        bundle ->
                                name.equals(bundle.getSymbolicName())
                                        && bundle.getVersion().toString().equals(version))
                .findFirst()
                .flatMap(
                        bundle ->
                                problem(
                                        "is the bundle %s %s, which is installed already, from %s; take one of the two away."
                                                .formatted(name, version, bundle.getLocation())));
    }

    /** What its bundle, which is installed, cannot find, in one sentence. */
    Optional<String> lack() {
        Bundle bundle = bundle();
        BundleRevision revision =
                bundle == null || bundle.getState() != Bundle.INSTALLED
                        ? null
                        : bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return Optional.empty();
        }
        return revision.getDeclaredRequirements(null).stream()
                .filter(PluginFile::isMandatory)
                .filter(
                        requirement ->
                                capabilities(requirement.getNamespace()).stream()
                                        .noneMatch(requirement::matches))
                .findFirst()
                .flatMap(
                        requirement ->
                                problem(
                                        "cannot be used: its bundle %s %s needs %s."
                                                .formatted(
                                                        bundle.getSymbolicName(),
                                                        bundle.getVersion(),
                                                        words(requirement))));
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String effective =
                requirement
                        .getDirectives()
                        .getOrDefault(
                                Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE,
                                Namespace.EFFECTIVE_RESOLVE);
        boolean optional =
                Namespace.RESOLUTION_OPTIONAL.equals(
                        requirement
                                .getDirectives()
                                .get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
        return !optional && effective.equals(Namespace.EFFECTIVE_RESOLVE);
    }

    private Collection<BundleCapability> capabilities(String namespace) {
        return Stream.of(context.getBundles())
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(revision -> revision != null)
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream())
                .toList();
    }

    private String words(BundleRequirement requirement) {
        String filter =
                requirement
                        .getDirectives()
                        .getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        Matcher name = PACKAGE.matcher(filter);
        if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                || !name.find()) {
            return requirement.getNamespace() + " " + filter + ", which nothing here provides";
        }
        List<String> versions =
                capabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .map(BundleCapability::getAttributes)
                        .filter(
                                each ->
                                        name.group(1)
                                                .equals(
                                                        each.get(
                                                                PackageNamespace
                                                                        .PACKAGE_NAMESPACE)))
                        .map(
                                each ->
                                        String.valueOf(
                                                each.get(
                                                        PackageNamespace
                                                                .CAPABILITY_VERSION_ATTRIBUTE)))
                        .distinct()
                        .sorted()
                        .toList();
        if (versions.isEmpty()) {
            return "the package %s, which no bundle has; put one that has it into the same folder"
                    .formatted(name.group(1));
        }
        return "the package %s %s, and here it is %s; build it with the SDK of this server"
                .formatted(
                        name.group(1),
                        range(filter),
                        versions.stream().collect(Collectors.joining(" and ")));
    }

    private static String range(String filter) {
        Matcher below = BELOW.matcher(filter);
        boolean isBelow = below.find();
        Matcher from = FROM.matcher(isBelow ? filter.replace(below.group(), "") : filter);
        return (from.find() ? "from version " + from.group(1) : "in any version")
                + (isBelow ? " to below " + below.group(1) : "");
    }

    private Optional<String> problem(String what) {
        return Optional.of("%s %s".formatted(file, what));
    }
}
