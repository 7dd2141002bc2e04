package ft.chipset.compare;

import static ft.chipset.compare.IoComparator.ABORTED;
import static ft.chipset.compare.RecordingPort.Request.read;
import static ft.chipset.compare.RecordingPort.Request.write;
import static org.assertj.core.api.Assertions.assertThat;

import ft.chipset.compare.RecordingPort.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The IO-access comparator (P6 [0040]-[0043]); #0 is ACT unless a test says otherwise. */
class IoComparatorTest {
    private static final boolean[] BOTH = {true, true};
    private static final int DEPTH = 4;

    private final RecordingPort port = new RecordingPort();
    private final IoComparator comparator = new IoComparator(2, DEPTH, port);

    IoComparatorTest() {
        comparator.begin(BOTH, 0, false);
    }

    private void from(int system, Request... requests) {
        for (Request each : requests) {
            comparator.request(system, each.clock(), each.offset(), each.value(), each.kind());
        }
    }

    private void bothAtBoundary() {
        comparator.boundary(0);
        comparator.boundary(1);
    }

    @Test
    void aRequestGoesOnOnceWhenBothHaveSentIt() {
        from(0, read(10, 0x100));
        assertThat(port.performed).isEmpty();
        from(1, read(10, 0x100));
        assertThat(port.performed).containsExactly(read(10, 0x100));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        assertThat(port.completions.get(1)).containsExactly(1001L);
        assertThat(comparator.compared()).isEqualTo(1);
        assertThat(port.disagreements).isEmpty();
    }

    @Test
    void itDoesNotMatterWhoIsFirst() {
        from(1, read(10, 0x100));
        assertThat(port.performed).isEmpty();
        from(0, read(10, 0x100));
        assertThat(port.performed).containsExactly(read(10, 0x100));
    }

    @Test
    void writesArePosted() {
        from(0, write(1, 0, 7), write(2, 4, 8), read(3, 8));
        from(1, write(1, 0, 7), write(2, 4, 8));
        assertThat(port.performed).containsExactly(write(1, 0, 7), write(2, 4, 8));
        assertThat(port.completions.get(0)).isEmpty();
        assertThat(port.completions.get(1)).isEmpty();
        from(1, read(3, 8));
        assertThat(port.completions.get(0)).containsExactly(1003L);
        assertThat(port.completions.get(1)).containsExactly(1003L);
    }

    @Test
    void aWriteThatIsWaitedForIsCompletedWithTheLinesAfterIt() {
        Request acknowledges = write(2, 4, 8);
        from(0, write(1, 0, 7));
        waitsFor(0, acknowledges);
        from(1, write(1, 0, 7));
        assertThat(port.completions.get(0)).isEmpty();
        assertThat(comparator.waitsFor(0)).isEqualTo(2);
        waitsFor(1, acknowledges);
        assertThat(port.performed).containsExactly(write(1, 0, 7), acknowledges);
        assertThat(port.lines.get(0)).containsExactly(2);
        assertThat(port.lines.get(1)).containsExactly(2);
        assertThat(comparator.waitsFor(0)).isEqualTo(-1);
    }

    private void waitsFor(int system, Request each) {
        comparator.request(system, each.clock(), each.offset(), each.value(), each.kindThatWaits());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDamagedEntryIsReplacedByWhatTheOtherHasSent(int damaged) {
        int[] hits = {0};
        comparator.damageNext(damaged, 1L << 40, () -> hits[0]++);
        from(0, write(1, 0, 7));
        from(1, write(1, 0, 7), write(2, 4, 8));
        from(0, write(2, 4, 8));
        assertThat(hits[0]).as("only the next one").isEqualTo(1);
        assertThat(comparator.mended()).isEqualTo(1);
        assertThat(port.performed).containsExactly(write(1, 0, 7), write(2, 4, 8));
        assertThat(port.disagreements).isEmpty();
    }

    @Test
    void anEntryThatIsDamagedBehindWhatHasGoneOnIsReplacedByThat() {
        comparator.begin(BOTH, 0, true);
        comparator.damageNext(1, 1L << 40, () -> {});
        from(0, write(1, 0, 7));
        assertThat(port.performed).containsExactly(write(1, 0, 7));
        from(1, write(1, 0, 7));
        assertThat(comparator.mended()).isEqualTo(1);
        assertThat(port.disagreements).isEmpty();
    }

    @Test
    void everyFieldIsCompared() {
        Request one = write(5, 0x10, 3);
        Request[] others = {
            write(6, 0x10, 3), write(5, 0x14, 3), write(5, 0x10, 4), read(5, 0x10),
        };
        for (Request other : others) {
            RecordingPort seen = new RecordingPort();
            IoComparator fresh = new IoComparator(2, DEPTH, seen);
            fresh.begin(BOTH, 0, false);
            fresh.request(0, one.clock(), one.offset(), one.value(), one.kind());
            fresh.request(1, other.clock(), other.offset(), other.value(), other.kind());
            assertThat(seen.disagreements).as("%s against %s", one, other).hasSize(1);
            assertThat(seen.performed).containsExactly(one);
        }
    }

    @Test
    void widthAndHartAreCompared() {
        comparator.request(0, 1, 0, 0, AccessKind.of(4, true, 0));
        comparator.request(1, 1, 0, 0, AccessKind.of(4, true, 1));
        assertThat(port.disagreements).hasSize(1);
        comparator.begin(BOTH, 0, false);
        comparator.request(0, 1, 0, 0, AccessKind.of(4, true, 0));
        comparator.request(1, 1, 0, 0, AccessKind.of(8, true, 0));
        assertThat(port.disagreements).hasSize(2);
    }

    @Test
    void actIsBelievedWhenRequestsDiffer() {
        from(0, read(10, 0x100));
        from(1, read(10, 0x104));
        assertThat(port.performed).containsExactly(read(10, 0x100));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        assertThat(port.completions.get(1)).containsExactly(ABORTED);
        assertThat(port.disagreements)
                .containsExactly("requests differ; ACT has a read at offset 0x100, clock 10");
    }

    @Test
    void actIsBelievedWhenItIsTheOther() {
        comparator.begin(BOTH, 1, false);
        from(0, read(10, 0x100));
        from(1, write(10, 0x104, 5));
        assertThat(port.performed).containsExactly(write(10, 0x104, 5));
        assertThat(port.completions.get(0)).containsExactly(ABORTED);
        assertThat(port.disagreements)
                .containsExactly("requests differ; ACT has a write at offset 0x104, clock 10");
    }

    @Test
    void aRequestOfActThatTheOtherNeverSendsIsADisagreement() {
        from(0, read(10, 0x100));
        comparator.boundary(1);
        assertThat(port.performed).containsExactly(read(10, 0x100));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        assertThat(port.disagreements)
                .containsExactly("a request is missing; ACT has a read at offset 0x100, clock 10");
    }

    @Test
    void theOthersBoundaryMayComeFirst() {
        comparator.boundary(1);
        assertThat(port.disagreements).isEmpty();
        from(0, read(10, 0x100));
        assertThat(port.completions.get(0)).containsExactly(1001L);
        assertThat(port.disagreements).hasSize(1);
    }

    @Test
    void aRequestThatActNeverSendsGoesNowhereAndDoesNotHang() {
        from(1, read(10, 0x100));
        comparator.boundary(0);
        assertThat(port.performed).isEmpty();
        assertThat(port.completions.get(1)).containsExactly(ABORTED);
        assertThat(port.disagreements).containsExactly("a request is missing");
    }

    @Test
    void aWriteThatActNeverSendsGoesNowhere() {
        from(1, write(10, 0x100, 1));
        bothAtBoundary();
        assertThat(port.performed).isEmpty();
        assertThat(port.completions.get(1)).isEmpty();
        assertThat(port.disagreements).hasSize(1);
    }

    @Test
    void aQuantumWithoutRequestsAgrees() {
        bothAtBoundary();
        assertThat(port.disagreements).isEmpty();
        assertThat(comparator.compared()).isZero();
    }

    @Test
    void afterADisagreementActGoesOnAtOnce() {
        from(0, write(1, 0, 1), write(2, 0, 2), read(3, 0));
        assertThat(port.performed).isEmpty();
        from(1, write(1, 0, 9));
        assertThat(port.performed).containsExactly(write(1, 0, 1), write(2, 0, 2), read(3, 0));
        assertThat(port.completions.get(0)).containsExactly(1003L);
        from(0, write(4, 0, 4));
        assertThat(port.performed).hasSize(4);
    }

    @Test
    void aDisagreementIsToldOnce() {
        from(0, write(1, 0, 1));
        from(1, write(1, 0, 9), write(2, 0, 9), read(3, 0));
        from(0, write(2, 0, 1));
        bothAtBoundary();
        assertThat(port.disagreements).hasSize(1);
        assertThat(port.completions.get(1)).containsExactly(ABORTED);
    }

    @Test
    void theWrongSideIsAnsweredForEveryReadItMakes() {
        from(0, write(1, 0, 1));
        from(1, write(1, 0, 9), read(2, 0));
        from(1, read(3, 0));
        assertThat(port.completions.get(1)).containsExactly(ABORTED, ABORTED);
    }

    // Online async

    @Test
    void inOnlineAsyncActDoesNotWait() {
        comparator.begin(BOTH, 0, true);
        from(0, read(1, 0), read(2, 0));
        assertThat(port.performed).hasSize(2);
        assertThat(port.completions.get(0)).containsExactly(1001L, 1002L);
        assertThat(port.disagreements).isEmpty();
    }

    @Test
    void inOnlineAsyncTheOtherGetsTheDataOfAct() {
        comparator.begin(BOTH, 0, true);
        from(0, read(1, 0), write(2, 0, 5), read(3, 0));
        from(1, read(1, 0), write(2, 0, 5), read(3, 0));
        assertThat(port.performed).hasSize(3);
        assertThat(port.completions.get(1)).containsExactly(1001L, 1003L);
        assertThat(comparator.compared()).isEqualTo(3);
        assertThat(comparator.isFull()).isFalse();
    }

    @Test
    void inOnlineAsyncTheOtherMayBeAhead() {
        comparator.begin(BOTH, 0, true);
        from(1, read(1, 0));
        assertThat(port.completions.get(1)).isEmpty();
        from(0, read(1, 0));
        assertThat(port.completions.get(1)).containsExactly(1001L);
    }

    @Test
    void inOnlineAsyncTheOthersWritesNeverReachADevice() {
        comparator.begin(BOTH, 0, true);
        from(1, write(1, 0, 66), write(2, 0, 66));
        from(0, write(1, 0, 1));
        bothAtBoundary();
        assertThat(port.performed).containsExactly(write(1, 0, 1));
        assertThat(port.disagreements).hasSize(1);
    }

    @Test
    void inOnlineAsyncADisagreementSaysWhatItIs() {
        comparator.begin(BOTH, 0, true);
        from(0, read(1, 4));
        from(1, read(1, 8));
        assertThat(port.disagreements)
                .containsExactly("requests differ; ACT has a read at offset 0x4, clock 1");
        comparator.begin(BOTH, 1, true);
        from(1, read(2, 4));
        comparator.boundary(0);
        assertThat(port.disagreements)
                .last()
                .isEqualTo("a request is missing; ACT has a read at offset 0x4, clock 2");
    }

    @Test
    void whatWasComparedIsNotComparedAgain() {
        comparator.begin(BOTH, 0, true);
        from(0, read(1, 0));
        from(1, read(1, 0), read(1, 0));
        assertThat(port.completions.get(1)).hasSize(1);
        assertThat(comparator.compared()).isEqualTo(1);
        from(0, read(1, 0), read(1, 0));
        assertThat(comparator.compared()).isEqualTo(2);
    }

    // Queues

    @Test
    void aQueueIsFullAtItsDepth() {
        from(0, write(0, 0, 0));
        from(1, write(0, 0, 1)); // differs, and stays queued
        for (int i = 1; i < DEPTH - 1; i++) {
            from(0, write(i, 0, 0));
        }
        assertThat(comparator.isFull()).isFalse();
        from(0, write(DEPTH, 0, 0));
        assertThat(comparator.isFull()).isTrue();
        assertThat(port.performed).hasSize(DEPTH);
    }

    @Test
    void theOthersQueueFillsToo() {
        comparator.begin(BOTH, 0, true);
        for (int i = 0; i < DEPTH; i++) {
            assertThat(comparator.isFull()).isFalse();
            from(1, write(i, 0, 0));
        }
        assertThat(comparator.isFull()).isTrue();
    }

    /** A queue that is full is an event at the boundary; until there both sides run on. */
    @Test
    void moreThanTheDepthIsKept() {
        comparator.begin(BOTH, 0, true);
        for (int i = 0; i < 5 * DEPTH; i++) {
            from(0, read(i, i));
        }
        assertThat(comparator.isFull()).isTrue();
        for (int i = 0; i < 5 * DEPTH; i++) {
            from(1, read(i, i));
            assertThat(port.completions.get(1)).hasSize(i + 1).last().isEqualTo(1001L + i);
        }
        assertThat(comparator.isFull()).isFalse();
        assertThat(port.disagreements).isEmpty();
    }

    @Test
    void queuesStayFromQuantumToQuantumInOnlineAsync() {
        from(0, write(1, 0, 1));
        from(1, write(1, 0, 9));
        bothAtBoundary();
        comparator.begin(BOTH, 0, true);
        for (int i = 2; i <= DEPTH; i++) {
            from(1, write(i, 0, 0));
        }
        assertThat(comparator.isFull()).isTrue();
        assertThat(port.disagreements).as("told before").hasSize(1);
    }

    @Test
    void queuesAreEmptyWhenTheDuplicationBeginsAgain() {
        from(0, write(1, 0, 1));
        from(1, write(1, 0, 9));
        bothAtBoundary();
        comparator.begin(BOTH, 0, false);
        from(0, read(5, 0));
        from(1, read(5, 0));
        assertThat(port.disagreements).hasSize(1);
        assertThat(port.completions.get(1)).hasSize(1);
        assertThat(comparator.compared()).isEqualTo(1);
        assertThat(comparator.isFull()).isFalse();
    }

    @Test
    void queuesAreEmptyWhenAnotherSystemIsAct() {
        comparator.begin(BOTH, 0, true);
        from(0, write(1, 0, 1));
        comparator.begin(BOTH, 1, true);
        from(1, read(2, 0));
        from(0, read(2, 0));
        assertThat(port.completions.get(0)).containsExactly(1002L);
        assertThat(port.disagreements).isEmpty();
    }

    // Crossed reads: the others wait at another comparator

    @Test
    void tellsWhoWaits() {
        assertThat(comparator.waitsFor(0)).isEqualTo(-1);
        from(1, write(2, 0, 1), read(3, 0));
        assertThat(comparator.waitsFor(1)).isEqualTo(3);
        from(0, write(2, 0, 1));
        assertThat(comparator.waitsFor(1)).isEqualTo(3);
        from(0, read(3, 0));
        assertThat(comparator.waitsFor(0)).isEqualTo(-1);
        assertThat(comparator.waitsFor(1)).isEqualTo(-1);
    }

    @Test
    void actGoesOnWhenNobodyCanCome() {
        from(0, write(1, 0, 7), read(3, 0));
        comparator.standstill();
        assertThat(port.performed).containsExactly(write(1, 0, 7), read(3, 0));
        assertThat(port.completions.get(0)).containsExactly(1002L);
        assertThat(port.disagreements)
                .containsExactly("a request is missing; ACT has a write at offset 0x0, clock 1");
    }

    @Test
    void theOtherWaitsUntilActSendsOrIsAtItsBoundary() {
        from(1, read(1, 0));
        assertThat(comparator.waitsFor(1)).isEqualTo(1);
        from(0, read(1, 0));
        assertThat(comparator.waitsFor(1)).isEqualTo(-1);
        from(1, read(3, 0));
        assertThat(comparator.waitsFor(1)).isEqualTo(3);
        comparator.boundary(0);
        assertThat(comparator.waitsFor(1)).isEqualTo(-1);
    }
}
