package ft.observe.metrics;

import ft.api.observe.Observatory;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Answers a GET with the metrics, to clients on this computer. */
final class MetricsServlet extends HttpServlet {
    private final transient Observatory observatory;

    MetricsServlet(Observatory observatory) {
        this.observatory = observatory;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // Whoever owns the HTTP service may have opened it to the world.
        if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "The metrics are for clients on this computer only.");
            return;
        }
        byte[] text = observatory.openMetrics().getBytes(StandardCharsets.UTF_8);
        response.setContentType(MetricText.CONTENT_TYPE);
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
