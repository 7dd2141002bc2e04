package ft.observe.metrics;

import static ft.observe.metrics.MetricType.COUNTER;
import static ft.observe.metrics.MetricType.GAUGE;
import static ft.observe.metrics.MetricType.HISTOGRAM;

import ft.api.server.FtServer;
import ft.api.server.ResyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Metrics of what it takes to bring systems back, by copy strategy. */
final class ResyncMetrics {
    private static final String PAGES = "ft_copied_pages";
    private static final String BYTES = "ft_copied_bytes";

    private final Labels labels;
    private final MetricText text;

    ResyncMetrics(Labels labels, MetricText text) {
        this.labels = labels;
        this.text = text;
    }

    void add(FtServer server) {
        text.family(GAUGE, "ft_resync_running", "Whether a resynchronization is under way.")
                .set(labels, server.progress().isPresent());
        Map<String, List<ResyncReport>> byStrategy = new TreeMap<>();
        server.reports()
                .forEach(
                        report ->
                                byStrategy
                                        .computeIfAbsent(
                                                report.strategy(), missing -> new ArrayList<>())
                                        .add(report));
        byStrategy.forEach((strategy, reports) -> add(labels.and("strategy", strategy), reports));
    }

    private void add(Labels mine, List<ResyncReport> reports) {
        MetricText.Family ended =
                text.family(COUNTER, "ft_resyncs", "Resynchronizations that have ended.");
        long good = reports.stream().filter(ResyncReport::succeeded).count();
        ended.count(mine.and("result", "synced"), good);
        ended.count(mine.and("result", "failed"), reports.size() - good);
        text.family(COUNTER, "ft_resync_attempts", "Sessions of copy strategies.")
                .count(mine, sum(reports, ResyncReport::attempts));
        text.family(COUNTER, PAGES, "pages", "Pages whose content was copied.")
                .count(mine.and("guest", "running"), sum(reports, ResyncReport::backgroundPages))
                .count(mine.and("guest", "stopped"), sum(reports, ResyncReport::stoppedPages))
                .count(mine.and("guest", "duplicated"), sum(reports, ResyncReport::repairedPages));
        text.family(COUNTER, BYTES, "bytes", "Bytes of content that were copied.")
                .count(mine.and("guest", "running"), sum(reports, ResyncReport::backgroundBytes))
                .count(mine.and("guest", "stopped"), sum(reports, ResyncReport::stoppedBytes));
        text.family(COUNTER, "ft_checked_pages", "pages", "Pages that memory checks compared.")
                .count(mine, sum(reports, ResyncReport::checkedPages));
        MetricText.Family stop =
                text.family(
                        HISTOGRAM,
                        "ft_stop_seconds",
                        "seconds",
                        "For how long the guest was stopped, by the machine's clock and measured.");
        stop.histogram(mine.and("clock", "guest"), spans(reports, ResyncReport::stopGuestNanos));
        stop.histogram(mine.and("clock", "wall"), spans(reports, ResyncReport::stopWallNanos));
        MetricText.Family gap =
                text.family(
                        HISTOGRAM,
                        "ft_redundancy_gap_seconds",
                        "seconds",
                        "Time without redundancy until a resynchronization, likewise.");
        gap.histogram(mine.and("clock", "guest"), spans(reports, ResyncReport::gapGuestNanos));
        gap.histogram(mine.and("clock", "wall"), spans(reports, ResyncReport::gapWallNanos));
    }

    private static long sum(List<ResyncReport> reports, ToLongFunction<ResyncReport> value) {
        return reports.stream().mapToLong(value).sum();
    }

    private static Spans spans(List<ResyncReport> reports, ToLongFunction<ResyncReport> nanos) {
        Spans spans = new Spans();
        reports.stream()
                .filter(ResyncReport::succeeded)
                .forEach(report -> spans.add(nanos.applyAsLong(report)));
        return spans;
    }
}
