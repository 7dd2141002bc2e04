package ft.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.observe.Observatory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever owns the HTTP service, the metrics are for this computer. */
class MetricsServletTest {
    private final List<String> called = new ArrayList<>();

    private <T> T fake(Class<T> type, String answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            called.add(
                                    method.getName()
                                            + (arguments == null ? "" : List.of(arguments)));
                            return method.getReturnType() == String.class ? answer : null;
                        }));
    }

    private void get(String client) throws Exception {
        new MetricsServlet(fake(Observatory.class, "# EOF\n"))
                .doGet(fake(HttpServletRequest.class, client), fake(HttpServletResponse.class, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "0.0.0.0"})
    void othersAreRefused(String client) throws Exception {
        get(client);
        assertThat(called)
                .containsExactly(
                        "getRemoteAddr",
                        "sendError[403, The metrics are for clients on this computer only.]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void clientsOnThisComputerAreAnswered(String client) {
        try {
            get(client);
        } catch (Exception e) {
            // The faked answer has no stream.
            assertThat(e).isInstanceOf(NullPointerException.class);
        }
        assertThat(called)
                .contains("openMetrics", "setContentType[" + MetricText.CONTENT_TYPE + "]");
    }

    @Test
    void theTypeIsThatOfOpenMetrics() {
        assertThat(MetricText.CONTENT_TYPE)
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }
}
