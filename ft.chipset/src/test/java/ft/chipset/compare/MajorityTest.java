package ft.chipset.compare;

import static ft.chipset.compare.IoComparator.ABORTED;
import static ft.chipset.compare.RecordingPort.Request.read;
import static ft.chipset.compare.RecordingPort.Request.write;
import static org.assertj.core.api.Assertions.assertThat;

import ft.chipset.compare.RecordingPort.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The IO-access comparator with three systems and more (P6 [0102]); #0 is ACT. */
class MajorityTest {
    private static final boolean[] ALL = {true, true, true};
    private static final int DEPTH = 4;

    private final RecordingPort port = new RecordingPort();
    private final IoComparator comparator = new IoComparator(3, DEPTH, port);

    MajorityTest() {
        comparator.begin(ALL, 0, false);
    }

    private void from(int system, Request... requests) {
        for (Request each : requests) {
            comparator.request(system, each.clock(), each.offset(), each.value(), each.kind());
        }
    }

    private void allAtBoundary() {
        for (int i = 0; i < 3; i++) {
            comparator.boundary(i);
        }
    }

    @Test
    void aRequestGoesOnOnceWhenTheMajorityHasSentIt() {
        from(2, read(1, 0));
        assertThat(port.performed).isEmpty();
        from(1, read(1, 0));
        assertThat(port.performed).containsExactly(read(1, 0));
        assertThat(port.completions.get(1)).containsExactly(1001L);
        assertThat(port.completions.get(2)).containsExactly(1001L);
        assertThat(port.completions.get(0)).isEmpty();
        from(0, read(1, 0));
        assertThat(port.performed).hasSize(1);
        assertThat(port.completions.get(0)).containsExactly(1001L);
        allAtBoundary();
        assertThat(port.outvoted).isEmpty();
        assertThat(port.disagreements).isEmpty();
        assertThat(comparator.compared()).isEqualTo(1);
        assertThat(comparator.isFull()).isFalse();
    }

    /** Whoever comes later must see the same, or it would fall out of step for that. */
    @Test
    void whoComesLaterSeesTheInterruptLinesOfThatRequest() {
        from(0, read(1, 0));
        from(1, read(1, 0));
        for (int i = 0; i < 2; i++) {
            from(i, write(2, 0, 1), read(3, 0));
        }
        from(2, read(1, 0));
        from(2, write(2, 0, 1), read(3, 0));
        assertThat(port.lines.get(0)).containsExactly(1, 3);
        assertThat(port.lines.get(2)).isEqualTo(port.lines.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theMinorityIsOutvotedEvenIfItIsAct(int wrong) {
        int[] right = {(wrong + 1) % 3, (wrong + 2) % 3};
        from(wrong, write(1, 0x10, 66));
        from(right[0], write(1, 0x10, 5));
        assertThat(port.performed).isEmpty();
        from(right[1], write(1, 0x10, 5));
        assertThat(port.performed).containsExactly(write(1, 0x10, 5));
        assertThat(port.outvoted)
                .containsExactly(
                        "#"
                                + wrong
                                + " sends a write at offset 0x10, clock 1, where the others send a"
                                + " write at offset 0x10, clock 1");
        assertThat(port.disagreements).isEmpty();
        from(wrong, read(2, 0));
        assertThat(port.completions.get(wrong)).containsExactly(ABORTED);
        from(right[0], read(2, 4));
        from(right[1], read(2, 4));
        assertThat(port.completions.get(right[0])).containsExactly(1002L);
        assertThat(port.completions.get(right[1])).containsExactly(1002L);
        allAtBoundary();
        assertThat(port.outvoted).hasSize(1);
        assertThat(comparator.isFull()).isFalse();
    }

    @Test
    void whoComesLateAndSendsSomethingElseIsOutvoted() {
        from(0, read(1, 0));
        from(2, read(1, 0));
        from(1, read(1, 4));
        assertThat(port.outvoted).singleElement().asString().startsWith("#1 sends a read");
        assertThat(port.completions.get(1)).containsExactly(ABORTED);
        assertThat(port.performed).hasSize(1);
    }

    /** It has sent what comes next, but not what came before, so it makes no majority for it. */
    @Test
    void whoIsBehindHasNoVoiceInWhatComesNext() {
        from(2, write(2, 0, 2));
        from(0, write(1, 0, 1), write(2, 0, 2));
        from(1, write(1, 0, 1));
        assertThat(port.performed).containsExactly(write(1, 0, 1));
        assertThat(port.outvoted).singleElement().asString().startsWith("#2 sends a write");
        from(1, write(2, 0, 2));
        assertThat(port.performed).containsExactly(write(1, 0, 1), write(2, 0, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whoDoesNotSendWhatTheOthersSendIsOutvoted(int silent) {
        comparator.boundary(silent);
        from((silent + 1) % 3, read(1, 0));
        from((silent + 2) % 3, read(1, 0));
        assertThat(port.performed).hasSize(1);
        assertThat(port.outvoted)
                .containsExactly(
                        "#"
                                + silent
                                + " does not send a read at offset 0x0, clock 1, as the others do");
    }

    @Test
    void whoIsSilentIsOutvotedAtItsBoundary() {
        from(0, write(1, 0, 1));
        from(1, write(1, 0, 1));
        assertThat(port.outvoted).isEmpty();
        comparator.boundary(2);
        assertThat(port.outvoted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whoSendsWhatTheOthersDoNotSendIsOutvoted(int loud) {
        from(loud, read(1, 0));
        comparator.boundary((loud + 1) % 3);
        assertThat(port.completions.get(loud)).isEmpty();
        comparator.boundary((loud + 2) % 3);
        assertThat(port.performed).isEmpty();
        assertThat(port.completions.get(loud)).containsExactly(ABORTED);
        assertThat(port.outvoted)
                .containsExactly(
                        "#"
                                + loud
                                + " sends a read at offset 0x0, clock 1, which the others do not"
                                + " send");
    }

    @Test
    void whoWasOutvotedVotesAgainWhenItIsBack() {
        from(0, write(1, 0, 66));
        from(1, write(1, 0, 5));
        from(2, write(1, 0, 5));
        allAtBoundary();
        comparator.begin(ALL, 0, false);
        from(0, write(9, 0, 7));
        from(1, write(9, 0, 7));
        assertThat(port.performed).endsWith(write(9, 0, 7));
        assertThat(port.outvoted).hasSize(1);
    }

    @Test
    void actIsBelievedWhenAllDiffer() {
        from(1, read(1, 4));
        from(2, read(1, 8));
        assertThat(port.performed).isEmpty();
        from(0, read(1, 0));
        assertThat(port.performed).containsExactly(read(1, 0));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        assertThat(port.completions.get(1)).containsExactly(ABORTED);
        assertThat(port.completions.get(2)).containsExactly(ABORTED);
        assertThat(port.outvoted).isEmpty();
        assertThat(port.disagreements)
                .containsExactly("requests differ; ACT has a read at offset 0x0, clock 1");
    }

    @Test
    void actIsBelievedWhenOneIsSilentAndTwoDiffer() {
        comparator.boundary(2);
        from(1, read(1, 4));
        from(0, read(1, 0));
        assertThat(port.performed).containsExactly(read(1, 0));
        assertThat(port.disagreements)
                .containsExactly("a request is missing; ACT has a read at offset 0x0, clock 1");
    }

    /** Two faults in one quantum: what is left is a pair of which nobody knows who is wrong. */
    @Test
    void theFirstThatIsLeftIsBelievedWhenActWasOutvotedBefore() {
        from(0, write(1, 0, 66));
        from(1, write(1, 0, 1), read(2, 0));
        from(2, write(1, 0, 1), read(2, 4));
        assertThat(port.performed).containsExactly(write(1, 0, 1), read(2, 0));
        assertThat(port.outvoted).hasSize(1);
        assertThat(port.disagreements).hasSize(1);
        assertThat(port.completions.get(1)).containsExactly(1002L);
        assertThat(port.completions.get(2)).containsExactly(ABORTED);
    }

    @Test
    void actGoesOnWhenNobodyCanCome() {
        from(0, read(1, 0));
        from(1, read(1, 4));
        comparator.standstill();
        assertThat(port.performed).containsExactly(read(1, 0));
        assertThat(port.completions.get(1)).containsExactly(ABORTED);
        assertThat(port.disagreements).hasSize(1);
    }

    @Test
    void halfOfFourIsNoMajority() {
        RecordingPort seen = new RecordingPort();
        IoComparator four = new IoComparator(4, DEPTH, seen);
        four.begin(new boolean[] {true, true, true, true}, 0, false);
        for (int i = 0; i < 4; i++) {
            four.request(i, 1, i / 2, 0, AccessKind.of(4, true, 0));
        }
        assertThat(seen.outvoted).isEmpty();
        assertThat(seen.disagreements).hasSize(1);
        assertThat(seen.performed).containsExactly(write(1, 0, 0));
    }

    // A third system in Pre online sync beside two in Online sync

    private void joins(int system) {
        boolean[] voters = ALL.clone();
        voters[system] = false;
        comparator.begin(ALL, voters, system == 0 ? 1 : 0, false);
    }

    @Test
    void whoJoinsIsNotWaitedFor() {
        joins(2);
        from(0, read(1, 0));
        from(1, read(1, 0));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        from(2, read(1, 0));
        assertThat(port.completions.get(2)).containsExactly(1001L);
        allAtBoundary();
        assertThat(port.outvoted).isEmpty();
    }

    @Test
    void whoJoinsHasNoVote() {
        joins(2);
        from(2, read(1, 0));
        from(0, read(1, 0));
        assertThat(port.performed).isEmpty();
        from(1, read(1, 4));
        assertThat(port.disagreements).hasSize(1);
        assertThat(port.performed).containsExactly(read(1, 0));
    }

    @Test
    void whoJoinsAndDiffersIsOutvoted() {
        joins(2);
        from(0, write(1, 0, 1), read(2, 0));
        from(1, write(1, 0, 1), read(2, 0));
        from(2, write(1, 0, 9), read(2, 0));
        assertThat(port.outvoted).singleElement().asString().startsWith("#2 sends a write");
        assertThat(port.completions.get(2)).containsExactly(ABORTED);
        assertThat(port.performed).hasSize(2);
    }

    @Test
    void whoJoinsAndIsAloneWithARequestIsOutvoted() {
        joins(2);
        from(2, read(1, 0));
        comparator.boundary(0);
        comparator.boundary(1);
        assertThat(port.outvoted).hasSize(1);
        assertThat(port.completions.get(2)).containsExactly(ABORTED);
    }

    @Test
    void whoJoinsIsComparedWithActWhenThePairDisagrees() {
        joins(2);
        from(0, read(1, 0));
        from(1, read(1, 4));
        from(2, read(1, 8));
        assertThat(port.outvoted).containsExactly("#2 sends another request");
        comparator.boundary(2);
        assertThat(port.completions.get(2)).containsExactly(ABORTED);
    }

    @Test
    void whoJoinsAndIsSilentIsOutvotedWhenThePairDisagrees() {
        joins(2);
        from(0, read(1, 0));
        from(1, read(1, 4));
        comparator.boundary(2);
        assertThat(port.outvoted).containsExactly("#2 a request is missing");
    }

    // Online async of three

    @Test
    void inOnlineAsyncEachIsComparedWithAct() {
        comparator.begin(ALL, 0, true);
        from(0, read(1, 0));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        from(1, read(1, 0));
        from(2, read(1, 4));
        assertThat(port.completions.get(1)).containsExactly(1001L);
        assertThat(port.completions.get(2)).containsExactly(ABORTED);
        assertThat(port.outvoted).isEmpty();
        assertThat(port.disagreements).hasSize(1);
        assertThat(comparator.compared()).isEqualTo(1);
    }

    @Test
    void aQueueIsFullByTheSystemThatIsFurthestBehind() {
        comparator.begin(ALL, 0, true);
        for (int i = 0; i < 3 * DEPTH; i++) {
            from(0, write(i, 0, 0));
            from(1, write(i, 0, 0));
            if (i < 2 * DEPTH) {
                from(2, write(i, 0, 0));
                assertThat(comparator.isFull()).isFalse();
            }
        }
        assertThat(comparator.isFull()).isTrue();
        for (int i = 2 * DEPTH; i < 3 * DEPTH; i++) {
            from(2, write(i, 0, 0));
        }
        assertThat(comparator.isFull()).isFalse();
    }
}
