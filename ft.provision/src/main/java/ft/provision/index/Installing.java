package ft.provision.index;

import ft.api.provision.InstallException;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bundles that are installed and started together, or not at all. */
final class Installing {
    private final BundleContext framework;
    private final Deque<Bundle> installed = new ArrayDeque<>();

    /** In the framework of a bundle; what is installed is the framework's, not that bundle's. */
    Installing(BundleContext context) {
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext();
    }

    /** Installs and starts them, in that order; after a failure none is left. */
    void run(List<Delivery> deliveries) throws InstallException {
        boolean done = false;
        try {
            for (Delivery delivery : deliveries) {
                install(delivery);
            }
            int next = 0;
            for (Bundle bundle : List.copyOf(installed)) {
                start(bundle, deliveries.get(next++).bundle());
            }
            done = true;
        } finally {
            if (!done) {
                takeBack();
            }
        }
    }

    private void install(Delivery delivery) throws InstallException {
        IndexedBundle wanted = delivery.bundle();
        String location = wanted.address().toString();
        if (framework.getBundle(location) != null) {
            // It would be handed out, and taken back with the rest.
            throw new InstallException(
                    wanted
                            + " cannot be installed: from "
                            + Source.shown(wanted.address())
                            + " comes "
                            + framework.getBundle(location).getSymbolicName()
                            + " already.");
        }
        try {
            Bundle bundle =
                    framework.installBundle(location, new ByteArrayInputStream(delivery.content()));
            installed.addLast(bundle);
            if (!wanted.name().equals(bundle.getSymbolicName())
                    || !wanted.version().equals(bundle.getVersion())) {
                throw new InstallException(
                        wanted
                                + " cannot be installed: its file is "
                                + bundle.getSymbolicName()
                                + " "
                                + bundle.getVersion()
                                + ".");
            }
        } catch (BundleException e) {
            throw new InstallException(wanted + " cannot be installed: " + sentence(e), e);
        }
    }

    private static void start(Bundle bundle, IndexedBundle wanted) throws InstallException {
        if (wanted.isFragment()) {
            return;
        }
        try {
            // Activation policies are kept: a lazy bundle starts when its first class is loaded.
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            throw new InstallException(wanted + " does not start: " + sentence(e), e);
        }
    }

    private void takeBack() {
        List<Bundle> all = List.copyOf(installed);
        while (!installed.isEmpty()) {
            try {
                installed.removeLast().uninstall();
            } catch (BundleException | IllegalStateException e) {
                // Somebody else was faster, or it complains of being stopped: it is gone anyway.
                continue;
            }
        }
        // Mostly none: what nobody uses goes by itself, and is not refreshed a second time.
        FrameworkWiring wiring = framework.getBundle().adapt(FrameworkWiring.class);
        List<Bundle> pending = new ArrayList<>(wiring.getRemovalPendingBundles());
        pending.retainAll(all);
        if (!pending.isEmpty()) {
            wiring.refreshBundles(pending);
        }
    }

    /** What the framework says, in one line. */
    private static String sentence(BundleException e) {
        Throwable told = e;
        while (told.getCause() != null) {
            told = told.getCause();
        }
        String text = told instanceof BundleException ? told.getMessage() : told.toString();
        String line = String.valueOf(text).replaceAll("\\s+", " ").strip();
        return line.endsWith(".") ? line : line + ".";
    }
}
