package ft.campaign.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import ft.campaign.judge.Finding;
import ft.campaign.run.Outcome;
import ft.campaign.run.RunResult;
import ft.campaign.scenario.Deed;
import ft.campaign.scenario.Scenario;
import ft.campaign.scenario.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The shortest list of deeds that still violates the same invariant. */
class ShrinkerTest {
    private static Scenario scenario(int deeds) {
        return Story.parse(
                IntStream.rangeClosed(1, deeds)
                        .mapToObj(i -> i * 10 + ": leave 0")
                        .collect(Collectors.joining("; ")));
    }

    private static RunResult result(Scenario scenario, String... invariants) {
        List<Finding> findings = new ArrayList<>();
        for (String invariant : invariants) {
            findings.add(new Finding(invariant, 0, ""));
        }
        return new RunResult(
                scenario,
                Outcome.MASKED,
                new TreeSet<>(),
                false,
                findings,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of());
    }

    private static Set<Integer> numbers(Scenario scenario) {
        return scenario.deeds().stream().map(Deed::number).collect(Collectors.toSet());
    }

    @Test
    void twoDeedsThatBelongTogetherAreLeft() throws Exception {
        Shrinker shrinker =
                new Shrinker(
                        s -> numbers(s).containsAll(Set.of(3, 17)) ? result(s, "J5") : result(s));
        RunResult shortest = shrinker.shrink(result(scenario(20), "J5"));
        assertThat(numbers(shortest.scenario())).containsExactlyInAnyOrder(3, 17);
        assertThat(shrinker.runs()).isLessThan(60);
    }

    @Test
    void anotherInvariantIsAnotherFailure() throws Exception {
        Shrinker shrinker =
                new Shrinker(s -> s.deeds().size() == 4 ? result(s, "J5") : result(s, "J10"));
        RunResult shortest = shrinker.shrink(result(scenario(4), "J5"));
        assertThat(shortest.scenario().deeds()).hasSize(4);
    }

    @Test
    void whatFailsWithoutAnyDeedIsLeftWithOne() throws Exception {
        RunResult shortest = new Shrinker(s -> result(s, "J9")).shrink(result(scenario(9), "J9"));
        assertThat(shortest.scenario().deeds()).hasSize(1);
    }
}
