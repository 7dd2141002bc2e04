package ft.campaign.simulate;

import ft.campaign.run.RunResult;
import ft.campaign.scenario.Deed;
import ft.campaign.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a scenario that fails shorter: leaves out halves, quarters and single deeds as long as the
 * same invariant is violated still. Every step is a run of its own.
 */
final class Shrinker {
    /** Runs a scenario. */
    @FunctionalInterface
    interface Runner {
        RunResult run(Scenario scenario) throws Exception;
    }

    private final Runner runner;
    private int runs;

    Shrinker(Runner runner) {
        this.runner = runner;
    }

    /** The shortest scenario that was found to violate what the first one does. */
    RunResult shrink(RunResult failing) throws Exception {
        Set<String> wanted = names(failing);
        RunResult best = failing;
        int parts = 2;
        while (best.scenario().deeds().size() > 1) {
            RunResult shorter = shorter(best, parts, wanted);
            if (shorter != null) {
                best = shorter;
                parts = 2;
            } else if (parts >= best.scenario().deeds().size()) {
                break;
            } else {
                parts = Math.min(parts * 2, best.scenario().deeds().size());
            }
        }
        return best;
    }

    /** Runs that were needed. */
    int runs() {
        return runs;
    }

    private RunResult shorter(RunResult best, int parts, Set<String> wanted) throws Exception {
        List<Deed> deeds = best.scenario().deeds();
        for (int part = 0; part < parts; part++) {
            int from = deeds.size() * part / parts;
            int to = deeds.size() * (part + 1) / parts;
            List<Deed> rest = new ArrayList<>(deeds.subList(0, from));
            rest.addAll(deeds.subList(to, deeds.size()));
            runs++;
            RunResult result = runner.run(best.scenario().with(rest));
            if (names(result).stream().anyMatch(wanted::contains)) {
                return result;
            }
        }
        return null;
    }

    private static Set<String> names(RunResult result) {
        Set<String> names = new TreeSet<>();
        result.findings().forEach(finding -> names.add(finding.invariant()));
        return names;
    }
}
