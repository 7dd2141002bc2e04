package ft.provision.index;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;
import org.osgi.service.repository.ContentNamespace;

/**
 * A bundle that an index tells of.
 *
 * @param name symbolic name
 * @param version its version
 * @param text what it is, in the words of its author
 * @param address where its file is
 * @param sha256 the checksum of its file, in hexadecimal digits
 * @param size how long its file is; -1 if the index does not tell
 * @param resource what it provides and needs
 */
record IndexedBundle(
        String name,
        Version version,
        String text,
        URI address,
        String sha256,
        long size,
        Resource resource) {
    private static final Set<String> TYPES =
            Set.of(IdentityNamespace.TYPE_BUNDLE, IdentityNamespace.TYPE_FRAGMENT);

    /** The bundle that a resource is, if it is one with a file. */
    static Optional<IndexedBundle> of(Resource resource) {
        Map<String, Object> identity = first(resource, IdentityNamespace.IDENTITY_NAMESPACE);
        Map<String, Object> content = first(resource, ContentNamespace.CONTENT_NAMESPACE);
        Object name = identity.get(IdentityNamespace.IDENTITY_NAMESPACE);
        Object address = content.get(ContentNamespace.CAPABILITY_URL_ATTRIBUTE);
        if (name == null || address == null || !TYPES.contains(type(resource))) {
            return Optional.empty();
        }
        Object version = identity.get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        Object text = identity.get(IdentityNamespace.CAPABILITY_DESCRIPTION_ATTRIBUTE);
        Object size = content.get(ContentNamespace.CAPABILITY_SIZE_ATTRIBUTE);
        return Optional.of(
                new IndexedBundle(
                        name.toString(),
                        version == null
                                ? Version.emptyVersion
                                : Version.parseVersion(version.toString()),
                        text == null ? "" : text.toString(),
                        URI.create(address.toString()),
                        String.valueOf(content.get(ContentNamespace.CONTENT_NAMESPACE)),
                        size instanceof Long bytes ? bytes : -1,
                        resource));
    }

    /** The type that a resource says it is of. */
    static String type(Resource resource) {
        return String.valueOf(
                first(resource, IdentityNamespace.IDENTITY_NAMESPACE)
                        .get(IdentityNamespace.CAPABILITY_TYPE_ATTRIBUTE));
    }

    private static Map<String, Object> first(Resource resource, String namespace) {
        List<Capability> all = resource.getCapabilities(namespace);
        return all.isEmpty() ? Map.of() : all.get(0).getAttributes();
    }

    /** Whether it only adds to another bundle, and so is never started. */
    boolean isFragment() {
        return type(resource).equals(IdentityNamespace.TYPE_FRAGMENT);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
