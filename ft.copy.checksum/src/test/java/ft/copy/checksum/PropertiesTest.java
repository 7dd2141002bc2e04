package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import ft.copy.checksum.TestMachine.Act;
import ft.copy.checksum.TestMachine.Kind;
import ft.copy.checksum.TestMachine.Phase;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * The invariants J1 to J6 and J8 of a resynchronization against any guest, for every strategy and
 * all options. J7, output, is the FT controller's.
 */
class PropertiesTest {
    /** Writes few values to few pages, so that a page often comes back to what it was. */
    private static Resynchronization.Guest guest(TestMachine machine, int activity, long seed) {
        Random random = new Random(seed);
        return () -> {
            while (random.nextInt(100) < activity) {
                int page = random.nextInt(machine.pages);
                switch (random.nextInt(4)) {
                    case 0 -> machine.load(page);
                    case 1 -> machine.dma(page, random.nextInt(3));
                    default -> machine.write(page, random.nextInt(3));
                }
            }
        };
    }

    @Provide
    Arbitrary<Options> options() {
        return Combinators.combine(
                        // Weak sums would not do for what follows; RacesTest has the collisions.
                        Arbitraries.of(Summaries.names())
                                .filter(hash -> !List.of("adler32", "additive").contains(hash)),
                        Arbitraries.of("deferred", "interleaved"),
                        Arbitraries.of("ascending", "quiet-first"),
                        Arbitraries.of("first", "copied"),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(false, true),
                        // What is postponed is stale for a while; HybridTest has that.
                        Arbitraries.just(Options.defaults().under_stop()))
                .as(Options::new);
    }

    @Property(tries = 1200, edgeCases = EdgeCasesMode.NONE)
    void invariants(
            @ForAll Way way,
            @ForAll("options") Options chosen,
            @ForAll @IntRange(min = 1, max = 40) int pages,
            @ForAll @IntRange(max = 40) int untouched,
            @ForAll @IntRange(max = 80) int activity,
            @ForAll long seed) {
        boolean unknownToEngine = Summaries.kind(chosen.hash()) == null;
        Options options =
                way == Way.THIRD_SUMS && unknownToEngine ? chosen.hash("crcPair") : chosen;
        TestMachine machine = new TestMachine(pages);
        for (int page = 0; page < Math.min(pages, untouched); page++) {
            machine.untouch(pages - 1 - page);
        }

        Resynchronization run =
                new Resynchronization(
                                way.strategy(options), machine, guest(machine, activity, seed))
                        .run();

        checkJ1(machine, options);
        checkJ2(machine, run);
        checkJ3(machine, run, way, options);
        assertThat(machine.differing().isEmpty()).as("J4").isTrue();
        assertThat(machine.online).as("J5").isEqualTo(machine.undisturbed);
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED))
                .as("J6")
                .containsExactlyElementsOf(run.list36().stream().boxed().toList());
        checkJ8(machine, way);
        checkLists(machine, run, way, options);
        checkWalk(machine, run, way, options);
    }

    /** All first sums before the first copy, each second sum after its copy, the stop after all. */
    private static void checkJ1(TestMachine machine, Options options) {
        int[] sums = new int[machine.pages];
        BitSet fresh = new BitSet();
        BitSet copied = new BitSet();
        for (Act act : machine.log) {
            if (act.phase() != Phase.ONLINE) {
                assertThat(fresh.isEmpty()).as("S9 after the last second sum").isTrue();
                break;
            }
            if (act.kind() == Kind.COPY) {
                assertThat(sums).as("first sums before the first copy").doesNotContain(0);
                copied.set(act.page());
                fresh.set(act.page());
            } else {
                assertThat(act.kind()).isEqualTo(Kind.SUM);
                sums[act.page()]++;
                fresh.clear(act.page());
            }
        }
        assertThat(copied.cardinality()).isEqualTo(machine.pages);
        Stream<Act> late =
                machine.log.stream()
                        .dropWhile(act -> act.phase() == Phase.ONLINE)
                        .filter(act -> act.phase() == Phase.ONLINE);
        assertThat(late).isEmpty();
    }

    private static void checkJ2(TestMachine machine, Resynchronization run) {
        assertThat(run.list35().intersects(run.list36())).as("J2").isFalse();
        assertThat(run.figure("list35") + run.figure("list36")).isEqualTo(machine.pages);
        assertThat(Math.max(run.list35().length(), run.list36().length())).isEqualTo(machine.pages);
    }

    private static void checkJ3(
            TestMachine machine, Resynchronization run, Way way, Options options) {
        BitSet unlisted = (BitSet) run.stale.clone();
        unlisted.andNot(run.list35());
        assertThat(unlisted.isEmpty()).as("J3").isTrue();
        if (way.exact) {
            assertThat(run.stale.isEmpty()).as("J3").isTrue();
            assertThat(run.figure("staleFound")).isZero();
        }
        // A stale page that the guest overwrites on both sides is none any more, unless guarded.
        assertThat(run.figure("staleFound"))
                .isBetween(
                        way.demands(options) ? run.stale.cardinality() : 0L,
                        (long) run.stale.cardinality());
        assertThat(run.figure("repaired")).isEqualTo(run.figure("staleFound"));
        if (way.exact || way.demands(options)) {
            assertThat(machine.diverged).as("R8").isFalse();
        }
    }

    /** At most one page is ever held, in one place; but by the one that is meant to hold them. */
    private static void checkJ8(TestMachine machine, Way way) {
        assertThat(machine.buffers).allMatch(buffer -> buffer.length == TestMachine.PAGE_SIZE);
        if (way != Way.CONTENT) {
            assertThat(machine.buffers.size()).as("J8").isLessThanOrEqualTo(1);
        }
    }

    /** List 36 is what it has to be, no page more. */
    private static void checkLists(
            TestMachine machine, Resynchronization run, Way way, Options options) {
        if (way.iterates() && options.rounds() > 0) {
            assertThat(run.figure("rounds")).isLessThanOrEqualTo(options.rounds());
            return;
        }
        byte[][] before = way.comparesWithCopy(options) ? machine.inCopy : machine.atFirstSum;
        BitSet expected = new BitSet();
        for (int page = 0; page < machine.pages; page++) {
            if (!Arrays.equals(before[page], machine.atSecondSum[page])) {
                expected.set(page);
            }
        }
        assertThat(run.bySums).isEqualTo(expected);
        BitSet unseen =
                switch (way) {
                    case TRAP -> (BitSet) run.writtenSinceSecondSumAtStop.clone();
                    case THIRD_SUMS -> (BitSet) run.differingAtStop.clone();
                    default -> (BitSet) run.writtenSinceCopyAtStop.clone();
                };
        unseen.andNot(expected);
        assertThat(run.figure("undetectedBySums")).isEqualTo(unseen.cardinality());
        if (way.exact) {
            expected.or(unseen);
        }
        assertThat(run.list36()).isEqualTo(expected);
    }

    private static void checkWalk(
            TestMachine machine, Resynchronization run, Way way, Options options) {
        Kind kind = way.demands(options) ? Kind.VERIFY : Kind.COMPARE;
        assertThat(machine.pagesOf(kind, Phase.DUPLICATED))
                .as("S12")
                .containsExactlyInAnyOrderElementsOf(run.list35().stream().boxed().toList());
        if (!way.demands(options)) {
            assertThat(machine.pagesOf(Kind.REPAIR, Phase.DUPLICATED))
                    .as("S15")
                    .hasSize((int) run.figure("repaired"))
                    .allMatch(run.stale::get);
        }
    }
}
