package ft.chipset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ft.chipset.compare.RecordingPort.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Three systems: what comes of a quantum depends on what the machines send, not on which thread is
 * faster, and with one that is wrong it is what the two others send.
 */
class MajorityInterleavingTest {
    /** What each of three guests sends in a quantum. */
    record Guests(List<List<Request>> requests) {}

    /** All that can be seen from outside. */
    record Outcome(
            List<Request> performed,
            List<List<Long>> completions,
            List<List<Integer>> lines,
            List<String> disagreements,
            TreeSet<String> outvoted,
            long compared,
            boolean full) {}

    private static Arbitrary<List<Request>> some() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.longs().between(0, 1),
                        Arbitraries.of(true, false))
                .as((offset, value, write) -> new Request(0, offset, write ? value : 0, write))
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<Guests> any() {
        return Combinators.combine(some(), some(), some(), some())
                .as(
                        (prefix, a, b, c) ->
                                new Guests(
                                        List.of(
                                                clocked(prefix, a),
                                                clocked(prefix, b),
                                                clocked(prefix, c))));
    }

    @Provide
    Arbitrary<Guests> oneWrong() {
        return Combinators.combine(some(), some(), some(), Arbitraries.of(0, 1, 2))
                .as(
                        (prefix, right, wrong, which) -> {
                            List<List<Request>> all = new ArrayList<>();
                            for (int i = 0; i < 3; i++) {
                                all.add(clocked(prefix, i == which ? wrong : right));
                            }
                            return new Guests(all);
                        });
    }

    private static List<Request> clocked(List<Request> prefix, List<Request> rest) {
        List<Request> all = new ArrayList<>();
        for (List<Request> part : List.of(prefix, rest)) {
            for (Request each : part) {
                all.add(new Request(all.size(), each.offset(), each.value(), each.write()));
            }
        }
        return all;
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void theInterleavingDoesNotMatter(
            @ForAll("any") Guests guests, @ForAll long one, @ForAll long other) {
        assertThat(run(guests, new Random(one))).isEqualTo(run(guests, new Random(other)));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void theDeviceSeesWhatTheMajoritySends(@ForAll("oneWrong") Guests guests, @ForAll long seed) {
        List<List<Request>> sent = guests.requests();
        int right = sent.get(0).equals(sent.get(1)) || sent.get(0).equals(sent.get(2)) ? 0 : 1;
        Outcome outcome = run(guests, new Random(seed));
        assertThat(outcome.performed()).isEqualTo(sent.get(right));
        assertThat(outcome.disagreements()).isEmpty();
        assertThat(outcome.full()).isFalse();
        long wrong = sent.stream().filter(each -> !each.equals(sent.get(right))).count();
        assertThat(outcome.outvoted()).hasSize((int) wrong);
    }

    /** Runs one quantum as CPU subsystems do: a read waits for its completion, a write does not. */
    private static Outcome run(Guests guests, Random random) {
        RecordingPort port = new RecordingPort();
        IoComparator comparator = new IoComparator(3, 16, port);
        comparator.begin(new boolean[] {true, true, true}, 0, false);
        int[] next = new int[3];
        int[] reads = new int[3];
        int running = 3;
        while (running > 0) {
            List<Integer> ready = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                if (next[i] >= 0 && port.completions.get(i).size() == reads[i]) {
                    ready.add(i);
                }
            }
            assertThat(ready).as("nobody waits for ever").isNotEmpty();
            int system = ready.get(random.nextInt(ready.size()));
            List<Request> requests = guests.requests().get(system);
            if (next[system] == requests.size()) {
                comparator.boundary(system);
                next[system] = -1;
                running--;
                continue;
            }
            Request each = requests.get(next[system]++);
            reads[system] += each.write() ? 0 : 1;
            comparator.request(system, each.clock(), each.offset(), each.value(), each.kind());
        }
        return new Outcome(
                port.performed,
                port.completions.subList(0, 3),
                port.lines.subList(0, 3),
                port.disagreements,
                new TreeSet<>(port.outvoted),
                comparator.compared(),
                comparator.isFull());
    }
}
