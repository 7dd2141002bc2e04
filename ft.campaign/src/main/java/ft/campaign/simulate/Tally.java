package ft.campaign.simulate;

import ft.campaign.run.Outcome;
import ft.campaign.run.RunResult;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many runs came to which end, by the kind of fault. */
final class Tally {
    private static final String SEVERAL = "several";
    private static final String NONE = "(none)";
    private static final String ALL = "all";

    private final SortedMap<String, Map<Outcome, Integer>> rows = new TreeMap<>();
    private final SortedMap<String, Map<Outcome, Integer>> singles = new TreeMap<>();
    private int runs;

    void add(RunResult result) {
        runs++;
        String kind =
                result.faults().isEmpty()
                        ? NONE
                        : result.faults().size() == 1 ? result.faults().first() : SEVERAL;
        count(rows, kind, result.outcome());
        if (result.single()) {
            count(singles, kind, result.outcome());
        }
    }

    private static void count(
            SortedMap<String, Map<Outcome, Integer>> table, String kind, Outcome outcome) {
        table.computeIfAbsent(kind, k -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
    }

    int runs() {
        return runs;
    }

    void print(PrintStream out) {
        out.println("Outcome by kind of fault, all runs");
        print(out, rows);
        out.println();
        out.println("A single fault, or board pulled, while all systems were in Online sync");
        print(out, singles);
    }

    private static void print(PrintStream out, SortedMap<String, Map<Outcome, Integer>> table) {
        Map<Outcome, Integer> sums = new EnumMap<>(Outcome.class);
        table.values().forEach(row -> row.forEach((o, n) -> sums.merge(o, n, Integer::sum)));
        StringBuilder head = new StringBuilder(String.format("  %-12s %8s", "", "runs"));
        for (Outcome outcome : Outcome.values()) {
            head.append(String.format(" %8s", SHORT.get(outcome)));
        }
        out.println(head);
        table.forEach((kind, row) -> out.println(line(kind, row)));
        out.println(line(ALL, sums));
    }

    private static String line(String kind, Map<Outcome, Integer> row) {
        int sum = row.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder line = new StringBuilder(String.format("  %-12s %8d", kind, sum));
        for (Outcome outcome : Outcome.values()) {
            int count = row.getOrDefault(outcome, 0);
            line.append(String.format(" %8s", count == 0 ? "-" : Integer.toString(count)));
        }
        return line.toString();
    }

    private static final Map<Outcome, String> SHORT = new EnumMap<>(Outcome.class);

    static {
        SHORT.put(Outcome.UNDISTURBED, "no fault");
        SHORT.put(Outcome.MASKED, "masked");
        SHORT.put(Outcome.LATENT, "latent");
        SHORT.put(Outcome.RESYNCHRONIZED, "resynced");
        SHORT.put(Outcome.SEPARATED, "separate");
        SHORT.put(Outcome.WRONG_SURVIVOR, "wrongsrv");
        SHORT.put(Outcome.SILENT_CORRUPTION, "silent");
        SHORT.put(Outcome.FALSE_ALARM, "falsealm");
        SHORT.put(Outcome.RESYNC_FAILED, "resyfail");
        SHORT.put(Outcome.HANG, "hang");
        SHORT.put(Outcome.SERVICE_LOST, "lost");
    }
}
