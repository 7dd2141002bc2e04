package ft.observe.metrics;

import ft.api.observe.Observatory;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Gives the metrics to every HTTP service that there is, if configuration says so. The servlet is
 * made when there is one, so that nothing is loaded where there is none.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = MetricsConfig.PID)
@Designate(ocd = MetricsConfig.class)
public class MetricsPage implements ServiceTrackerCustomizer<Object, ServiceRegistration<?>> {
    // Of the OSGi Servlet Whiteboard and of jakarta.servlet, which may not be there.
    private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";
    private static final String SERVLET = "jakarta.servlet.Servlet";
    private static final String PATTERN = "osgi.http.whiteboard.servlet.pattern";
    private static final String NAME = "osgi.http.whiteboard.servlet.name";
    private static final String TARGET = "osgi.http.whiteboard.target";

    private final BundleContext context;
    private final MetricsConfig config;
    private final Observatory observatory;
    private final HttpBundle http;
    private final ServiceTracker<Object, ServiceRegistration<?>> runtimes;

    @Reference(
            service = LoggerFactory.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Logger log;

    /** Made by Declarative Services. */
    @Activate
    public MetricsPage(
            BundleContext context, MetricsConfig config, @Reference Observatory observatory) {
        this.context = context;
        this.config = config;
        this.observatory = observatory;
        http = new HttpBundle(context);
        runtimes = new ServiceTracker<>(context, RUNTIME, this);
    }

    @Activate
    void open() {
        if (config.enabled()) {
            runtimes.open();
            http.start()
                    .ifPresent(
                            why -> error("Metrics are enabled, but nobody can get them: " + why));
        }
    }

    @Deactivate
    void close() {
        if (config.enabled()) {
            runtimes.close();
            try {
                http.stop();
            } catch (BundleException e) {
                error("The HTTP service cannot be stopped: " + e.getMessage());
            }
        }
    }

    private void error(String sentence) {
        Logger now = log;
        if (now != null) {
            now.error("{}.", sentence);
        }
    }

    @Override
    public ServiceRegistration<?> addingService(ServiceReference<Object> runtime) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(PATTERN, config.path());
        properties.put(NAME, MetricsConfig.PID);
        Object id = runtime.getProperty(Constants.SERVICE_ID);
        properties.put(TARGET, "(" + Constants.SERVICE_ID + "=" + id + ")");
        try {
            return context.registerService(SERVLET, new MetricsServlet(observatory), properties);
        } catch (LinkageError e) {
            error("The HTTP service cannot have the metrics: " + e);
            return null;
        }
    }

    @Override
    public void modifiedService(ServiceReference<Object> runtime, ServiceRegistration<?> servlet) {}

    @Override
    public void removedService(ServiceReference<Object> runtime, ServiceRegistration<?> servlet) {
        servlet.unregister();
    }
}
