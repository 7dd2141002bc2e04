package ft.observe.metrics;

import static ft.observe.metrics.MetricType.COUNTER;
import static ft.observe.metrics.MetricType.GAUGE;

import ft.observe.feed.Outbox;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Metrics of the process that all servers are in, and of what watches them. */
public final class ProcessMetrics {
    private ProcessMetrics() {}

    /** Adds them. */
    public static void add(List<Outbox> outboxes, MetricText text) {
        MetricText.Family dropped =
                text.family(
                        COUNTER,
                        "ft_observe_dropped",
                        "Entries that were dropped, since a service took them too slowly.");
        outboxes.forEach(each -> dropped.count(Labels.of("service", each.name()), each.dropped()));
        memory("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage(), text);
        memory("nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage(), text);
        text.family(GAUGE, "jvm_threads", "Live threads.")
                .set(Labels.NONE, ManagementFactory.getThreadMXBean().getThreadCount());
        text.family(
                        GAUGE,
                        "process_uptime_seconds",
                        "seconds",
                        "Time since the process was started.")
                .setSeconds(
                        Labels.NONE,
                        TimeUnit.MILLISECONDS.toNanos(
                                ManagementFactory.getRuntimeMXBean().getUptime()));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .ifPresent(
                        nanos ->
                                text.family(
                                                COUNTER,
                                                "process_cpu_seconds",
                                                "seconds",
                                                "Processor time of the process.")
                                        .countSeconds(Labels.NONE, nanos));
    }

    private static void memory(String area, MemoryUsage usage, MetricText text) {
        text.family(GAUGE, "jvm_memory_used_bytes", "bytes", "Memory in use.")
                .set(Labels.of("area", area), usage.getUsed());
        text.family(GAUGE, "jvm_memory_committed_bytes", "bytes", "Memory taken from the system.")
                .set(Labels.of("area", area), usage.getCommitted());
    }
}
