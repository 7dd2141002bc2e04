package ft.observe.metrics;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the text format of OpenMetrics 1.0: families in the order in which they came, each with
 * all of its samples in one place, whoever adds them.
 */
public final class MetricText {
    /** Content type of the text. */
    public static final String CONTENT_TYPE =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final int NANO_DIGITS = 9;

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** Nothing yet. */
    public MetricText() {}

    /**
     * A family.
     *
     * @param name its name, which ends with the unit if it has one
     * @param unit of its samples, or {@code ""}
     * @param help what it is, in words
     */
    Family family(MetricType type, String name, String unit, String help) {
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException(name + " does not end with its unit " + unit);
        }
        return families.computeIfAbsent(name, missing -> new Family(type, name, unit, help));
    }

    /** A family without a unit. */
    Family family(MetricType type, String name, String help) {
        return family(type, name, "", help);
    }

    /** Nanoseconds as seconds, exactly. */
    static String seconds(long nanos) {
        BigDecimal seconds = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
        return seconds.signum() == 0 ? "0" : seconds.toPlainString();
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        families.values().forEach(family -> family.write(out));
        return out.append("# EOF\n").toString();
    }

    /** A family of samples. */
    static final class Family {
        private final MetricType type;
        private final String name;
        private final String unit;
        private final String help;
        private final StringBuilder samples = new StringBuilder();

        private Family(MetricType type, String name, String unit, String help) {
            this.type = type;
            this.name = name;
            this.unit = unit;
            this.help = help;
        }

        private Family sample(String suffix, Labels labels, String value) {
            if (!type.allows(suffix)) {
                throw new IllegalArgumentException(name + suffix + " is no sample of a " + type);
            }
            samples.append(name).append(suffix).append(labels).append(' ');
            samples.append(value).append('\n');
            return this;
        }

        /** A sample of a counter. */
        Family count(Labels labels, long value) {
            return sample("_total", labels, Long.toString(value));
        }

        /** A sample of a counter of seconds. */
        Family countSeconds(Labels labels, long nanos) {
            return sample("_total", labels, seconds(nanos));
        }

        /** A sample of a gauge. */
        Family set(Labels labels, long value) {
            return sample("", labels, Long.toString(value));
        }

        /** A sample of a gauge that is a yes or a no. */
        Family set(Labels labels, boolean value) {
            return set(labels, value ? 1 : 0);
        }

        /** A sample of a gauge of seconds. */
        Family setSeconds(Labels labels, long nanos) {
            return sample("", labels, seconds(nanos));
        }

        /** What an info metric tells by its labels. */
        Family info(Labels labels) {
            return sample("_info", labels, "1");
        }

        /** One state of a state set, whose label has the name of the family. */
        Family state(Labels labels, String state, boolean is) {
            return sample("", labels.and(name, state), is ? "1" : "0");
        }

        /** All samples of a histogram of spans of time. */
        Family histogram(Labels labels, Spans spans) {
            spans.forEachBucket(
                    (limit, count) ->
                            sample("_bucket", labels.and("le", limit), Long.toString(count)));
            sample("_count", labels, Long.toString(spans.count()));
            return sample("_sum", labels, seconds(spans.sum()));
        }

        private void write(StringBuilder out) {
            out.append("# TYPE ").append(name).append(' ').append(type.text()).append('\n');
            if (!unit.isEmpty()) {
                out.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
            }
            out.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
            out.append(samples);
        }
    }
}
