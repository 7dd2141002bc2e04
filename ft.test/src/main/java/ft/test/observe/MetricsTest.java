package ft.test.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.observe.Observatory;
import ft.test.support.Lab;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Metrics are OpenMetrics text, and come over HTTP when that is asked for. */
class MetricsTest {
    private static final String NAME = "measured";
    private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";

    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin admin;

    @InjectService(timeout = 10_000)
    Observatory observatory;

    private ObservedServer observed;
    private Bundle http;

    @BeforeEach
    void open() throws Exception {
        http =
                Stream.of(context.getBundles())
                        .filter(b -> b.getSymbolicName().equals("org.apache.felix.http.jetty"))
                        .findAny()
                        .orElseThrow();
        observed = new ObservedServer(context, admin, NAME);
    }

    @AfterEach
    void close() throws Exception {
        observed.close();
    }

    private static String sample(String name, String labels) {
        return name + "{server=\"" + NAME + "\"" + labels + "}";
    }

    @Test
    void tellOfAPairThatIsDegradedAndLost() throws Exception {
        OpenMetricsGrammar.parse(observatory.openMetrics());
        observed.boot();
        Map<String, Double> inStep = OpenMetricsGrammar.parse(observatory.openMetrics());
        assertThat(inStep)
                .containsEntry(sample("ft_service_up", ""), 1.0)
                .containsEntry(sample("ft_systems_in_sync", ""), 2.0)
                .containsEntry(
                        sample("ft_system_state", ",system=\"1\",ft_system_state=\"ONLINE_SYNC\""),
                        1.0)
                .containsEntry(
                        sample("ft_resyncs_total", ",strategy=\"trace\",result=\"synced\""), 1.0)
                .containsEntry(
                        sample("ft_stop_seconds_count", ",strategy=\"trace\",clock=\"guest\""), 1.0)
                .containsEntry(
                        sample("ft_state_events_total", ",system=\"0\",event=\"CHECK_OK\""), 1.0);
        assertThat(inStep.get(sample("ft_retired_instructions_total", ",system=\"0\"")))
                .isEqualTo((double) observed.server().systems().get(0).retired());

        observed.pull(1);
        Lab.await("it is degraded", () -> metric("ft_systems_in_sync") == 0);
        Map<String, Double> degraded = OpenMetricsGrammar.parse(observatory.openMetrics());
        assertThat(degraded)
                .containsEntry(sample("ft_service_up", ""), 1.0)
                .containsEntry(sample("ft_board_present", ",system=\"1\",board=\"cpu\""), 0.0);

        observed.pull(0);
        Lab.await("it is lost", () -> metric("ft_outages_total") == 1);
        assertThat(metric("ft_service_up")).isZero();
    }

    private double metric(String name) {
        return OpenMetricsGrammar.parse(observatory.openMetrics()).get(sample(name, ""));
    }

    @Test
    void comeOverHttpWhileThatIsEnabled() throws Exception {
        http.stop();
        assertThat(context.getServiceReference(RUNTIME)).isNull();
        Configuration metrics = admin.getConfiguration("ft.metrics", "?");
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("enabled", true);
        URI page;
        try {
            metrics.update(properties);
            Lab.await("HTTP is started", () -> context.getServiceReference(RUNTIME) != null);
            page = page();
            Lab.await("the metrics are there", () -> get(page).statusCode() == 200);
            HttpResponse<String> answer = get(page);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(OpenMetricsGrammar.parse(answer.body()))
                    .containsEntry(sample("ft_service_up", ""), 0.0);
        } finally {
            metrics.delete();
        }
        Lab.await("HTTP is stopped", () -> http.getState() == Bundle.RESOLVED);
        assertThatThrownBy(() -> send(page)).isInstanceOf(ConnectException.class);
    }

    private URI page() {
        ServiceReference<?> runtime = context.getServiceReference(RUNTIME);
        String endpoint =
                Stream.of((String[]) runtime.getProperty("osgi.http.endpoint"))
                        .findFirst()
                        .orElseThrow();
        assertThat(endpoint).startsWith("http://127.0.0.1:");
        return URI.create(endpoint).resolve("/metrics");
    }

    private static HttpResponse<String> get(URI page) {
        try {
            return send(page);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(URI page) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }
}
