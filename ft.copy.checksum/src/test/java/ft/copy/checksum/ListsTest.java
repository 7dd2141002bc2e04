package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** What the memo lists hold, and how much, however they came to it. */
class ListsTest {
    private final Lists lists = new Lists(8);

    private static BitSet pages(int... pages) {
        BitSet set = new BitSet();
        for (int page : pages) {
            set.set(page);
        }
        return set;
    }

    private void assertHolds(BitSet list35, BitSet list36) {
        assertThat(lists.list35()).isEqualTo(list35);
        assertThat(lists.list36()).isEqualTo(list36);
        assertThat(lists.size35()).isEqualTo(list35.cardinality());
        assertThat(lists.size36()).isEqualTo(list36.cardinality());
    }

    /** Stopped in the middle of a round: what had no second sum yet may have changed (J2). */
    @Test
    void whatIsOpenIsHeldToHaveChanged() {
        for (int page = 0; page < 6; page++) {
            lists.enter(page, page != 2);
        }
        lists.reopen(pages(1, 2, 3));
        lists.enter(3, true);
        assertHolds(pages(0, 3, 4, 5), pages());
        lists.close();
        assertHolds(pages(0, 3, 4, 5), pages(1, 2, 6, 7));
        assertThat(lists.pendingPages()).isEqualTo(4);
        assertThat(lists.nextPending(3)).isEqualTo(6);
    }

    @Test
    void whatHasChangedUnseenIsCopiedOnce() {
        for (int page = 0; page < 8; page++) {
            lists.enter(page, page != 2);
        }
        lists.close();
        assertThat(lists.move(pages())).isFalse();
        assertThat(lists.move(pages(2, 5))).isTrue();
        assertHolds(pages(0, 1, 3, 4, 6, 7), pages(2, 5));
        assertThat(lists.pendingPages()).isEqualTo(2);
        lists.copied(2);
        assertThat(lists.pendingPages()).isEqualTo(1);
        assertThat(lists.move(pages(2))).as("again").isTrue();
        assertThat(lists.pendingPages()).isEqualTo(2);
        assertThat(lists.postpone()).isEqualTo(pages(2, 5));
        assertThat(lists.pendingPages()).isZero();
        assertThat(lists.postponed()).isEqualTo(pages(2, 5));
        assertHolds(pages(0, 1, 3, 4, 6, 7), pages(2, 5));
    }
}
