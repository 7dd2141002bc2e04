package ft.console.demo;

import ft.console.text.Problem;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Starts and stops bundles while everything runs. */
final class Bundles {
    private final BundleContext context;

    Bundles(BundleContext context) {
        this.context = context;
    }

    /** The bundle of some name. */
    Bundle find(String symbolicName) throws Problem {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new Problem("The demo needs bundle " + symbolicName + ", which is not installed.");
    }

    void start(String symbolicName) throws Problem {
        try {
            find(symbolicName).start();
        } catch (BundleException e) {
            throw new Problem(
                    "Bundle " + symbolicName + " cannot be started: " + e.getMessage() + ".", e);
        }
    }

    void stop(String symbolicName) throws Problem {
        try {
            find(symbolicName).stop();
        } catch (BundleException e) {
            throw new Problem(
                    "Bundle " + symbolicName + " cannot be stopped: " + e.getMessage() + ".", e);
        }
    }
}
