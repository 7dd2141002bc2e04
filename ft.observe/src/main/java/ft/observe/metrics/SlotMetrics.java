package ft.observe.metrics;

import static ft.observe.metrics.MetricType.COUNTER;
import static ft.observe.metrics.MetricType.GAUGE;

import ft.api.io.SlotStatus;
import java.util.List;

/** Metrics of the slots of a server. */
final class SlotMetrics {
    private SlotMetrics() {}

    static void add(List<SlotStatus> slots, Labels server, MetricText text) {
        for (SlotStatus each : slots) {
            Labels mine =
                    server.and("system", each.slot().ioSubsystem())
                            .and("slot", each.slot().name())
                            .and("device", each.slot().device());
            text.family(GAUGE, "ft_device_present", "Whether a device is in its slot.")
                    .set(mine, each.present());
            text.family(COUNTER, "ft_device_reads", "Reads that a device has served.")
                    .count(mine, each.reads());
            text.family(COUNTER, "ft_device_writes", "Writes that a device has served.")
                    .count(mine, each.writes());
            text.family(COUNTER, "ft_device_aborts", "Requests that ended in a master abort.")
                    .count(mine, each.aborts());
            text.family(COUNTER, "ft_device_errors", "Errors that a device has reported.")
                    .count(mine, each.errors());
        }
    }
}
