package ft.provision.upgrade;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundles of the framework. */
final class FrameworkShelf implements Shelf {
    private static final long PATIENCE_SECONDS = 10;
    private static final int LOOKS = 100;
    private static final long LOOK_MILLIS = 20;

    private final BundleContext context;

    FrameworkShelf(BundleContext context) {
        this.context = context;
    }

    static Edition edition(Bundle bundle) {
        return new Edition(
                bundle.getBundleId(), bundle.getSymbolicName(), bundle.getVersion().toString());
    }

    private Bundle bundle(Edition edition) throws Setback {
        Bundle bundle = context.getBundle(edition.id());
        if (bundle == null) {
            throw new Setback(edition + " was uninstalled by somebody else");
        }
        return bundle;
    }

    @Override
    public List<Edition> editions(String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .map(FrameworkShelf::edition)
                .toList();
    }

    @Override
    public boolean isActive(Edition edition) {
        Bundle bundle = context.getBundle(edition.id());
        return bundle != null && bundle.getState() == Bundle.ACTIVE;
    }

    @Override
    public Edition install(BundleFile file) throws Setback {
        String location = "upgrade:" + file.bundle() + ":" + file.version();
        try {
            return edition(
                    context.installBundle(location, new ByteArrayInputStream(file.content())));
        } catch (BundleException e) {
            throw new Setback(file + " cannot be installed: " + sentence(e), e);
        }
    }

    @Override
    public void start(Edition edition) throws Setback {
        try {
            bundle(edition).start();
        } catch (BundleException e) {
            boolean unresolved = e.getType() == BundleException.RESOLVE_ERROR;
            throw new Setback(
                    edition
                            + (unresolved ? " does not resolve: " : " does not start: ")
                            + sentence(e),
                    e);
        }
    }

    /** What the framework says, in one line, without the places in its own source. */
    private static String sentence(BundleException e) {
        Throwable told = e;
        while (told.getCause() != null) {
            told = told.getCause();
        }
        String text = told instanceof BundleException ? told.getMessage() : told.toString();
        return String.valueOf(text).replaceAll("\\s+", " ").trim();
    }

    @Override
    public void requireLike(Edition edition, Edition other) throws Setback, InterruptedException {
        Set<String> missing = Set.of();
        for (int look = 0; look < LOOKS; look++) {
            missing = offers(bundle(other));
            missing.removeAll(offers(bundle(edition)));
            if (missing.isEmpty()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new Setback(
                edition
                        + " starts, but does not provide what "
                        + other.version()
                        + " does: "
                        + String.join(", ", missing));
    }

    /** The kinds of services that a bundle offers. */
    private static Set<String> offers(Bundle bundle) {
        Set<String> kinds = new TreeSet<>();
        ServiceReference<?>[] all = bundle.getRegisteredServices();
        for (ServiceReference<?> each : all == null ? new ServiceReference<?>[0] : all) {
            kinds.addAll(List.of((String[]) each.getProperty(Constants.OBJECTCLASS)));
        }
        return kinds;
    }

    @Override
    public void stop(Edition edition) throws Setback {
        try {
            bundle(edition).stop();
        } catch (BundleException e) {
            throw new Setback(edition + " cannot be stopped: " + sentence(e), e);
        }
    }

    @Override
    public void uninstall(Edition edition) throws Setback {
        Bundle bundle = bundle(edition);
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new Setback(edition + " cannot be uninstalled: " + sentence(e), e);
        }
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        CountDownLatch refreshed = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> refreshed.countDown());
        try {
            refreshed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is refreshed all the same
        }
    }
}
