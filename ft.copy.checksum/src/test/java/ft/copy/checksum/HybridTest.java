package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.copy.checksum.TestMachine.Kind;
import ft.copy.checksum.TestMachine.Phase;
import java.util.BitSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Rounds with a bounded stop: a guest that nothing can keep up with is synchronized as well. */
class HybridTest {
    private static final int PAGES = 64;

    private final TestMachine machine = new TestMachine(PAGES);
    private int value;

    private void writeAll() {
        if (machine.phase != Phase.STOPPED) {
            value++;
            for (int page = 0; page < PAGES; page++) {
                machine.write(page, value);
            }
        }
    }

    private Resynchronization run(Options options, Resynchronization.Guest guest) {
        return new Resynchronization(Way.HYBRID.strategy(options), machine, guest).run();
    }

    @Test
    void ofWhatAGuestAtFullSpeedHasChangedNoMoreThanTheBoundIsCopiedUnderStop() {
        Resynchronization run = run(Options.defaults().ascending().underStop(3), this::writeAll);
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).containsExactly(0, 1, 2);
        assertThat(run.figure("postponed")).isEqualTo(PAGES - 3);
        assertThat(run.figure("demanded")).as("the guest was first").isEqualTo(PAGES - 3);
        assertThat(machine.guarded.isEmpty()).isTrue();
        assertThat(machine.offline).isEqualTo(machine.online);
        assertThat(machine.online).isEqualTo(machine.undisturbed);
    }

    /** What nobody asks for is brought by the walk, and page by page both sides are equal. */
    @Test
    void theWalkBringsWhatNobodyAsksFor() {
        Resynchronization run =
                run(
                        Options.defaults().ascending().underStop(0),
                        () -> {
                            if (machine.phase == Phase.ONLINE) {
                                writeAll();
                            }
                        });
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).isEmpty();
        assertThat(run.figure("demanded")).isZero();
        assertThat(run.figure("postponed")).isEqualTo(PAGES);
        assertThat(machine.pagesOf(Kind.VERIFY, Phase.DUPLICATED)).hasSize(PAGES);
        assertThat(machine.offline).isEqualTo(machine.online);
    }

    @Test
    void onlyWhatIsTooMuchIsGuarded() {
        BitSet guarded = new BitSet();
        run(
                Options.defaults().ascending().underStop(2),
                () -> {
                    if (machine.phase == Phase.ONLINE) {
                        for (int page = 10; page < 15; page++) {
                            machine.write(page, ++value);
                        }
                    } else if (guarded.isEmpty()) {
                        guarded.or(machine.guarded);
                    }
                });
        assertThat(guarded).isEqualTo(BitSet.valueOf(new long[] {7L << 12}));
        assertThat(machine.pagesOf(Kind.COMPARE, Phase.DUPLICATED))
                .as("list 35 is walked all the same")
                .hasSize(PAGES - 5);
    }

    @Test
    void whatFitsIntoTheStopIsNotPostponed() {
        Resynchronization run = run(Options.defaults().underStop(PAGES), this::writeAll);
        assertThat(run.session.figures()).doesNotContainKeys("postponed", "demanded");
        assertThat(machine.pagesOf(Kind.COPY, Phase.STOPPED)).hasSize(PAGES);
        assertThat(Way.HYBRID.strategy(Options.defaults()).repairs()).isTrue();
    }

    @Test
    void howLongTheListsAreIsToldInThousands() {
        assertThat(new Lists(0)).hasToString("list 35 has 0 pages, list 36 has 0");
        Lists lists = new Lists(1_234_567);
        IntStream.range(0, 999).forEach(page -> lists.enter(page, true));
        IntStream.range(1000, 1_234_567).forEach(page -> lists.enter(page, false));
        assertThat(lists).hasToString("list 35 has 999 pages, list 36 has 1,233,567");
    }

    @Test
    void aPageOfList35ThatDiffersIsStillAFault() {
        assertThatThrownBy(
                        () ->
                                run(
                                        Options.defaults().ascending().underStop(0),
                                        () -> {
                                            if (machine.phase == Phase.ONLINE) {
                                                machine.write(9, ++value);
                                            } else {
                                                machine.offline[3] = 1;
                                            }
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Page 0 on list 35 differs");
    }

    @Property(tries = 200)
    void whateverTheGuestWritesNobodySeesAnythingStale(
            @ForAll @IntRange(max = 70) int bound, @ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        TestMachine each = new TestMachine(PAGES);
        new Resynchronization(
                        Way.HYBRID.strategy(Options.defaults().underStop(bound)),
                        each,
                        () -> {
                            for (int i = random.nextInt(4); i > 0; i--) {
                                each.load(random.nextInt(PAGES));
                                each.write(random.nextInt(PAGES), random.nextInt());
                            }
                        })
                .run();
        assertThat(each.diverged).isFalse();
        assertThat(each.offline).isEqualTo(each.online);
        assertThat(each.online).isEqualTo(each.undisturbed);
        assertThat(each.pagesOf(Kind.COPY, Phase.STOPPED).size()).isLessThanOrEqualTo(bound);
    }
}
