package ft.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricTextTest {
    private final MetricText text = new MetricText();

    @Test
    void nothingIsTheEndAlone() {
        assertThat(text).hasToString("# EOF\n");
    }

    @Test
    void samplesOfAFamilyStayTogetherWhoeverAddsThem() {
        text.family(MetricType.COUNTER, "a_seconds", "seconds", "Of \"a\"\n\\.")
                .countSeconds(Labels.of("x", "1"), 1_500_000_000);
        text.family(MetricType.GAUGE, "b", "B.").set(Labels.NONE, true);
        text.family(MetricType.COUNTER, "a_seconds", "seconds", "Of a.")
                .countSeconds(Labels.of("x", "a\"b\\c\nd").and("y", 2), 0);
        assertThat(text)
                .hasToString(
                        """
                        # TYPE a_seconds counter
                        # UNIT a_seconds seconds
                        # HELP a_seconds Of \\"a\\"\\n\\\\.
                        a_seconds_total{x="1"} 1.5
                        a_seconds_total{x="a\\"b\\\\c\\nd",y="2"} 0
                        # TYPE b gauge
                        # HELP b B.
                        b 1
                        # EOF
                        """);
    }

    @Test
    void statesInfosAndHistograms() {
        Spans spans = new Spans();
        spans.add(0);
        spans.add(1000);
        spans.add(1001);
        spans.add(3_000_000_000L);
        spans.add(Long.MAX_VALUE / 2);
        text.family(MetricType.STATESET, "s", "S.").state(Labels.of("n", 0), "ON", true);
        text.family(MetricType.INFO, "i", "I.").info(Labels.of("version", "1"));
        text.family(MetricType.HISTOGRAM, "h_seconds", "seconds", "H.")
                .histogram(Labels.NONE, spans);
        assertThat(text.toString().lines())
                .contains(
                        "s{n=\"0\",s=\"ON\"} 1",
                        "i_info{version=\"1\"} 1",
                        "h_seconds_bucket{le=\"1e-06\"} 2",
                        "h_seconds_bucket{le=\"1e-05\"} 3",
                        "h_seconds_bucket{le=\"1.0\"} 3",
                        "h_seconds_bucket{le=\"10.0\"} 4",
                        "h_seconds_bucket{le=\"100.0\"} 4",
                        "h_seconds_bucket{le=\"+Inf\"} 5",
                        "h_seconds_count 5");
    }

    @Test
    void whatIsNotOpenMetricsIsADefect() {
        assertThatThrownBy(() -> text.family(MetricType.GAUGE, "a", "bytes", "A."))
                .hasMessage("a does not end with its unit bytes");
        MetricText.Family gauge = text.family(MetricType.GAUGE, "g", "G.");
        assertThatThrownBy(() -> gauge.count(Labels.NONE, 1))
                .hasMessage("g_total is no sample of a GAUGE");
    }
}
