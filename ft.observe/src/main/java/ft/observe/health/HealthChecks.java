package ft.observe.health;

import ft.api.observe.ServerHealth;
import ft.api.server.FtServer;
import ft.observe.Losses;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * A health check for each server, while there is somebody who executes health checks: without that
 * there is nothing here to be loaded, since the interface may be missing.
 */
@Component(
        service = {},
        immediate = true)
public class HealthChecks {
    private final BundleContext context;
    private final Losses losses;
    private final Map<FtServer, ServiceRegistration<HealthCheck>> checks = new HashMap<>();

    /** Made by Declarative Services. */
    @Activate
    public HealthChecks(
            BundleContext context,
            @Reference HealthCheckExecutor executor,
            @Reference Losses losses) {
        this.context = context;
        this.losses = losses;
    }

    @Deactivate
    synchronized void deactivate() {
        checks.values().forEach(ServiceRegistration::unregister);
        checks.clear();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updated")
    synchronized void add(FtServer server, Map<String, Object> properties) {
        String name = String.valueOf(properties.get(FtServer.NAME));
        Dictionary<String, Object> about = new Hashtable<>();
        about.put(HealthCheck.NAME, "FT server " + name);
        about.put(HealthCheck.TAGS, new String[] {"ft", name});
        HealthCheck check = () -> check(name, server);
        checks.put(server, context.registerService(HealthCheck.class, check, about));
    }

    /** It may have another name now. */
    synchronized void updated(FtServer server, Map<String, Object> properties) {
        remove(server);
        add(server, properties);
    }

    synchronized void remove(FtServer server) {
        ServiceRegistration<HealthCheck> gone = checks.remove(server);
        if (gone != null) {
            gone.unregister();
        }
    }

    private Result check(String name, FtServer server) {
        ServerHealth health = Assessment.of(name, server, losses.recent());
        FormattingResultLog log = new FormattingResultLog();
        switch (health.level()) {
            case OK -> log.info("{}", health.sentence());
            case WARN -> log.warn("{}", health.sentence());
            case TEMPORARILY_UNAVAILABLE -> log.temporarilyUnavailable("{}", health.sentence());
            case CRITICAL -> log.critical("{}", health.sentence());
        }
        health.details().forEach(detail -> log.warn("{}", detail));
        return new Result(log);
    }
}
