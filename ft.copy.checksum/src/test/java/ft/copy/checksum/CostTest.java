package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.resync.CopyScope;
import ft.api.resync.SummaryKind;
import ft.copy.kit.RefusingEnvironment;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a session takes, for main storage of 8 GiB. */
class CostTest {
    private static final int PAGES = 1 << 21;

    @Test
    void nothingIsAllocatedForAPage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        for (int round = 0; round < 2; round++) {
            Memory memory = new Memory();
            CopySession session = new ExactChecksumStrategy(Options.defaults()).open(memory);
            long before = threads.getThreadAllocatedBytes(thread);
            drive(session, session::online);
            memory.changed.set(0, PAGES / 2);
            drive(session, session::stopped);
            drive(session, session::duplicated);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertThat(memory.copies).isEqualTo(PAGES + PAGES / 2);
            assertThat(memory.compared).isEqualTo(PAGES / 2);
            // A few bit sets, of an eighth of a byte a page each; a byte a page would be too much.
            assertThat(allocated).isLessThan(PAGES);
        }
    }

    private static void drive(CopySession session, Supplier<Step> unit) {
        for (int i = 0; unit.get() == Step.MORE; i++) {
            session.progress();
            if (i == 4 * PAGES) {
                throw new AssertionError("It does not end");
            }
        }
    }

    private static final class Memory extends RefusingEnvironment {
        final BitSet changed = new BitSet(PAGES);
        int copies;
        int compared;

        @Override
        public int pages() {
            return PAGES;
        }

        @Override
        public int pageSize() {
            return 4096;
        }

        @Override
        public CopyScope scope() {
            return CopyScope.FULL;
        }

        @Override
        public BitSet trace() {
            return new BitSet();
        }

        @Override
        public BitSet changed() {
            return changed;
        }

        @Override
        public boolean isUntouched(int page) {
            return page % 2 == 0;
        }

        @Override
        public void copy(int page) {
            copies++;
        }

        @Override
        public long summary(SummaryKind kind, int page) {
            return page;
        }

        @Override
        public void compare(int first, int count, BitSet differing) {
            compared += count;
        }
    }
}
