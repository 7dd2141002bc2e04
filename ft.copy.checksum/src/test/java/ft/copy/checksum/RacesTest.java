package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopySession.Step;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyScope;
import ft.copy.checksum.TestMachine.Kind;
import ft.copy.checksum.TestMachine.Phase;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The races R1 to R13 between the online guest and the copy, for every strategy: c1, cp and c2 are
 * the times of a page's first sum, copy and second sum; stop is S9.
 *
 * <p>R5, a page torn by a write during its own copy, cannot happen: the guest stands still during a
 * unit of work, and a copy is one unit. R10 to R12 (context, outputs, failures) are the FT
 * controller's.
 */
class RacesTest {
    private static final int PAGES = 8;
    private static final int P = 3;
    private static final int A = 0;
    private static final int B = 66;

    private final TestMachine machine = new TestMachine(PAGES);
    private final List<Rule> rules = new ArrayList<>();

    /** When the guest writes to page P. */
    private enum Moment {
        BEFORE_COPY,
        AFTER_COPY,
        AFTER_SECOND_SUM
    }

    /** What becomes of a write. */
    private enum Fate {
        /** The page is not copied again, and need not be. */
        HARMLESS,
        /** The page is copied again while the guest runs. */
        COPIED_AGAIN,
        /** The page is copied again under stop. */
        UNDER_STOP,
        /** The page is stale when duplication begins, and repaired by the walk. */
        REPAIRED,
        /** The page is stale when duplication begins, and the walk says that this is a fault. */
        FAULT
    }

    /** Lets the guest write once, when the moment for it has come. */
    private final class Rule {
        private final Moment moment;
        private final int value;
        private boolean done;

        Rule(Moment moment, int value) {
            this.moment = moment;
            this.value = value;
        }

        void run() {
            if (!done && hasCome()) {
                machine.write(P, value);
                done = true;
            }
        }

        private boolean hasCome() {
            boolean copied = machine.count(Kind.COPY, P) > 0;
            return switch (moment) {
                case BEFORE_COPY -> !copied && machine.count(Kind.SUM, P) == 1;
                case AFTER_COPY -> copied && machine.sumsSinceCopy[P] == 0;
                case AFTER_SECOND_SUM -> copied && machine.sumsSinceCopy[P] == 1;
            };
        }
    }

    private void at(Moment moment, int value) {
        rules.add(new Rule(moment, value));
    }

    private void afterCopy(int value) {
        at(Moment.AFTER_COPY, value);
    }

    private void afterSecondSum(int value) {
        at(Moment.AFTER_SECOND_SUM, value);
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

    private static CopyStrategy exactInterleaved() {
        return new ExactChecksumStrategy(Options.defaults().interleaved());
    }

    private static BitSet only(int page) {
        BitSet set = new BitSet();
        set.set(page);
        return set;
    }

    private void assertFate(CopyStrategy strategy, Fate fate) {
        Resynchronization run =
                new Resynchronization(strategy, machine, () -> rules.forEach(Rule::run));
        run.online();
        run.stopped();
        assertThat(rules).as("the guest has written").allMatch(rule -> rule.done);
        boolean stale = fate == Fate.REPAIRED || fate == Fate.FAULT;
        assertThat(run.stale).as("J3").isEqualTo(stale ? only(P) : new BitSet());
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED))
                .isEqualTo(fate == Fate.UNDER_STOP ? List.of(P) : List.of());
        assertThat(run.list36()).isEqualTo(fate == Fate.UNDER_STOP ? only(P) : new BitSet());
        assertThat(machine.count(Kind.COPY, P))
                .isEqualTo(fate == Fate.COPIED_AGAIN || fate == Fate.UNDER_STOP ? 2 : 1);
        if (fate == Fate.FAULT) {
            assertThatThrownBy(run::duplicated)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Page 3 on list 35 differs between the systems, though nothing tells of"
                                    + " a write since its copy");
            return;
        }
        run.duplicated();
        assertThat(machine.differing().isEmpty()).as("J4").isTrue();
        assertThat(run.figure("staleFound")).isEqualTo(stale ? 1 : 0);
        assertThat(run.figure("repaired")).isEqualTo(stale ? 1 : 0);
        assertThat(
                        machine.pagesOf(Kind.COMPARE, Phase.DUPLICATED).size()
                                + machine.pagesOf(Kind.VERIFY, Phase.DUPLICATED).size())
                .isEqualTo(PAGES - (fate == Fate.UNDER_STOP ? 1 : 0));
    }

    private static Options options(String compareWith, boolean interleaved) {
        Options options = Options.defaults().rounds(8, 0).compareWith(compareWith);
        return interleaved ? options.interleaved() : options;
    }

    /** A write between first sum and copy is in the copy; only a sum of the copy tells. */
    @ParameterizedTest
    @CsvSource({
        "LITERAL, first, UNDER_STOP",
        "LITERAL, copied, HARMLESS",
        "VERSIONS, first, UNDER_STOP",
        "VERSIONS, copied, HARMLESS",
        "TRAP, first, HARMLESS",
        "THIRD_SUMS, first, UNDER_STOP",
        "THIRD_SUMS, copied, HARMLESS",
        "ITERATE, first, COPIED_AGAIN",
        "HYBRID, first, COPIED_AGAIN",
        "ITERATE, copied, HARMLESS",
        "HYBRID, copied, HARMLESS",
        "DEMAND, first, UNDER_STOP",
        "DEMAND, copied, HARMLESS",
        "CONTENT, first, UNDER_STOP",
        "CONTENT, copied, HARMLESS",
    })
    void r1_aWriteBetweenFirstSumAndCopy(Way way, String compareWith, Fate fate) {
        at(Moment.BEFORE_COPY, B);
        assertFate(way.strategy(options(compareWith, false)), fate);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void r2_aWriteBetweenCopyAndSecondSumIsDetectedByAll(Way way) {
        afterCopy(B);
        assertFate(
                way.strategy(options("first", false)),
                way.iterates() ? Fate.COPIED_AGAIN : Fate.UNDER_STOP);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void r2_interleaved(Way way) {
        afterCopy(B);
        assertFate(
                way.strategy(options("copied", true)),
                way.iterates() ? Fate.COPIED_AGAIN : Fate.UNDER_STOP);
    }

    /** The window: with all but L and its like a later write is known under stop. */
    @ParameterizedTest
    @CsvSource({
        "LITERAL, false, REPAIRED",
        "LITERAL, true, REPAIRED",
        "VERSIONS, false, UNDER_STOP",
        "VERSIONS, true, UNDER_STOP",
        "TRAP, false, UNDER_STOP",
        "TRAP, true, UNDER_STOP",
        "THIRD_SUMS, false, UNDER_STOP",
        "THIRD_SUMS, true, UNDER_STOP",
        "ITERATE, false, COPIED_AGAIN",
        "HYBRID, false, COPIED_AGAIN",
        "ITERATE, true, COPIED_AGAIN",
        "HYBRID, true, COPIED_AGAIN",
        "DEMAND, false, REPAIRED",
        "DEMAND, true, REPAIRED",
        "CONTENT, false, REPAIRED",
        "CONTENT, true, REPAIRED",
    })
    void r3_aWriteAfterTheSecondSum(Way way, boolean interleaved, Fate fate) {
        afterSecondSum(B);
        assertFate(way.strategy(options("first", interleaved)), fate);
        if (fate == Fate.UNDER_STOP || way == Way.LITERAL) {
            assertThat(machine.counts[Kind.THIRD.ordinal()][P])
                    .isEqualTo(way == Way.THIRD_SUMS ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatTheSumsMissedIsCounted(Way way) {
        afterSecondSum(B);
        Resynchronization run = run(way.strategy(Options.defaults()));
        assertThat(run.figure("undetectedBySums")).isEqualTo(1);
    }

    /**
     * A change before the copy that is undone after it: the copy holds what nobody has any more.
     */
    @ParameterizedTest
    @CsvSource({
        "LITERAL, first, REPAIRED",
        "LITERAL, copied, UNDER_STOP",
        "VERSIONS, first, UNDER_STOP",
        "TRAP, first, UNDER_STOP",
        "THIRD_SUMS, first, UNDER_STOP",
        "ITERATE, first, COPIED_AGAIN",
        "HYBRID, first, COPIED_AGAIN",
        "DEMAND, first, REPAIRED",
        "DEMAND, copied, UNDER_STOP",
        "CONTENT, first, REPAIRED",
        "CONTENT, copied, UNDER_STOP",
    })
    void r4_aWriteThatIsUndone(Way way, String compareWith, Fate fate) {
        at(Moment.BEFORE_COPY, B);
        afterCopy(A);
        assertFate(way.strategy(options(compareWith, false)), fate);
    }

    /** What goes by sums alone is as good as its sums; the walk of list 35 is the net. */
    @ParameterizedTest
    @CsvSource({
        "LITERAL, REPAIRED",
        "VERSIONS, UNDER_STOP",
        "TRAP, FAULT",
        "THIRD_SUMS, FAULT",
        "ITERATE, COPIED_AGAIN",
        "HYBRID, COPIED_AGAIN",
        "DEMAND, REPAIRED",
        "CONTENT, UNDER_STOP",
    })
    void r6_aCollision(Way way, Fate fate) {
        machine.sumsCollide = true;
        afterCopy(B);
        assertFate(way.strategy(options("first", false)), fate);
    }

    /** Words that change places have the same sum (R6), but not the same CRC. */
    @Test
    void r6_anAdditiveSumMissesWhatAddsUp() {
        Resynchronization run =
                new Resynchronization(
                                new LiteralChecksumStrategy(Options.defaults().hash("additive")),
                                machine,
                                () -> {
                                    if (machine.count(Kind.COPY, P) == 1
                                            && machine.sumsSinceCopy[P] == 0) {
                                        machine.online[P * TestMachine.PAGE_SIZE + 4] = (byte) P;
                                        machine.online[P * TestMachine.PAGE_SIZE] = 0;
                                    }
                                })
                        .run();
        assertThat(run.list36().isEmpty()).isTrue();
        assertThat(run.stale).isEqualTo(only(P));
        assertThat(run.figure("repaired")).isEqualTo(1);
    }

    /** What happens to the lists is in the log, each step once. */
    @Test
    void theLogTellsEachStepOnce() {
        afterCopy(B);
        Resynchronization run =
                new Resynchronization(
                                literal(),
                                machine,
                                () -> {
                                    rules.forEach(Rule::run);
                                    if (machine.count(Kind.COPY, 6) > 0
                                            && machine.sumsSinceCopy[6] == 1
                                            && machine.phase == Phase.ONLINE) {
                                        machine.write(6, B);
                                        machine.write(2, A);
                                        machine.write(1, B);
                                    }
                                })
                        .run();
        assertThat(machine.steps)
                .containsExactlyInAnyOrder(
                        "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S16",
                        "S15", "S14");
        assertThat(machine.told)
                .contains(
                        "1 pages differ: list 36",
                        "7 pages are the same: list 35",
                        "the guest stands still: list 35 has 7 pages, list 36 has 1",
                        "page 1 differs: its online content into both memories",
                        "end of list 35: 5 pages were equal");
        assertThat(run.figure("repaired")).isEqualTo(2);
    }

    /** R8: whoever uses a stale page first must see the online content. */
    @ParameterizedTest
    @CsvSource({
        "LITERAL, false, true",
        "LITERAL, true, false",
        "DEMAND, false, false",
        "CONTENT, false, true",
        "CONTENT, true, false",
        "VERSIONS, false, false",
        "VERSIONS, true, false",
        "TRAP, true, false",
        "THIRD_SUMS, true, false",
        "ITERATE, true, false",
        "HYBRID, true, false"
    })
    void r8_aStalePageIsUsedBeforeTheWalkReachesIt(Way way, boolean demand, boolean diverges) {
        afterSecondSum(B);
        Resynchronization run =
                new Resynchronization(
                        way.strategy(options("first", false).rounds(0, 0).demand(demand)),
                        machine,
                        () -> {
                            rules.forEach(Rule::run);
                            machine.load(P);
                        });
        run.run();
        assertThat(machine.diverged).isEqualTo(diverges);
        assertThat(machine.differing().isEmpty()).isTrue();
        if (way.demands(options("first", false).demand(demand))) {
            assertThat(run.figure("demanded")).isEqualTo(way.exact ? 0 : 1);
            assertThat(run.figure("staleFound")).isEqualTo(way.exact ? 0 : 1);
            assertThat(run.figure("repaired")).isEqualTo(way.exact ? 0 : 1);
            assertThat(machine.guarded.isEmpty()).isTrue();
            assertThat(machine.pagesOf(Kind.COMPARE, Phase.DUPLICATED)).isEmpty();
        }
    }

    /** With a window that is closed, a page that demand finds to differ is a fault as well. */
    @Test
    void exactTakesWhatDemandFindsForAFault() {
        Resynchronization run =
                new Resynchronization(
                        new ExactChecksumStrategy(Options.defaults().demand(true)),
                        machine,
                        () -> {
                            if (machine.phase == Phase.DUPLICATED) {
                                machine.load(P);
                            }
                        });
        run.online();
        run.stopped();
        machine.offline[P * TestMachine.PAGE_SIZE] ^= 4;
        assertThatThrownBy(run::duplicated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A page on list 35 differs between the systems");
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
            assertThat(quiet.pagesOf(Kind.COMPARE, Phase.DUPLICATED))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
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
        assertThat(run.list36()).isEqualTo(only(P));
        assertThat(run.figure("undetectedBySums")).isEqualTo(1);
    }

    @Test
    void r7_aStalePageIsComparedAndRepairedInOneUnitOfWork() {
        afterSecondSum(B);
        Resynchronization run =
                new Resynchronization(literal(), machine, () -> rules.forEach(Rule::run));
        run.online();
        run.stopped();
        machine.phase = Phase.DUPLICATED;
        for (int i = 0; i < PAGES && machine.count(Kind.COMPARE, P) == 0; i++) {
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
        for (int i = 0; i < 4 && run.session.stopped() == Step.MORE; i++) {}

        assertThat(machine.differing().isEmpty()).isTrue();
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).containsExactly(3, 6, 3, 7);
        assertThat(run.list36()).isEqualTo(BitSet.valueOf(new long[] {1 << 3 | 1 << 6 | 1 << 7}));
        assertThat(run.list35()).isEqualTo(BitSet.valueOf(new long[] {0b00110111}));
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
                        "Page 3 on list 35 differs between the systems, though nothing tells of a"
                                + " write since its copy");
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
        assertThat(run.session.progress()).isEqualTo((double) P / (PAGES - 1));
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
        afterCopy(B);
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
        assertThat(run.list36()).isEqualTo(BitSet.valueOf(new long[] {1 << P | 1 << 6}));
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
