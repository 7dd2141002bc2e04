package ft.observe.metrics;

import ft.api.observe.Observatory;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceFactory;
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

/**
 * Gives the metrics to the HTTP service, if configuration says so. The servlet is made when an HTTP
 * service takes it, so that nothing is loaded where there is none.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = MetricsConfig.PID)
@Designate(ocd = MetricsConfig.class)
public class MetricsPage {
    // Of jakarta.servlet.Servlet and of the OSGi Servlet Whiteboard, which may not be there.
    private static final String SERVLET = "jakarta.servlet.Servlet";
    private static final String PATTERN = "osgi.http.whiteboard.servlet.pattern";
    private static final String NAME = "osgi.http.whiteboard.servlet.name";

    private final Observatory observatory;
    private final HttpBundle http;
    private ServiceRegistration<?> servlet;

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
        this.observatory = observatory;
        http = new HttpBundle(context);
        if (config.enabled()) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(PATTERN, config.path());
            properties.put(NAME, MetricsConfig.PID);
            servlet = context.registerService(SERVLET, new Servlets(), properties);
        }
    }

    @Activate
    void startHttp() {
        if (servlet != null) {
            http.start()
                    .ifPresent(
                            why -> error("Metrics are enabled, but nobody can get them: " + why));
        }
    }

    @Deactivate
    void deactivate() {
        if (servlet != null) {
            servlet.unregister();
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

    /** Makes the servlet for whoever can use one. */
    private final class Servlets implements ServiceFactory<Object> {
        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> registration) {
            return new MetricsServlet(observatory);
        }

        @Override
        public void ungetService(
                Bundle user, ServiceRegistration<Object> registration, Object service) {}
    }
}
