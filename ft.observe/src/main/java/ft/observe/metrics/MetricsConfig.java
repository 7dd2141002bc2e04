package ft.observe.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Options of the configuration {@code ft.metrics}. */
@ObjectClassDefinition(
        name = "Metrics over HTTP",
        description =
                "Metrics of all servers in OpenMetrics text, for clients on this computer only")
@interface MetricsConfig {
    /** The PID. */
    String PID = "ft.metrics";

    @AttributeDefinition(name = "enabled", description = "whether HTTP clients can get the metrics")
    boolean enabled() default false;

    @AttributeDefinition(name = "path", description = "path of the metrics on the HTTP service")
    String path() default "/metrics";
}
