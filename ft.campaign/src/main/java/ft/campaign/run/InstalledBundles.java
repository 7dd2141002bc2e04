package ft.campaign.run;

import ft.campaign.scenario.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The bundles of the framework this bundle runs in. */
final class InstalledBundles implements Bundles {
    private final BundleContext context;
    private final Map<Bundle, Integer> away = new LinkedHashMap<>();

    InstalledBundles(BundleContext context) {
        this.context = context;
    }

    @Override
    public void restart(Action.Restart restart) {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().equals(restart.bundle())) {
                try {
                    bundle.stop(Bundle.STOP_TRANSIENT);
                } catch (BundleException e) {
                    throw new IllegalStateException(bundle + " cannot be stopped", e);
                }
                away.put(bundle, Math.max(1, restart.boundaries()));
                return;
            }
        }
        throw new IllegalStateException("There is no bundle " + restart.bundle());
    }

    @Override
    public void boundary() {
        if (!away.isEmpty()) {
            away.replaceAll((bundle, left) -> left - 1);
            away.keySet().stream().filter(bundle -> away.get(bundle) <= 0).forEach(this::start);
            away.values().removeIf(left -> left <= 0);
        }
    }

    private void start(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw new IllegalStateException(bundle + " cannot be started again", e);
        }
    }

    @Override
    public boolean areAll() {
        return away.isEmpty();
    }

    @Override
    public void startAll() {
        away.keySet().forEach(this::start);
        away.clear();
    }
}
