package ft.chipset.server;

import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import org.osgi.framework.Bundle;

/**
 * A service that parts of a server are made by, and where it came from when it came: a bundle that
 * is updated has another version afterwards, and what was made before has not.
 *
 * @param service what makes the part
 * @param bundle symbolic name of its bundle
 * @param version of its bundle
 */
record Part<T>(T service, String bundle, String version) {
    /** Of a bundle as it is now; of nobody known if it is just going away. */
    static <T> Part<T> of(T service, Bundle bundle) {
        return bundle == null
                ? new Part<>(service, "", "")
                : new Part<>(service, bundle.getSymbolicName(), bundle.getVersion().toString());
    }

    /** A name for people. */
    String name() {
        return bundle + " " + version;
    }

    /** How it is shown. */
    PartStatus status(int system, PartKind kind, String name, Parts installed) {
        return new PartStatus(system, kind, name, bundle, version, installed.isInstalled(this));
    }
}
