package ft.chipset.server;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Loads what is left of a bundle whose part of a running server it no longer provides.
 *
 * <p>A board lives on when its bundle has gone. It must not come, in the middle of a run, upon a
 * class that was never used before and that nobody can load any more: a bundle that was uninstalled
 * and refreshed has no content. So while the bundle is being stopped and everything is there still,
 * all its classes are loaded, and those of other bundles that they name. When the last board is
 * gone, so are they.
 *
 * <p>Any thread.
 */
final class KeptClasses {
    private final BundleContext context;
    private final Set<BundleWiring> kept =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    KeptClasses(BundleContext context) {
        this.context = context;
    }

    /** A service of this bundle goes; null if it has gone. */
    void keep(Bundle bundle) {
        if (bundle == null || bundle.getState() != Bundle.STOPPING || isEnd()) {
            return;
        }
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null && kept.add(wiring)) {
            BundleClasses.load(bundle, wiring);
        }
    }

    /** Whether everything ends: then nothing lives on. */
    private boolean isEnd() {
        return context.getBundle(0).getState() == Bundle.STOPPING;
    }
}
