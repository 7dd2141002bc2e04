package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import ft.copy.checksum.TestMachine.Kind;
import ft.copy.checksum.TestMachine.Phase;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategy I: what has changed is copied again while the guest runs, as long as it gets less. */
class RoundsTest {
    private static final int PAGES = 16;

    private final TestMachine machine = new TestMachine(PAGES);

    /** Writes to so many pages while all are copied for the nth time, each when it was copied. */
    private final class Writer implements Resynchronization.Guest {
        private final int[] pages;
        private final int[] written = new int[PAGES];

        Writer(int... pagesByRound) {
            pages = pagesByRound;
        }

        @Override
        public void run() {
            for (int page = 0; page < PAGES && machine.phase == Phase.ONLINE; page++) {
                int copies = machine.count(Kind.COPY, page);
                boolean due = copies > written[page] && machine.sumsSinceCopy[page] == 0;
                if (due && copies <= pages.length && page < pages[copies - 1]) {
                    machine.write(page, 10 * copies);
                }
                written[page] = copies;
            }
        }
    }

    private Resynchronization run(int rounds, int enough, int... pagesByRound) {
        return new Resynchronization(
                        Way.ITERATE.strategy(Options.defaults().ascending().rounds(rounds, enough)),
                        machine,
                        new Writer(pagesByRound))
                .run();
    }

    @ParameterizedTest
    @CsvSource({
        // most rounds, enough, rounds made, pages under stop
        "8, 0, 3, 0",
        "8, 2, 2, 2",
        "8, 3, 2, 2",
        "8, 4, 2, 2",
        "8, 5, 1, 5",
        "8, 7, 1, 5",
        "8, 8, 1, 5",
        "8, 9, 0, 9",
        "1, 0, 1, 5",
        "0, 0, 0, 9",
    })
    void aRoundIsWorthItsWhileIfMoreThanEnoughHasChanged(
            int rounds, int enough, int made, int underStop) {
        Resynchronization run = run(rounds, enough, 9, 5, 2);
        if (rounds > 0) {
            assertThat(run.figure("rounds")).isEqualTo(made);
        }
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).hasSize(underStop);
        assertThat(run.list36().cardinality()).isEqualTo(underStop);
        assertThat(run.stale.isEmpty()).isTrue();
    }

    /** A guest that is as quick as the copy is not chased. */
    @ParameterizedTest
    @CsvSource({"7, 7, 1, 7", "7, 6, 2, 6", "16, 3, 0, 16"})
    void aRoundThatHasNotLessToCopyThanTheLastIsNotBegun(
            int first, int second, int made, int underStop) {
        Resynchronization run = run(8, 0, first, second, second, second);
        assertThat(run.figure("rounds")).isEqualTo(made);
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).hasSize(underStop);
    }

    @Test
    void everyCopyIsFollowedByASumThatIsComparedWithIt() {
        Resynchronization run = run(8, 0, 3);
        assertThat(run.figure("secondSums")).isEqualTo(PAGES + 3);
        assertThat(machine.pagesOf(Kind.COPY, Phase.ONLINE).subList(PAGES, PAGES + 3))
                .containsExactly(0, 1, 2);
        assertThat(machine.steps).containsSubsequence("S8", "", "S9");
        assertThat(run.session.progress()).isEqualTo(1);
    }

    /** What ran into its trap and was copied again is trapped anew, and not caught any more. */
    @Test
    void aTrapIsSetAnewInEachRound() {
        boolean[] done = new boolean[2];
        Resynchronization run =
                new Resynchronization(
                        VariantStrategyTest.variant(
                                Map.of("window", "trap", "rounds", 4, "enough", 0)),
                        machine,
                        () -> {
                            boolean summed =
                                    machine.phase == Phase.ONLINE && machine.sumsSinceCopy[5] == 1;
                            int copies = machine.count(Kind.COPY, 5);
                            if (summed && copies > 0 && copies <= 2 && !done[copies - 1]) {
                                machine.write(5, copies);
                                done[copies - 1] = true;
                            }
                        });
        run.run();
        BitSet five = new BitSet();
        five.set(5);
        // Round 1 copies it again; what comes then is no less, so the stop does the rest.
        assertThat(run.figure("rounds")).isEqualTo(1);
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).isEqualTo(List.of(5));
        assertThat(run.list36()).isEqualTo(five);
        assertThat(run.stale.isEmpty()).isTrue();
    }

    @Test
    void aPageThatWasCaughtAndCopiedAgainIsNotCopiedOnceMore() {
        boolean[] done = {false};
        Resynchronization run =
                new Resynchronization(
                        VariantStrategyTest.variant(
                                Map.of("window", "trap", "rounds", 4, "enough", 0)),
                        machine,
                        () -> {
                            if (!done[0]
                                    && machine.count(Kind.COPY, 5) == 1
                                    && machine.sumsSinceCopy[5] == 1) {
                                machine.write(5, 1);
                                done[0] = true;
                            }
                        });
        run.run();
        assertThat(run.figure("rounds")).isEqualTo(1);
        assertThat(machine.count(Kind.COPY, 5)).isEqualTo(2);
        assertThat(run.list36().isEmpty()).isTrue();
    }

    /** From list 35 by its trap, and then by its sum to list 36: it is on one list only. */
    @Test
    void aPageThatChangesBetweenCopyAndSumOfARoundIsOnList36() {
        boolean[] done = new boolean[2];
        Resynchronization run =
                new Resynchronization(
                        VariantStrategyTest.variant(
                                Map.of("window", "trap", "rounds", 1, "enough", 0)),
                        machine,
                        () -> {
                            int copies = machine.count(Kind.COPY, 5);
                            int sums = machine.sumsSinceCopy[5];
                            if (copies == 1 && sums == 1 && !done[0]) {
                                machine.write(5, 1);
                                done[0] = true;
                            }
                            if (copies == 2 && sums == 0 && !done[1]) {
                                machine.write(5, 2);
                                done[1] = true;
                            }
                        });
        run.run();
        assertThat(done).containsOnly(true);
        assertThat(run.stale.isEmpty()).isTrue();
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).containsExactly(5);
        assertThat(run.figure("undetectedBySums")).isZero();
    }
}
