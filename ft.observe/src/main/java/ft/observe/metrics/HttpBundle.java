package ft.observe.metrics;

import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The bundle with the HTTP service. A distribution may have it without starting it, since few need
 * it and it takes its time; then it is started for the metrics and stopped with them.
 */
final class HttpBundle {
    private static final String IMPLEMENTATION = "osgi.implementation";
    private static final String HTTP = "osgi.http";

    private final BundleContext context;
    private Bundle started;

    HttpBundle(BundleContext context) {
        this.context = context;
    }

    /**
     * Makes sure that it runs.
     *
     * @return one sentence on why it does not, or empty
     */
    Optional<String> start() {
        if (providers().anyMatch(bundle -> bundle.getState() == Bundle.ACTIVE)) {
            return Optional.empty();
        }
        Optional<Bundle> found =
                providers()
                        .filter(
                                bundle ->
                                        bundle.getState() == Bundle.INSTALLED
                                                || bundle.getState() == Bundle.RESOLVED)
                        .findFirst();
        if (found.isEmpty()) {
            return Optional.of(
                    "no bundle with an HTTP service is installed, such as"
                            + " org.apache.felix.http.jetty");
        }
        try {
            found.get().start(Bundle.START_TRANSIENT);
            started = found.get();
            return Optional.empty();
        } catch (BundleException e) {
            return Optional.of(
                    found.get().getSymbolicName() + " cannot be started: " + e.getMessage());
        }
    }

    /** Stops what was started. */
    void stop() throws BundleException {
        Bundle mine = started;
        started = null;
        if (mine != null && mine.getState() == Bundle.ACTIVE) {
            mine.stop(Bundle.STOP_TRANSIENT);
        }
    }

    private Stream<Bundle> providers() {
        return Stream.of(context.getBundles()).filter(HttpBundle::providesHttp);
    }

    private static boolean providesHttp(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null
                && revision.getDeclaredCapabilities(IMPLEMENTATION).stream()
                        .anyMatch(each -> HTTP.equals(each.getAttributes().get(IMPLEMENTATION)));
    }
}
