package ft.copy.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyScope;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TraceSessionTest {
    private static final int PAGES = 6;

    private static CopySession open(TestMachine machine, int rounds, int enough) {
        return new TraceStrategy(new Options(rounds, enough)).open(machine);
    }

    private static int online(CopySession session, Runnable guest) {
        int units = 0;
        Step step = Step.MORE;
        while (step == Step.MORE) {
            step = session.online();
            assertThat(session.progress()).isBetween(0.0, 1.0);
            units++;
            guest.run();
        }
        return units;
    }

    private static int stopped(CopySession session, TestMachine machine) {
        machine.stopped = true;
        int units = 0;
        Step step = Step.MORE;
        double progress = 0;
        while (step == Step.MORE) {
            step = session.stopped();
            assertThat(session.progress()).isBetween(progress, 1.0);
            progress = session.progress();
            units++;
        }
        assertThat(progress).isEqualTo(1);
        return units;
    }

    @Nested
    class Partial {
        private final TestMachine machine = new TestMachine(CopyScope.PARTIAL, PAGES);

        @Test
        void copiesTheTraceAndWhatWasWrittenSinceUnderStop() {
            machine.disagree(1);
            machine.disagree(4);
            CopySession session = open(machine, 5, 0);
            machine.write(2, 22);
            assertThat(online(session, () -> machine.write(4, 44))).isEqualTo(1);
            machine.write(1, 11);

            assertThat(stopped(session, machine)).isEqualTo(3);

            assertThat(machine.background).isEmpty();
            assertThat(machine.underStop).containsExactly(1, 2, 4);
            assertThat(machine.offline).isEqualTo(machine.online);
            assertThat(session.figures())
                    .isEqualTo(Map.of("background", 0L, "underStop", 3L, "trace", 2L));
        }

        @Test
        void copiesNothingIfNothingIsKnownToDiffer() {
            CopySession session = open(machine, 0, 0);
            assertThat(online(session, () -> {})).isEqualTo(1);
            assertThat(session.progress()).isEqualTo(1);
            assertThat(stopped(session, machine)).isEqualTo(1);
            assertThat(machine.underStop).isEmpty();
        }

        @Test
        void copiesOnePageByUnitOfWork() {
            machine.disagree(0);
            machine.disagree(5);
            CopySession session = open(machine, 0, 0);
            online(session, () -> {});
            machine.stopped = true;
            assertThat(session.stopped()).isEqualTo(Step.MORE);
            assertThat(machine.underStop).containsExactly(0);
            assertThat(session.progress()).isEqualTo(0.5);
            assertThat(session.stopped()).isEqualTo(Step.DONE);
            assertThat(machine.underStop).containsExactly(0, 5);
        }

        @Test
        void leavesOtherPagesAlone() {
            machine.disagree(3);
            // A flip that nobody touched: for the memory check to find, not for the copy.
            machine.offline[0] = 99;
            CopySession session = open(machine, 0, 0);
            online(session, () -> {});
            stopped(session, machine);
            assertThat(machine.underStop).containsExactly(3);
            assertThat(machine.offline[0]).isEqualTo(99);
        }

        @Test
        void copiesDataOfADeviceThatComesInUnderStop() {
            machine.disagree(2);
            machine.disagree(3);
            CopySession session = open(machine, 0, 0);
            online(session, () -> {});
            machine.stopped = true;
            assertThat(session.stopped()).isEqualTo(Step.MORE);
            machine.write(2, 5);
            machine.write(5, 5);
            while (session.stopped() == Step.MORE) {}
            assertThat(machine.underStop).containsExactly(2, 3, 2, 5);
            assertThat(machine.offline).isEqualTo(machine.online);
        }
    }

    @Nested
    class Full {
        private final TestMachine machine = new TestMachine(CopyScope.FULL, PAGES);

        @Test
        void copiesAllWhileTheGuestRunsAndTheTailUnderStop() {
            CopySession session = open(machine, 0, 0);
            int[] calls = {0};
            int units =
                    online(
                            session,
                            () -> {
                                calls[0]++;
                                if (calls[0] == 3) {
                                    // One page that was copied, one that was not.
                                    machine.write(1, 100);
                                    machine.write(4, 101);
                                }
                                if (calls[0] == PAGES) {
                                    machine.write(5, 102);
                                }
                            });
            assertThat(units).isEqualTo(PAGES);
            assertThat(machine.background).containsExactly(0, 1, 2, 3, 4, 5);

            assertThat(stopped(session, machine)).isEqualTo(2);

            assertThat(machine.underStop).containsExactly(1, 5);
            assertThat(machine.offline).isEqualTo(machine.online);
            assertThat(session.figures())
                    .isEqualTo(Map.of("background", 6L, "underStop", 2L, "rounds", 0L));
            assertThat(session.duplicated()).isEqualTo(Step.DONE);
        }

        @Test
        void copiesWhatWasWrittenForSomeRounds() {
            CopySession session = open(machine, 2, 0);
            int units =
                    online(
                            session,
                            () -> {
                                machine.write(1, machine.background.size());
                                machine.write(2, machine.background.size());
                            });
            assertThat(units).isEqualTo(PAGES + 3);
            // The second round begins when page 2 has just been copied and page 1 is written.
            assertThat(machine.background).containsExactly(0, 1, 2, 3, 4, 5, 1, 2, 1);
            stopped(session, machine);
            assertThat(machine.underStop).containsExactly(1, 2);
            assertThat(machine.offline).isEqualTo(machine.online);
            assertThat(session.figures()).containsEntry("rounds", 2L);
        }

        @Test
        void beginsNoFurtherRoundForNothing() {
            CopySession session = open(machine, 9, 0);
            assertThat(online(session, () -> {})).isEqualTo(PAGES);
            assertThat(session.online()).isEqualTo(Step.DONE);
            assertThat(session.figures()).containsEntry("rounds", 0L);
            assertThat(stopped(session, machine)).isEqualTo(1);
        }

        @Test
        void beginsNoFurtherRoundForSoFewPages() {
            for (int written = 1; written <= 3; written++) {
                TestMachine few = new TestMachine(CopyScope.FULL, PAGES);
                CopySession session = open(few, 1, 2);
                int last = written;
                online(
                        session,
                        () -> {
                            if (few.background.size() == PAGES - 1) {
                                for (int page = 0; page < last; page++) {
                                    few.write(page, 7);
                                }
                            }
                        });
                assertThat(session.figures().get("rounds")).isEqualTo(written > 2 ? 1 : 0);
                stopped(session, few);
                assertThat(few.underStop).hasSize(written > 2 ? 0 : written);
                assertThat(few.offline).isEqualTo(few.online);
            }
        }

        @Test
        void tellsItsProgressInEveryRound() {
            CopySession session = open(machine, 1, 0);
            assertThat(session.progress()).isZero();
            for (int i = 1; i < PAGES; i++) {
                session.online();
                assertThat(session.progress()).isEqualTo((double) i / PAGES);
            }
            machine.write(0, 1);
            machine.write(1, 1);
            assertThat(session.online()).isEqualTo(Step.MORE);
            assertThat(session.progress()).isZero();
            assertThat(session.online()).isEqualTo(Step.MORE);
            assertThat(session.progress()).isEqualTo(0.5);
            assertThat(session.online()).isEqualTo(Step.DONE);
            assertThat(session.progress()).isEqualTo(1);
        }

        @Test
        void copiesTheRestUnderStopIfTheGuestIsStoppedEarly() {
            machine.trace.set(0);
            CopySession session = open(machine, 0, 0);
            session.online();
            session.online();
            machine.write(0, 9);
            stopped(session, machine);
            assertThat(machine.underStop).containsExactly(0, 2, 3, 4, 5);
            assertThat(machine.offline).isEqualTo(machine.online);
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theMemoriesAreEqualWhenDuplicationBegins(
            @ForAll CopyScope scope,
            @ForAll @IntRange(min = 1, max = 30) int pages,
            @ForAll @IntRange(max = 4) int rounds,
            @ForAll @IntRange(max = 5) int enough,
            @ForAll @IntRange(max = 80) int activity,
            @ForAll long seed) {
        Random random = new Random(seed);
        TestMachine machine = new TestMachine(scope, pages);
        for (int i = 0; i < pages / 3; i++) {
            machine.disagree(random.nextInt(pages));
        }
        CopySession session = open(machine, rounds, enough);
        online(
                session,
                () -> {
                    while (random.nextInt(100) < activity) {
                        machine.write(random.nextInt(pages), random.nextInt());
                    }
                });
        int needed = 0;
        for (int page = 0; page < pages; page++) {
            boolean due =
                    machine.changed.get(page)
                            || scope == CopyScope.PARTIAL && machine.trace.get(page);
            needed += due ? 1 : 0;
        }
        stopped(session, machine);
        assertThat(machine.offline).isEqualTo(machine.online);
        assertThat(machine.underStop).hasSize(needed).doesNotHaveDuplicates();
        assertThat(machine.changed.isEmpty()).isTrue();
        session.close();
    }

    @Test
    void theStrategyChecksItsOptionsAndTakesNewOnes() {
        TestMachine machine = new TestMachine(CopyScope.FULL, PAGES);
        assertThat(Options.defaults()).isEqualTo(new Options(0, 0));
        TraceStrategy strategy = new TraceStrategy(Options.defaults());
        strategy.modified(new Options(-1, 0));
        assertThatThrownBy(() -> strategy.open(machine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Option rounds of ft.copy.trace is -1; it must not be below 0");
        strategy.modified(new Options(0, -2));
        assertThatThrownBy(() -> strategy.open(machine))
                .hasMessage("Option enough of ft.copy.trace is -2; it must not be below 0");
        strategy.modified(new Options(1, 0));
        CopySession session = strategy.open(machine);
        online(session, () -> machine.write(0, 1));
        assertThat(session.figures()).containsEntry("rounds", 1L);
        CopyStrategy contract = strategy;
        assertThat(contract.repairs()).isFalse();
        assertThat(contract.description()).contains("P6").doesNotContain("\n");
    }

    /** A page that was copied once needs only what was written since, where lines are traced. */
    @Test
    void onlyTheFirstCopyOfAPageIsWhole() {
        TestMachine full = new TestMachine(CopyScope.FULL, PAGES);
        CopySession session = open(full, 1, 0);
        online(
                session,
                () -> {
                    if (full.background.size() == 4) {
                        full.write(2, 22);
                    }
                });
        assertThat(full.background).containsExactly(0, 1, 2, 3, 4, 5, 2);
        assertThat(full.entries).containsExactly(2);
        full.write(3, 33);
        stopped(session, full);
        assertThat(full.entries).containsExactly(2, 3);
        assertThat(full.offline).isEqualTo(full.online);

        TestMachine partial = new TestMachine(CopyScope.PARTIAL, PAGES);
        partial.disagree(1);
        CopySession second = open(partial, 0, 0);
        online(second, () -> {});
        stopped(second, partial);
        assertThat(partial.entries).containsExactly(1);
    }

    @Test
    void withoutRoundsThereAreOnlyWholePagesBeforeTheStop() {
        TestMachine machine = new TestMachine(CopyScope.FULL, PAGES);
        CopySession session = open(machine, 0, 0);
        online(session, () -> {});
        assertThat(machine.entries).isEmpty();
        machine.write(4, 44);
        stopped(session, machine);
        assertThat(machine.entries).containsExactly(4);
    }
}
