package ft.release;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The page that says what changed in exported packages, from release to release. */
final class ApiChanges {
    private static final String HEAD =
            """
            # Changes of the API

            What changed in the packages that third parties use. The build writes this page: it \
            compares the bundles of the releases, and those of the tree with the last release \
            ([ft.release](../ft.release/README.md)).

            A package has a version of its own. Its third number changes when nobody needs to care. \
            The second changes when nothing breaks but for who implements what the server gives \
            (`@ProviderType`). The first changes when anybody's code may break. What you write imports \
            packages from the version it was compiled against up to the next first number.
            """;

    private static final Map<Delta, String> BREAKS = new EnumMap<>(Delta.class);

    static {
        BREAKS.put(Delta.MICRO, "nobody");
        BREAKS.put(Delta.MINOR, "who implements a `@ProviderType`");
        BREAKS.put(Delta.MAJOR, "anybody");
        BREAKS.put(Delta.ADDED, "nobody");
        BREAKS.put(Delta.REMOVED, "anybody");
    }

    private final Map<String, List<Release>> released;
    private final List<Comparison> unreleased = new ArrayList<>();
    private final List<Release> first = new ArrayList<>();

    ApiChanges(Map<String, List<Release>> released) {
        this.released = released;
    }

    void unreleased(Comparison comparison) {
        unreleased.add(comparison);
    }

    void unreleased(Release neverReleased) {
        first.add(neverReleased);
    }

    String text() throws Exception {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("\n## Not released yet\n");
        boolean nothing = first.isEmpty();
        for (Comparison comparison : unreleased) {
            if (!comparison.packages().isEmpty()) {
                nothing = false;
                addChanges(text, comparison);
            }
        }
        if (nothing) {
            text.append("\nNothing has changed.\n");
        }
        for (Release bundle : first) {
            addPackages(text, bundle);
        }

        Map<Version, List<Release>> versions = new TreeMap<>(Comparator.reverseOrder());
        released.values()
                .forEach(
                        all ->
                                all.forEach(
                                        one ->
                                                versions.computeIfAbsent(
                                                                one.version(),
                                                                v -> new ArrayList<>())
                                                        .add(one)));
        for (Map.Entry<Version, List<Release>> version : versions.entrySet()) {
            text.append("\n## ").append(version.getKey()).append('\n');
            for (Release release : version.getValue()) {
                List<Release> all = released.get(release.bundle());
                int index = all.indexOf(release);
                if (index == 0) {
                    addPackages(text, release);
                } else {
                    addChanges(text, Comparison.of(all.get(index - 1), release));
                }
            }
        }
        return text.toString();
    }

    private static void addChanges(StringBuilder text, Comparison comparison) {
        text.append("\n### ").append(comparison.newer().bundle()).append("\n\n");
        if (comparison.packages().isEmpty()) {
            text.append("Nothing has changed.\n");
            return;
        }
        text.append("| package | was | is | breaks |\n|---|---|---|---|\n");
        for (PackageChange change : comparison.packages()) {
            text.append(
                    String.format(
                            "| `%s` | %s | %s | %s |%n",
                            change.name(),
                            change.older().isEmpty() ? "new" : change.older(),
                            change.newer().isEmpty() ? "gone" : change.newer(),
                            BREAKS.getOrDefault(change.delta(), "nobody")));
        }
        for (PackageChange change : comparison.packages()) {
            text.append("\n`").append(change.name()).append("`\n\n");
            addLines(text, "new", change.added());
            addLines(text, "gone", change.removed());
            addLines(text, "changed", change.changed());
        }
    }

    private static void addLines(StringBuilder text, String what, List<String> lines) {
        for (String line : lines) {
            text.append("- ").append(what).append(": ").append(line).append('\n');
        }
    }

    /** The packages of a bundle's first release. */
    private static void addPackages(StringBuilder text, Release bundle) throws Exception {
        text.append("\n### ").append(bundle.bundle()).append("\n\nThe first release.\n\n");
        text.append("| package | version | interfaces are implemented by |\n|---|---|---|\n");
        try (Analyzer analyzer = new Analyzer(new Jar(bundle.jar().toFile()))) {
            analyzer.analyze();
            String exports =
                    analyzer.getJar().getManifest().getMainAttributes().getValue("Export-Package");
            for (Map.Entry<String, Attrs> exported : new Parameters(exports).entrySet()) {
                text.append(
                        String.format(
                                "| `%s` | %s | %s |%n",
                                exported.getKey(),
                                exported.getValue().getVersion(),
                                implementers(analyzer, exported.getKey())));
            }
        }
    }

    private static String implementers(Analyzer analyzer, String name) throws Exception {
        boolean consumers = false;
        boolean providers = false;
        for (Clazz type : analyzer.getClassspace().values()) {
            if (type.getClassName().getPackageRef().getFQN().equals(name)) {
                consumers |= isA(analyzer, ConsumerType.class, type);
                providers |= isA(analyzer, ProviderType.class, type);
            }
        }
        if (consumers && providers) {
            return "both";
        }
        return consumers ? "third parties" : providers ? "the server" : "";
    }

    private static boolean isA(Analyzer analyzer, Class<?> kind, Clazz type) {
        return type.annotations().contains(analyzer.getTypeRefFromFQN(kind.getName()));
    }
}
