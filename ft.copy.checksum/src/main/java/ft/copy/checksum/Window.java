package ft.copy.checksum;

import ft.api.resync.CopyEnvironment;
import ft.api.resync.SummaryKind;
import java.util.BitSet;

/**
 * How the window is closed that the steps of P17 leave open between a page's second sum and the
 * stop (R3): the letters L, V, T and F of §7.1 of the specification.
 */
interface Window {
    /** A page is about to be copied; what was written before will be in the copy. */
    default void copying(int page) {}

    /** A page is about to get its second sum. */
    default void summing(int page) {}

    /**
     * The pages known to be written since their copy (V), or since their second sum (T). Not to be
     * changed; valid until the guest, or a device, writes.
     */
    default BitSet written() {
        return new BitSet();
    }

    /** Whether the pages of list 35 are compared under stop. */
    default boolean comparesUnderStop() {
        return false;
    }

    /** Compares pages of both sides under stop and adds those that differ. */
    default void compareUnderStop(int first, int count, BitSet differing) {
        throw new IllegalStateException("This window is closed before the stop");
    }

    /** The pages that were written unseen, for the figures only; valid as long. */
    default BitSet missed() {
        return new BitSet();
    }

    /** L: it is not; what was written in it is found by the walk of list 35, or by the guest. */
    record Open(CopyEnvironment environment) implements Window {
        @Override
        public BitSet missed() {
            return environment.changed();
        }
    }

    /** V: every write since a page's copy has left a mark. Exact for R3, R4, R5 and R6. */
    record Versions(CopyEnvironment environment) implements Window {
        @Override
        public BitSet written() {
            return environment.changed();
        }
    }

    /**
     * T: the first write after a page's second sum runs into a trap. The trap is set before the sum
     * is made, so that no write falls between them. Exact for R3; for R4 the second sum has to be
     * compared with one of the bytes that were copied.
     */
    record Trap(CopyEnvironment environment) implements Window {
        @Override
        public void copying(int page) {
            environment.caught().clear(page);
        }

        @Override
        public void summing(int page) {
            environment.watch(page);
        }

        @Override
        public BitSet written() {
            return environment.caught();
        }
    }

    /** F: third sums, of both sides at once and under stop. Exact for R3, R4 and R5. */
    record ThirdSums(CopyEnvironment environment, SummaryKind kind) implements Window {
        @Override
        public boolean comparesUnderStop() {
            return true;
        }

        @Override
        public void compareUnderStop(int first, int count, BitSet differing) {
            environment.compareSummaries(kind, first, count, differing);
        }
    }
}
