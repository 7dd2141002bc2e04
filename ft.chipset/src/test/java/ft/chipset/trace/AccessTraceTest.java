package ft.chipset.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The main storage access trace: its thresholds, and that nothing is lost in silence (K5). */
class AccessTraceTest {
    private static final Tracking PAGES = new Tracking(12, 12, 12);

    private final AccessTrace trace = new AccessTrace(PAGES, 4, () -> 3);

    private void record(int... pages) {
        for (int page : pages) {
            trace.begin();
            trace.record(page);
        }
    }

    @Test
    void isAlmostFullFromTheThresholdOn() {
        trace.start();
        record(1, 2);
        assertThat(trace.isAlmostFull()).isFalse();
        record(3);
        assertThat(trace.isAlmostFull()).isTrue();
        assertThat(trace.isFull()).isFalse();
        assertThat(trace.entries()).isEqualTo(3);
    }

    @Test
    void isNotFullWhileEveryEntryHasRoom() {
        trace.start();
        record(1, 2, 3, 4);
        assertThat(trace.isFull()).isFalse();
        assertThat(trace.covered().stream()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tellsThatAnEntryWasLost() {
        trace.start();
        record(1, 2, 3, 4, 5);
        assertThat(trace.isFull()).isTrue();
        assertThat(trace.covered().get(5)).isFalse();
    }

    @Test
    void countsAPageAgainInEveryQuantum() {
        trace.start();
        record(7, 7, 7);
        assertThat(trace.entries()).isEqualTo(3);
        assertThat(trace.isAlmostFull()).isTrue();
        assertThat(trace.covered().stream()).containsExactly(7);
    }

    @Test
    void keepsItsContentWhenStopped() {
        trace.start();
        record(9);
        assertThat(trace.isRunning()).isTrue();
        trace.stop();
        assertThat(trace.isRunning()).isFalse();
        assertThat(trace.covered().get(9)).isTrue();
        assertThat(trace.entries()).isEqualTo(1);
    }

    @Test
    void startsEmptyAgainAfterAnOverflow() {
        trace.start();
        record(1, 2, 3, 4, 5);
        trace.start();
        assertThat(trace.isFull()).isFalse();
        assertThat(trace.isAlmostFull()).isFalse();
        assertThat(trace.entries()).isZero();
        assertThat(trace.covered().isEmpty()).isTrue();
    }

    @Test
    void forgetsItsContentWhenCleared() {
        trace.start();
        record(1, 2, 3, 4, 5);
        trace.clear();
        assertThat(trace.isRunning()).isFalse();
        assertThat(trace.isFull()).isFalse();
        assertThat(trace.entries()).isZero();
        assertThat(trace.covered().isEmpty()).isTrue();
    }

    /** Or the first entry of a new trace would pass for the last one of the old. */
    @Test
    void recordsInANewTraceWhatTheOldOneHadLast() {
        trace.start();
        trace.record(5);
        trace.start();
        trace.record(5);
        assertThat(trace.covered().stream()).containsExactly(5);
    }

    @Test
    void losesAsManyEntriesAsAFaultSaysAndTellsOfTheFirst() {
        int[] heard = new int[1];
        trace.start();
        trace.lose(2, () -> heard[0]++);
        assertThat(heard[0]).isZero();
        record(1, 2, 3);
        assertThat(heard[0]).isEqualTo(1);
        assertThat(trace.covered().stream()).containsExactly(3);
        assertThat(trace.entries()).as("unseen").isEqualTo(3);
    }

    @Test
    void losesAllEntriesUntilTheFaultHasGone() {
        trace.start();
        trace.lose(0, () -> {});
        record(1, 2, 3);
        assertThat(trace.covered().isEmpty()).isTrue();
        trace.sound();
        record(1);
        assertThat(trace.covered().stream()).containsExactly(1);
    }

    @Test
    void knowsItsCapacity() {
        assertThat(trace.capacity()).isEqualTo(4);
    }

    /** Lines may be tracked for the sake of a small unit of copying, and the trace be of pages. */
    @Test
    void accessesThatOneEntryCoversMakeOneEntry() {
        AccessTrace pagesOfLines = new AccessTrace(new Tracking(6, 12, 8), 100, () -> 90);
        pagesOfLines.start();
        for (int line = 60; line < 70; line++) {
            pagesOfLines.record(line);
        }
        assertThat(pagesOfLines.entries()).isEqualTo(2);
        assertThat(pagesOfLines.covered().stream()).containsExactly(0, 1);
        pagesOfLines.begin();
        pagesOfLines.record(69);
        assertThat(pagesOfLines.entries()).as("in another quantum").isEqualTo(3);
    }

    @Test
    void aDamagedEntryNamesAnotherPage() {
        trace.start();
        trace.corrupt(1, 4);
        record(1, 2);
        assertThat(trace.covered().stream()).containsExactly(2, 5);
        assertThat(trace.entries()).isEqualTo(2);
    }

    /** K5: either every page is in the trace, or the trace says that it is not complete. */
    @Property
    void neverLosesAPageInSilence(
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @Size(max = 40) int[] accesses) {
        AccessTrace any = new AccessTrace(PAGES, capacity, () -> Math.max(1, capacity * 3 / 4));
        any.start();
        BitSet accessed = new BitSet();
        for (int access : accesses) {
            int page = access & 0x3f;
            accessed.set(page);
            any.begin();
            any.record(page);
        }
        assertThat(any.isFull() || any.covered().equals(accessed)).isTrue();
        assertThat(any.isFull()).isEqualTo(accesses.length > capacity);
        if (any.isFull()) {
            assertThat(any.isAlmostFull()).isTrue();
        }
    }
}
