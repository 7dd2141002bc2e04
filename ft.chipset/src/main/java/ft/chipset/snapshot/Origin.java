package ft.chipset.snapshot;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Where the code of a part comes from.
 *
 * @param bundle symbolic name, or empty outside of a framework
 * @param version of the bundle
 */
record Origin(String bundle, String version) {
    static final Origin UNKNOWN = new Origin("", "");

    static Origin of(Object owner) {
        Bundle bundle = FrameworkUtil.getBundle(owner.getClass());
        return bundle == null
                ? UNKNOWN
                : new Origin(bundle.getSymbolicName(), bundle.getVersion().toString());
    }

    /** Whether what the other one saved may be loaded here. */
    boolean reads(Origin saved) {
        return bundle.equals(saved.bundle) || equals(UNKNOWN) || saved.equals(UNKNOWN);
    }

    @Override
    public String toString() {
        return equals(UNKNOWN) ? "no bundle" : bundle + " " + version;
    }
}
