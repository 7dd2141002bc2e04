package ft.observe.metrics;

import java.util.Locale;
import java.util.Set;

/** Types of OpenMetrics that are used here, with the suffixes that their samples may have. */
enum MetricType {
    COUNTER("_total"),
    GAUGE(""),
    HISTOGRAM("_bucket", "_count", "_sum"),
    INFO("_info"),
    STATESET("");

    private final Set<String> suffixes;

    MetricType(String... suffixes) {
        this.suffixes = Set.of(suffixes);
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean allows(String suffix) {
        return suffixes.contains(suffix);
    }
}
