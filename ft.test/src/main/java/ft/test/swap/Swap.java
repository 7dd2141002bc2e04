package ft.test.swap;

import ft.test.support.Lab;
import ft.test.upgrade.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.FrameworkWiring;

/** A bundle to which something is done, and which is as it was afterwards. */
final class Swap implements AutoCloseable {
    /** No bundle has it otherwise. */
    static final String NEWER = "9.9.9";

    private final BundleContext context;
    private final String location;
    private final Path original;
    private final Path newer;
    private Bundle bundle;

    /** What is done to a bundle. Nothing of what it was before can be loaded afterwards. */
    enum Action {
        STOP,
        UPDATE,
        UNINSTALL,
        REFRESH;

        /** Whether nobody provides its parts then. */
        boolean leavesNone() {
            return this == STOP || this == UNINSTALL;
        }
    }

    /**
     * A bundle, with a class loader that has loaded nothing yet.
     *
     * @param folder for what is needed meanwhile
     */
    Swap(String name, Path folder) throws Exception {
        // The context of a test takes back what it has installed.
        this.context = FrameworkUtil.getBundle(Swap.class).getBundleContext();
        bundle =
                Stream.of(this.context.getBundles())
                        .filter(each -> each.getSymbolicName().equals(name))
                        .findFirst()
                        .orElseThrow();
        location = bundle.getLocation();
        String version = bundle.getVersion().toString();
        original = new Variant(bundle, version).write(Files.createTempDirectory(folder, "old"));
        newer = new Variant(bundle, NEWER).write(folder);
        refresh();
    }

    Bundle bundle() {
        return bundle;
    }

    void act(Action action) throws Exception {
        switch (action) {
            case STOP -> bundle.stop();
            case UPDATE -> {
                update(newer);
                refresh();
            }
            case UNINSTALL -> {
                bundle.uninstall();
                refresh();
            }
            case REFRESH -> refresh();
        }
    }

    private void update(Path file) throws IOException, BundleException {
        try (InputStream in = Files.newInputStream(file)) {
            bundle.update(in);
        }
    }

    private void refresh() throws Exception {
        CompletableFuture<Void> refreshed = new CompletableFuture<>();
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.complete(null));
        refreshed.get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** As it was before; running. */
    void restore() throws Exception {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            try (InputStream in = Files.newInputStream(original)) {
                bundle = context.installBundle(location, in);
            }
        } else if (bundle.getVersion().toString().equals(NEWER)) {
            update(original);
            refresh();
        }
        bundle.start();
    }

    @Override
    public void close() throws Exception {
        restore();
    }
}
