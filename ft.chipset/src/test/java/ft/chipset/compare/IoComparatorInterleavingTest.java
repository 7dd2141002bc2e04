package ft.chipset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ft.chipset.compare.RecordingPort.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The outcome depends on what the two machines send, not on which thread is faster: whatever the
 * interleaving, the device sees ACT's requests in their order, and both sides the same completions.
 */
class IoComparatorInterleavingTest {
    private static final int DEPTH = 3;

    /**
     * Two guests: the same requests up to a point, then what each does for itself.
     *
     * @param asynchronous whether the pair is in Online async already
     * @param act which of them is ACT
     */
    record Guests(List<Request> first, List<Request> second, boolean asynchronous, int act) {
        List<Request> of(int system) {
            return system == 0 ? first : second;
        }
    }

    /** All that can be seen from outside. */
    record Outcome(
            List<Request> performed,
            List<List<Long>> completions,
            List<String> disagreements,
            long compared,
            boolean full) {}

    @Provide
    Arbitrary<Guests> guests() {
        Arbitrary<Request> request =
                Combinators.combine(
                                Arbitraries.longs().between(0, 3),
                                Arbitraries.longs().between(0, 2),
                                Arbitraries.of(true, false))
                        .as(
                                (offset, value, write) ->
                                        new Request(0, offset, write ? value : 0, write));
        Arbitrary<List<Request>> some = request.list().ofMaxSize(6);
        return Combinators.combine(
                        some, some, some, Arbitraries.of(true, false), Arbitraries.of(0, 1))
                .as(
                        (prefix, first, second, asynchronous, act) ->
                                new Guests(
                                        clocked(prefix, first),
                                        clocked(prefix, second),
                                        asynchronous,
                                        act));
    }

    /** A request a cycle, so that equal places in the prefix have equal clocks. */
    private static List<Request> clocked(List<Request> prefix, List<Request> rest) {
        List<Request> all = new ArrayList<>();
        for (List<Request> part : List.of(prefix, rest)) {
            for (Request each : part) {
                all.add(new Request(all.size(), each.offset(), each.value(), each.write()));
            }
        }
        return all;
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void theInterleavingDoesNotMatter(@ForAll("guests") Guests guests, @ForAll long seed) {
        Outcome expected = run(guests, new Random(0), 1.0);
        assertThat(run(guests, new Random(0), 0.0)).isEqualTo(expected);
        assertThat(run(guests, new Random(seed), 0.5)).isEqualTo(expected);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void theDeviceSeesTheRequestsOfActInTheirOrder(
            @ForAll("guests") Guests guests, @ForAll long seed) {
        Outcome outcome = run(guests, new Random(seed), 0.5);
        assertThat(outcome.performed()).isEqualTo(guests.of(guests.act()));
        List<Long> reads = new ArrayList<>();
        for (int i = 0; i < outcome.performed().size(); i++) {
            if (!outcome.performed().get(i).write()) {
                reads.add(RecordingPort.data(i + 1));
            }
        }
        assertThat(outcome.completions().get(guests.act())).isEqualTo(reads);
        boolean same = guests.first().equals(guests.second());
        assertThat(outcome.disagreements()).hasSize(same ? 0 : 1);
        assertThat(outcome.full() && same).isFalse();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void theOtherSideGetsTheDataOfActAsLongAsItAgrees(
            @ForAll("guests") Guests guests, @ForAll long seed) {
        Outcome outcome = run(guests, new Random(seed), 0.5);
        List<Request> own = guests.of(guests.act());
        List<Request> other = guests.of(1 - guests.act());
        List<Long> expected = new ArrayList<>();
        boolean agrees = true;
        for (int i = 0; i < other.size(); i++) {
            agrees = agrees && i < own.size() && own.get(i).equals(other.get(i));
            if (!other.get(i).write()) {
                expected.add(agrees ? RecordingPort.data(i + 1) : IoComparator.ABORTED);
            }
        }
        assertThat(outcome.completions().get(1 - guests.act())).isEqualTo(expected);
    }

    /** Runs one quantum as CPU subsystems do: a read waits for its completion, a write does not. */
    private static Outcome run(Guests guests, Random random, double preferFirst) {
        RecordingPort port = new RecordingPort();
        IoComparator comparator = new IoComparator(2, DEPTH, port);
        comparator.begin(new boolean[] {true, true}, guests.act(), guests.asynchronous());
        int[] next = new int[2];
        int[] reads = new int[2];
        while (next[0] >= 0 || next[1] >= 0) {
            boolean[] ready = new boolean[2];
            for (int i = 0; i < 2; i++) {
                ready[i] = next[i] >= 0 && port.completions.get(i).size() == reads[i];
            }
            assertThat(ready[0] || ready[1]).as("nobody waits for ever").isTrue();
            int system =
                    ready[0] && ready[1]
                            ? random.nextDouble() < preferFirst ? 0 : 1
                            : ready[0] ? 0 : 1;
            List<Request> requests = guests.of(system);
            if (next[system] == requests.size()) {
                comparator.boundary(system);
                next[system] = -1;
                continue;
            }
            Request each = requests.get(next[system]++);
            reads[system] += each.write() ? 0 : 1;
            comparator.request(system, each.clock(), each.offset(), each.value(), each.kind());
        }
        return new Outcome(
                port.performed,
                port.completions,
                port.disagreements,
                comparator.compared(),
                comparator.isFull());
    }
}
