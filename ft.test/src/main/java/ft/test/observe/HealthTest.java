package ft.test.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.observe.Observatory;
import ft.api.observe.ServerHealth;
import ft.test.support.Lab;
import java.util.Dictionary;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Every server has a health check that the executor of Felix runs. */
class HealthTest {
    private static final String NAME = "checked";

    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin admin;

    @InjectService(timeout = 10_000)
    HealthCheckExecutor executor;

    @InjectService(timeout = 10_000)
    Observatory observatory;

    private ObservedServer observed;

    @BeforeEach
    void open() throws Exception {
        observed = new ObservedServer(context, admin, NAME);
        Lab.service(context, HealthCheck.class, "(hc.tags=" + NAME + ")");
    }

    @AfterEach
    void close() throws Exception {
        observed.close();
    }

    private Result result() {
        HealthCheckExecutionOptions now = new HealthCheckExecutionOptions();
        now.setForceInstantExecution(true); // not what it was two seconds ago
        List<HealthCheckExecutionResult> results =
                executor.execute(HealthCheckSelector.tags(NAME), now);
        assertThat(results).hasSize(1);
        return results.get(0).getHealthCheckResult();
    }

    private ServerHealth health() {
        return observatory.health().stream()
                .filter(each -> each.server().equals(NAME))
                .findAny()
                .orElseThrow();
    }

    @Test
    void aPairIsWellDegradedAndLost() throws Exception {
        assertThat(result().getStatus()).as("switched off").isEqualTo(Result.Status.WARN);
        observed.boot();
        assertThat(result().getStatus()).as(() -> result().toString()).isEqualTo(Result.Status.OK);
        assertThat(health().sentence()).startsWith("All 2 systems are in Online sync (since 20");

        observed.pull(1);
        Lab.await("it is degraded", () -> result().getStatus() == Result.Status.WARN);
        assertThat(health().sentence())
                .startsWith("The server is not redundant (since 20")
                .contains("CPU board pulled", "#0 ST2 Online ready", "#1 Off");

        observed.pull(0);
        Lab.await("it is lost", () -> result().getStatus() == Result.Status.CRITICAL);
        assertThat(health().sentence())
                .startsWith("The service was lost at 20")
                .contains("CPU board pulled");
        assertThat(result().toString()).contains("The service was lost");
    }

    @Test
    void aServerThatIsRenamedIsCheckedUnderItsNewName() throws Exception {
        Configuration configuration =
                admin.listConfigurations(
                                "(&(service.factoryPid=ft.server)(ft.server=" + NAME + "))")[0];
        Dictionary<String, Object> properties = configuration.getProperties();
        properties.put("ft.server", "renamed");
        configuration.update(properties);
        Lab.service(context, HealthCheck.class, "(hc.tags=renamed)");
        Lab.await(
                "it has the new name in all reports",
                () -> observatory.openMetrics().contains("{server=\"renamed\"}"));
        assertThat(observatory.openMetrics()).doesNotContain("{server=\"" + NAME + "\"}");
        assertThat(observatory.health()).extracting(ServerHealth::server).contains("renamed");
    }

    @Test
    void theCheckGoesWithItsServer() throws Exception {
        observed.close();
        assertThat(context.getServiceReferences(HealthCheck.class, "(hc.tags=" + NAME + ")"))
                .isEmpty();
    }
}
