package ft.test.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text format of OpenMetrics 1.0 as strictly as its specification does. */
final class OpenMetricsGrammar {
    private static final Pattern META =
            Pattern.compile("# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");
    private static final Map<String, Set<String>> SUFFIXES =
            Map.of(
                    "counter", Set.of("_total", "_created"),
                    "gauge", Set.of(""),
                    "histogram", Set.of("_bucket", "_count", "_sum", "_created"),
                    "info", Set.of("_info"),
                    "stateset", Set.of(""));

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Set<String> metaSeen = new HashSet<>();
    private final Map<String, Map<String, Double>> histograms = new HashMap<>();
    private String family;
    private boolean sampled;

    private OpenMetricsGrammar() {}

    /** All samples, by name and labels as they are written; fails for what is not well formed. */
    static Map<String, Double> parse(String text) {
        assertThat(text).endsWith("\n# EOF\n").doesNotContain("\r", "\n\n");
        OpenMetricsGrammar grammar = new OpenMetricsGrammar();
        List<String> lines = text.lines().toList();
        for (String line : lines.subList(0, lines.size() - 1)) {
            if (line.startsWith("#")) {
                grammar.meta(line);
            } else {
                grammar.sample(line);
            }
        }
        grammar.histograms.forEach(OpenMetricsGrammar::checkHistogram);
        return grammar.values;
    }

    private void meta(String line) {
        Matcher meta = META.matcher(line);
        assertThat(meta.matches()).as(line).isTrue();
        String name = meta.group(2);
        if (!name.equals(family)) {
            assertThat(types).as("families are not interleaved: " + line).doesNotContainKey(name);
            family = name;
            sampled = false;
            types.put(name, "unknown");
        }
        assertThat(sampled).as("metadata comes before samples: " + line).isFalse();
        assertThat(metaSeen.add(meta.group(1) + name)).as(line).isTrue();
        switch (meta.group(1)) {
            case "TYPE" -> {
                assertThat(SUFFIXES).as(line).containsKey(meta.group(3));
                types.put(name, meta.group(3));
            }
            case "UNIT" -> assertThat(name).as(line).endsWith("_" + meta.group(3));
            default -> assertThat(meta.group(3)).as(line).matches("(?:[^\\\\\"]|\\\\[\\\\n\"])+");
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).as("in its family: " + line).startsWith(family);
        sampled = true;
        String suffix = sample.group(1).substring(family.length());
        String type = types.get(family);
        assertThat(SUFFIXES.get(type)).as(line).contains(suffix);
        Map<String, String> labels = labels(sample.group(3), line);
        double value = Double.parseDouble(sample.group(4));
        assertThat(values.put(line.substring(0, line.lastIndexOf(' ')), value))
                .as("once: " + line)
                .isNull();
        switch (type) {
            case "counter" -> assertThat(value).as(line).isNotNegative().isFinite();
            case "info" -> assertThat(value).as(line).isEqualTo(1);
            case "stateset" -> {
                assertThat(value).as(line).isIn(0.0, 1.0);
                assertThat(labels).as(line).containsKey(family);
            }
            case "histogram" -> {
                String limit = labels.remove("le");
                assertThat(limit != null).as(line).isEqualTo(suffix.equals("_bucket"));
                histograms
                        .computeIfAbsent(family + labels, missing -> new LinkedHashMap<>())
                        .put(limit == null ? suffix : limit, value);
            }
            default -> assertThat(value).as(line).isFinite();
        }
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (text == null) {
            return labels;
        }
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            assertThat(labels.put(label.group(1), label.group(2))).as(line).isNull();
            end = label.end();
        }
        assertThat(end).as(line).isEqualTo(text.length());
        assertThat(text).as(line).doesNotEndWith(",");
        return labels;
    }

    private static void checkHistogram(String name, Map<String, Double> samples) {
        double below = 0;
        double limit = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Double> each : samples.entrySet()) {
            if (!each.getKey().startsWith("_")) {
                double next =
                        each.getKey().equals("+Inf")
                                ? Double.POSITIVE_INFINITY
                                : Double.parseDouble(each.getKey());
                assertThat(next).as(name).isGreaterThan(limit);
                assertThat(each.getValue()).as(name).isGreaterThanOrEqualTo(below);
                limit = next;
                below = each.getValue();
            }
        }
        assertThat(limit).as(name).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(samples.get("_count")).as(name).isEqualTo(below);
        assertThat(samples).as(name).containsKey("_sum");
    }
}
