package ft.provision.index;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Requirements in words. */
final class Needs {
    /** Of services that components have and want. */
    static final String SERVICE = "osgi.service";

    private static final Pattern FROM = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern TO = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
    private static final Pattern EXACTLY = Pattern.compile("\\(version=([^)]+)\\)");

    private static final Map<String, String> KINDS =
            Map.of(
                    PackageNamespace.PACKAGE_NAMESPACE,
                    "package",
                    "osgi.wiring.bundle",
                    "bundle",
                    "osgi.wiring.host",
                    "host bundle",
                    "osgi.extender",
                    "extender");

    private Needs() {}

    static boolean isOptional(Requirement requirement) {
        return Namespace.RESOLUTION_OPTIONAL.equals(
                requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
    }

    /** What is required, such as {@code package ft.api.device from 2.0 to below 3.0}. */
    static String words(Requirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        if (namespace.equals(SERVICE)) {
            return "a service " + value(filter, Constants.OBJECTCLASS);
        }
        if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            String java = find(EXACTLY, filter);
            return java == null ? "an execution environment " + filter : "Java " + java;
        }
        String kind = KINDS.get(namespace);
        return kind == null
                ? namespace + " " + filter
                : kind + " " + value(filter, namespace) + range(filter);
    }

    private static String value(String filter, String attribute) {
        String found =
                find(Pattern.compile("\\(" + Pattern.quote(attribute) + "=([^)]+)\\)"), filter);
        return found == null ? filter : found;
    }

    private static String range(String filter) {
        String from = find(FROM, filter);
        String to = find(TO, filter);
        return (from == null ? "" : " from " + from) + (to == null ? "" : " to below " + to);
    }

    private static String find(Pattern pattern, String filter) {
        Matcher matcher = pattern.matcher(filter);
        return matcher.find() ? matcher.group(1) : null;
    }
}
