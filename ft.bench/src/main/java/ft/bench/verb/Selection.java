package ft.bench.verb;

import ft.api.bench.BenchmarkGroup;
import ft.api.verb.VerbException;
import ft.bench.run.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Benchmarks by what the user calls them. */
final class Selection {
    private Selection() {}

    /** Those of the names, in the order of the groups; all of them without a name. */
    static List<Candidate> of(List<BenchmarkGroup> groups, List<String> names)
            throws VerbException {
        List<Candidate> all = new ArrayList<>();
        for (BenchmarkGroup group : groups) {
            group.benchmarks().forEach(each -> all.add(new Candidate(group, each)));
        }
        if (all.isEmpty()) {
            throw new VerbException("No bundle with benchmarks is installed.");
        }
        if (names.isEmpty()) {
            return all;
        }
        Set<Candidate> chosen = new LinkedHashSet<>();
        for (String name : names) {
            List<Candidate> own = all.stream().filter(each -> isCalled(each, name)).toList();
            if (own.isEmpty()) {
                throw new VerbException(
                        "There is no benchmark '"
                                + name
                                + "'; the groups are "
                                + groups.stream()
                                        .map(BenchmarkGroup::name)
                                        .collect(Collectors.joining(", "))
                                + ", and ./ft bench --list tells all.");
            }
            chosen.addAll(own);
        }
        return all.stream().filter(chosen::contains).toList();
    }

    private static boolean isCalled(Candidate candidate, String name) {
        return candidate.name().equals(name)
                || candidate.group().name().equals(name)
                || candidate.name().startsWith(name + ".");
    }
}
