package ft.bench.report;

import ft.bench.run.Comparison;
import ft.bench.run.Result;
import ft.bench.run.Spread;
import ft.bench.run.Taken;
import java.util.ArrayList;
import java.util.List;

/** Lines of the table: one for each reference of each benchmark. */
final class Row {
    static final List<String> TITLES =
            List.of(
                    "benchmark",
                    "ours",
                    "reference",
                    "ratio",
                    "spread",
                    "by processor time",
                    "target",
                    "");

    private static final String NOTHING = "-";

    private Row() {}

    static List<List<String>> of(Result result) {
        List<List<String>> rows = new ArrayList<>();
        if (result.problem().isPresent() || result.ours().isEmpty()) {
            String why = result.problem().orElse("There is no sample.");
            rows.add(sentence(result.name(), (result.leftOut() ? "left out: " : "FAILED: ") + why));
            return rows;
        }
        Taken ours = result.ours().get();
        String value = Numbers.of(ours.values().median()) + " " + result.measure().unit();
        for (Comparison each : result.comparisons()) {
            Taken reference = each.reference();
            rows.add(
                    List.of(
                            result.name(),
                            value,
                            reference.name() + " " + Numbers.of(reference.values().median()),
                            Numbers.of(each.ratios().median()),
                            Numbers.range(each.ratios()),
                            each.byProcessor()
                                    .map(spread -> Numbers.of(spread.median()))
                                    .orElse(NOTHING),
                            target(reference),
                            verdict(each)));
        }
        for (Taken missing : result.missing()) {
            rows.add(
                    List.of(
                            result.name(),
                            value,
                            missing.name(),
                            NOTHING,
                            NOTHING,
                            NOTHING,
                            target(missing),
                            missing.missing().orElse("no sample")));
        }
        if (rows.isEmpty()) {
            Spread values = ours.values();
            String range = Numbers.range(values);
            rows.add(List.of(result.name(), value, NOTHING, NOTHING, range, NOTHING, NOTHING, ""));
        }
        return rows;
    }

    /** A row that has a sentence in place of figures. */
    private static List<String> sentence(String name, String sentence) {
        return List.of(name, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, sentence);
    }

    private static String target(Taken reference) {
        return reference.target().isEmpty()
                ? NOTHING
                : ">= " + Numbers.of(reference.target().getAsDouble());
    }

    private static String verdict(Comparison comparison) {
        if (comparison.reference().target().isEmpty()) {
            return comparison.isNoisy() ? "noisy" : "";
        }
        return comparison.verdict().toString();
    }
}
