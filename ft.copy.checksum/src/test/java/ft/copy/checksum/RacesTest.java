package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopyScope;
import ft.api.copy.CopySession.Step;
import ft.api.copy.CopyStrategy;
import ft.copy.checksum.TestMachine.Kind;
import ft.copy.checksum.TestMachine.Phase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The races between the online guest and the copy: c1, cp and c2 are the times of a page's first
 * sum, copy and second sum; stop is S9.
 */
class RacesTest {
    private static final int PAGES = 8;
    private static final int P = 3;
    private static final int A = 0;
    private static final int B = 66;

    private final TestMachine machine = new TestMachine(PAGES);
    private final List<Rule> rules = new ArrayList<>();

    /** Lets the guest write once, as soon as something was done to page P so many times. */
    private final class Rule {
        private final Kind kind;
        private final int times;
        private final int value;
        private boolean done;

        Rule(Kind kind, int times, int value) {
            this.kind = kind;
            this.times = times;
            this.value = value;
        }

        void run() {
            if (!done && machine.count(kind, P) == times) {
                machine.write(P, value);
                done = true;
            }
        }
    }

    private void afterFirstSum(int value) {
        rules.add(new Rule(Kind.SUM, 1, value));
    }

    private void afterCopy(int value) {
        rules.add(new Rule(Kind.COPY, 1, value));
    }

    private void afterSecondSum(int value) {
        rules.add(new Rule(Kind.SUM, 2, value));
    }

    private Resynchronization run(CopyStrategy strategy) {
        Resynchronization run =
                new Resynchronization(strategy, machine, () -> rules.forEach(Rule::run)).run();
        assertThat(rules).allMatch(rule -> rule.done);
        assertThat(machine.differing().isEmpty()).as("J4").isTrue();
        return run;
    }

    private static CopyStrategy literal() {
        return new LiteralChecksumStrategy(Options.defaults());
    }

    private static CopyStrategy exact() {
        return new ExactChecksumStrategy(Options.defaults());
    }

    private static CopyStrategy literalInterleaved() {
        return new LiteralChecksumStrategy(Options.defaults().interleaved());
    }

    private static CopyStrategy exactInterleaved() {
        return new ExactChecksumStrategy(Options.defaults().interleaved());
    }

    private static BitSet only(int page) {
        BitSet set = new BitSet();
        set.set(page);
        return set;
    }

    private void assertDetected(Resynchronization run) {
        assertThat(run.stale.isEmpty()).as("J3").isTrue();
        assertThat(run.session.list36()).isEqualTo(only(P));
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).containsExactly(P);
        assertThat(run.figure("staleFound")).isZero();
        assertThat(run.figure("repaired")).isZero();
        assertThat(machine.pagesOf(Kind.REPAIR, Phase.DUPLICATED)).isEmpty();
        assertThat(machine.pagesOf(Kind.EQUAL, Phase.DUPLICATED)).hasSize(PAGES - 1);
    }

    private void assertMissedAndRepaired(Resynchronization run) {
        assertThat(run.stale).isEqualTo(only(P));
        assertThat(run.session.list36().isEmpty()).isTrue();
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).isEmpty();
        assertThat(run.figure("staleFound")).isEqualTo(1);
        assertThat(run.figure("repaired")).isEqualTo(1);
        assertThat(machine.pagesOf(Kind.REPAIR, Phase.DUPLICATED)).containsExactly(P);
        assertThat(machine.pagesOf(Kind.EQUAL, Phase.DUPLICATED)).hasSize(PAGES);
    }

    @Test
    void withoutWritesNothingIsCopiedTwice() {
        for (CopyStrategy strategy : List.of(literal(), exact(), exactInterleaved())) {
            TestMachine quiet = new TestMachine(PAGES);
            Resynchronization run = new Resynchronization(strategy, quiet, () -> {}).run();
            assertThat(run.stale.isEmpty()).isTrue();
            assertThat(run.figure("list35")).isEqualTo(PAGES);
            assertThat(run.figure("list36")).isZero();
            assertThat(run.figure("firstSums")).isEqualTo(PAGES);
            assertThat(run.figure("secondSums")).isEqualTo(PAGES);
            assertThat(quiet.pagesOf(Kind.COPY, Phase.ONLINE))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(quiet.pagesOf(Kind.COPY, Phase.STOPPED)).isEmpty();
            assertThat(quiet.pagesOf(Kind.EQUAL, Phase.DUPLICATED))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void r1_aWriteBetweenFirstSumAndCopyIsCopiedAgain() {
        afterFirstSum(B);
        assertDetected(run(literal()));
    }

    @Test
    void r1_exact() {
        afterFirstSum(B);
        Resynchronization run = run(exact());
        assertDetected(run);
        assertThat(run.figure("undetectedBySums")).isZero();
        assertThat(run.differingAtStop.isEmpty()).as("a false positive").isTrue();
    }

    @Test
    void r2_aWriteBetweenCopyAndSecondSumIsDetected() {
        afterCopy(B);
        Resynchronization run = run(literal());
        assertDetected(run);
        assertThat(run.differingAtStop).isEqualTo(only(P));
    }

    @Test
    void r2_exact() {
        afterCopy(B);
        Resynchronization run = run(exact());
        assertDetected(run);
        assertThat(run.figure("undetectedBySums")).isZero();
    }

    @Test
    void r2_interleaved() {
        afterCopy(B);
        assertDetected(run(literalInterleaved()));
    }

    @Test
    void r3_aWriteAfterTheSecondSumIsMissedAndRepairedWhileDuplicated() {
        afterSecondSum(B);
        assertMissedAndRepaired(run(literal()));
    }

    @Test
    void r3_interleaved() {
        afterSecondSum(B);
        assertMissedAndRepaired(run(literalInterleaved()));
    }

    @Test
    void r3_exactMissesNothing() {
        afterSecondSum(B);
        Resynchronization run = run(exact());
        assertDetected(run);
        assertThat(run.figure("undetectedBySums")).isEqualTo(1);
    }

    @Test
    void r3_exactInterleavedMissesNothing() {
        afterSecondSum(B);
        assertDetected(run(exactInterleaved()));
    }

    @Test
    void r4_aWriteUndoneAfterTheCopyIsMissedAndRepairedWhileDuplicated() {
        afterFirstSum(B);
        afterCopy(A);
        assertMissedAndRepaired(run(literal()));
    }

    @Test
    void r4_exactMissesNothing() {
        afterFirstSum(B);
        afterCopy(A);
        Resynchronization run = run(exact());
        assertDetected(run);
        assertThat(run.figure("undetectedBySums")).isEqualTo(1);
    }

    @Test
    void aWriteUndoneBeforeTheSecondSumNeedsNoCopyButGetsOneIfExact() {
        Resynchronization run =
                new Resynchronization(
                                exact(),
                                machine,
                                () -> {
                                    if (machine.count(Kind.COPY, P) == 1
                                            && machine.count(Kind.SUM, P) == 1) {
                                        machine.write(P, B);
                                        machine.write(P, A);
                                    }
                                })
                        .run();
        assertThat(run.differingAtStop.isEmpty()).isTrue();
        assertDetected(run);
        assertThat(run.figure("undetectedBySums")).isEqualTo(1);
    }

    @Test
    void r6_aCollisionIsMissedAndRepairedWhileDuplicated() {
        machine.sumsCollide = true;
        afterCopy(B);
        assertMissedAndRepaired(run(literal()));
    }

    @Test
    void r6_exactMissesNothing() {
        machine.sumsCollide = true;
        afterCopy(B);
        assertDetected(run(exact()));
    }

    @Test
    void r7_aStalePageIsComparedAndRepairedInOneUnitOfWork() {
        afterSecondSum(B);
        Resynchronization run =
                new Resynchronization(literal(), machine, () -> rules.forEach(Rule::run));
        run.online();
        run.stopped();
        machine.phase = Phase.DUPLICATED;
        while (machine.count(Kind.EQUAL, P) == 0) {
            assertThat(machine.count(Kind.REPAIR, P)).isZero();
            run.session.duplicated();
        }
        assertThat(machine.count(Kind.REPAIR, P)).isEqualTo(1);
    }

    @Test
    void r9_dataOfADeviceThatComesInUnderStopIsNotLost() {
        afterCopy(B);
        Resynchronization run =
                new Resynchronization(exact(), machine, () -> rules.forEach(Rule::run));
        run.online();
        machine.phase = Phase.STOPPED;
        machine.dma(6, 1);
        assertThat(run.session.stopped()).isEqualTo(Step.MORE);
        // Page 3 was copied and counts on the change set again.
        machine.dma(P, 2);
        machine.dma(7, 3);
        assertThat(run.session.stopped()).isEqualTo(Step.MORE);
        assertThat(run.session.progress()).isEqualTo(0.5);
        while (run.session.stopped() == Step.MORE) {}

        assertThat(machine.differing().isEmpty()).isTrue();
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).containsExactly(3, 6, 3, 7);
        assertThat(run.session.list36())
                .isEqualTo(BitSet.valueOf(new long[] {1 << 3 | 1 << 6 | 1 << 7}));
        assertThat(run.session.list35()).isEqualTo(BitSet.valueOf(new long[] {0b00110111}));
    }

    @Test
    void exactTakesWhatTheWalkFindsForAFault() {
        Resynchronization run = new Resynchronization(exact(), machine, () -> {});
        run.online();
        run.stopped();
        machine.offline[P * TestMachine.PAGE_SIZE] ^= 4;
        assertThatThrownBy(run::duplicated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Page 3 differs between the systems, though neither its sums nor the change"
                                + " set tell of a write since its copy");
        assertThat(machine.pagesOf(Kind.REPAIR, Phase.DUPLICATED)).isEmpty();
        assertThat(run.figure("staleFound")).isEqualTo(1);
        assertThat(run.figure("repaired")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 23})
    void aGuestThatIsStoppedEarlyHasWhatIsNotProvenCopiedUnderStop(int units) {
        Resynchronization run =
                new Resynchronization(
                        units % 2 == 0 ? exact() : literal(),
                        machine,
                        () -> rules.forEach(Rule::run));
        for (int i = 0; i < units; i++) {
            assertThat(run.session.online()).isEqualTo(Step.MORE);
        }
        run.stopped();
        assertThat(run.stale.isEmpty()).isTrue();
        assertThat(run.figure("list36")).isEqualTo(PAGES - Math.max(0, units - 2 * PAGES));
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED))
                .hasSize(PAGES - Math.max(0, units - 2 * PAGES));
        run.duplicated();
    }

    @Test
    void unitsOfWorkAreOnePageEach() {
        Resynchronization run = new Resynchronization(exact(), machine, () -> {});
        for (int unit = 1; unit <= 3 * PAGES; unit++) {
            assertThat(run.session.online()).isEqualTo(unit == 3 * PAGES ? Step.DONE : Step.MORE);
            assertThat(machine.log).hasSize(unit);
        }
        assertThat(run.session.online()).isEqualTo(Step.DONE);
        assertThat(machine.log).hasSize(3 * PAGES);
    }

    @Test
    void progressIsToldOfEachPhase() {
        afterCopy(B);
        Resynchronization run =
                new Resynchronization(literal(), machine, () -> rules.forEach(Rule::run));
        assertThat(run.session.progress()).isZero();
        run.session.online();
        assertThat(run.session.progress()).isEqualTo(1.0 / (3 * PAGES));
        run.online();
        run.stopped();
        machine.phase = Phase.DUPLICATED;
        run.session.duplicated();
        assertThat(run.session.progress()).isEqualTo(1.0 / (PAGES - 1));
    }

    @Test
    void aWalkOfAnEmptyListIsDone() {
        Resynchronization run = new Resynchronization(literal(), machine, () -> {});
        run.stopped();
        machine.phase = Phase.DUPLICATED;
        assertThat(run.session.duplicated()).isEqualTo(Step.DONE);
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).hasSize(PAGES);
    }

    @Test
    void interleavedSumsFollowEachCopy() {
        new Resynchronization(exactInterleaved(), machine, () -> {}).online();
        List<TestMachine.Act> expected = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            expected.add(new TestMachine.Act(Kind.SUM, page, Phase.ONLINE));
        }
        for (int page = 0; page < PAGES; page++) {
            expected.add(new TestMachine.Act(Kind.COPY, page, Phase.ONLINE));
            expected.add(new TestMachine.Act(Kind.SUM, page, Phase.ONLINE));
        }
        assertThat(machine.log).containsExactlyElementsOf(expected);
    }

    @Test
    void busyPagesComeLast() {
        machine.write(0, 1);
        machine.write(4, 1);
        machine.write(5, 1);
        new Resynchronization(exact(), machine, () -> {}).online();
        assertThat(machine.pagesOf(Kind.COPY, Phase.ONLINE))
                .containsExactly(1, 2, 3, 6, 7, 0, 4, 5);
        assertThat(machine.pagesOf(Kind.SUM, Phase.ONLINE).subList(PAGES, 2 * PAGES))
                .containsExactly(1, 2, 3, 6, 7, 0, 4, 5);
    }

    @Test
    void busyPagesComeInTheirPlaceIfToldSo() {
        machine.write(0, 1);
        machine.write(7, 1);
        new Resynchronization(
                        new ExactChecksumStrategy(Options.defaults().ascending()),
                        machine,
                        () -> {})
                .online();
        assertThat(machine.pagesOf(Kind.COPY, Phase.ONLINE))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void anUntouchedPageIsCopiedButNotSummed() {
        machine.untouch(5);
        machine.untouch(6);
        rules.add(new Rule(Kind.COPY, 1, B));
        int[] calls = {0};
        Resynchronization run =
                new Resynchronization(
                                literal(),
                                machine,
                                () -> {
                                    rules.forEach(Rule::run);
                                    // Touched between its sums, with other content.
                                    if (machine.count(Kind.COPY, 6) == 1 && calls[0]++ == 0) {
                                        machine.write(6, B);
                                    }
                                })
                        .run();
        assertThat(run.stale.isEmpty()).isTrue();
        assertThat(machine.content(machine.offline, 5)).containsOnly(0);
        assertThat(run.session.list36()).isEqualTo(BitSet.valueOf(new long[] {1 << P | 1 << 6}));
    }

    @Test
    void anUntouchedPageThatIsWrittenWithZerosHasTheSameSum() {
        for (String hash : Summaries.names()) {
            TestMachine zeros = new TestMachine(PAGES);
            zeros.untouch(P);
            Resynchronization run =
                    new Resynchronization(
                                    new LiteralChecksumStrategy(Options.defaults().hash(hash)),
                                    zeros,
                                    () -> {
                                        if (zeros.count(Kind.COPY, P) == 1) {
                                            zeros.touched.set(P);
                                        }
                                    })
                            .run();
            assertThat(run.figure("list36")).as(hash).isZero();
        }
    }

    @Test
    void aPartialScopeChangesNothing() {
        machine.scope = CopyScope.PARTIAL;
        machine.trace.set(1);
        Resynchronization run = run(exact());
        assertThat(machine.pagesOf(Kind.COPY, Phase.ONLINE)).hasSize(PAGES);
        assertThat(run.figure("list35")).isEqualTo(PAGES);
    }
}
