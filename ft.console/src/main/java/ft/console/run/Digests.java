package ft.console.run;

import ft.api.server.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of a run when it has ended: equal for two runs with the same history.
 *
 * @param exit how the guest ended, {@code until} or {@code stuck}
 * @param probe digests of the machine
 * @param inStep whether all systems in service were in Online sync, and so have to be equal
 * @param disks digest of each image file, by slot
 */
record Digests(String exit, Probe probe, boolean inStep, Map<String, String> disks) {
    Digests {
        disks = new LinkedHashMap<>(disks);
    }

    /** A line for each value that has to be equal; the same lines for equal histories. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        values().forEach((name, value) -> lines.add(String.format("%-8s %s", name, value)));
        return lines;
    }

    /** The names of the values that differ from those of another run. */
    List<String> differences(Digests other) {
        List<String> names = new ArrayList<>();
        Map<String, String> others = other.values();
        values().forEach(
                        (name, value) -> {
                            if (!value.equals(others.get(name))) {
                                names.add(name);
                            }
                        });
        return names;
    }

    /** Whether all systems that were in step at the end are equal. */
    boolean consistent() {
        return !inStep
                || probe.memory().stream().distinct().count() <= 1
                        && probe.context().stream().distinct().count() <= 1;
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("end", exit);
        values.put("clock", Long.toString(probe.clock()));
        values.put("retired", Long.toString(probe.retired()));
        values.put("memory", first(probe.memory()));
        values.put("context", first(probe.context()));
        values.put("output", probe.output() + " " + probe.outputBytes() + " bytes");
        values.putAll(disks);
        return values;
    }

    private static String first(List<String> digests) {
        return digests.isEmpty() ? "none" : digests.get(0);
    }
}
