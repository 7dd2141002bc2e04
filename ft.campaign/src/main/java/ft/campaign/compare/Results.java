package ft.campaign.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What was measured, as tables of plain text; where something was repeated, the median. */
final class Results {
    private final List<Measurement> measurements = new ArrayList<>();

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    List<Measurement> all() {
        return List.copyOf(measurements);
    }

    /** One of each contender, in the order in which they were measured. */
    List<Measurement> medians(Scenario scenario, long memory) {
        List<Measurement> medians = new ArrayList<>();
        measurements.stream()
                .filter(each -> each.scenario() == scenario && each.memory() == memory)
                .map(Measurement::strategy)
                .distinct()
                .forEach(strategy -> medians.add(median(scenario, memory, strategy)));
        return medians;
    }

    /** The run with the middle stop time, failed ones last. */
    private Measurement median(Scenario scenario, long memory, String strategy) {
        List<Measurement> runs =
                measurements.stream()
                        .filter(
                                each ->
                                        each.scenario() == scenario
                                                && each.memory() == memory
                                                && each.strategy().equals(strategy))
                        .sorted(
                                Comparator.comparing(
                                                (Measurement each) -> !each.report().succeeded())
                                        .thenComparing(each -> each.report().stopGuestNanos()))
                        .toList();
        return runs.get((runs.size() - 1) / 2);
    }

    /** Sizes that were measured, in this order. */
    List<Long> sizes(Scenario scenario) {
        return measurements.stream()
                .filter(each -> each.scenario() == scenario)
                .map(Measurement::memory)
                .distinct()
                .toList();
    }

    /** Contenders that were measured, in this order. */
    List<String> strategies(Scenario scenario) {
        return measurements.stream()
                .filter(each -> each.scenario() == scenario)
                .map(Measurement::strategy)
                .distinct()
                .toList();
    }

    /** The tables of one size of main storage. */
    String tables(Scenario scenario, long memory) {
        List<String[]> cost = new ArrayList<>();
        List<String[]> care = new ArrayList<>();
        cost.add(
                new String[] {
                    "strategy", "stop", "stop wall", "under stop", "background", "no redundancy"
                });
        care.add(
                new String[] {
                    "strategy", "missed", "repaired", "fell back", "to ST4", "wall", "slowdown"
                });
        for (Measurement each : medians(scenario, memory)) {
            var report = each.report();
            if (!report.succeeded()) {
                cost.add(new String[] {each.strategy(), "failed: " + report.failure()});
                continue;
            }
            cost.add(
                    new String[] {
                        each.strategy(),
                        Numbers.time(report.stopGuestNanos()),
                        Numbers.time(report.stopWallNanos()),
                        Numbers.bytes(report.stoppedBytes()),
                        Numbers.bytes(report.backgroundBytes()),
                        Numbers.time(report.gapGuestNanos())
                    });
            care.add(
                    new String[] {
                        each.strategy(),
                        each.missed().isPresent() ? Numbers.count(each.missed().getAsLong()) : "-",
                        Numbers.count(report.repairedPages()),
                        report.fallback() ? "yes" : "no",
                        Numbers.time(each.guestNanos()),
                        Numbers.time(each.wallNanos()),
                        String.format(Locale.ROOT, "%.2f", each.slowdown())
                    });
        }
        return table(cost) + "\n\n" + table(care);
    }

    /** Columns as wide as their widest cell; all but the first are aligned to the right. */
    private static String table(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int column = 0; row.length == widths.length && column < row.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            text.append(text.isEmpty() ? "  " : "\n  ");
            text.append(String.format("%-" + Math.max(widths[0], 1) + "s", row[0]));
            for (int column = 1; column < row.length; column++) {
                boolean sentence = row.length < widths.length;
                text.append(
                        sentence
                                ? "  " + row[column]
                                : "  " + String.format("%" + widths[column] + "s", row[column]));
            }
        }
        return text.toString();
    }
}
