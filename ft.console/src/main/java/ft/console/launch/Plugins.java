package ft.console.launch;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The bundles that a user dropped into the folder that FileInstall watches. It installs them while
 * the framework starts, on a thread of its own, so a verb has to wait for them: a device that came
 * a moment after power on would be missing in the device tree.
 */
final class Plugins {
    private static final String FOLDER = "felix.fileinstall.dir";
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long LOOK_EVERY_MILLIS = 20;

    private Plugins() {}

    /** Waits until each of them is active; one that cannot be is the log's affair. */
    static void await(BundleContext context) throws InterruptedException {
        String folder = context.getProperty(FOLDER);
        File[] jars =
                folder == null ? null : new File(folder).listFiles((in, n) -> n.endsWith(".jar"));
        if (jars == null) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (File jar : jars) {
            String location = jar.toURI().normalize().toString();
            while (!isActive(context, location) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }

    private static boolean isActive(BundleContext context, String location) {
        Bundle bundle = context.getBundle(location);
        return bundle != null && bundle.getState() == Bundle.ACTIVE;
    }
}
