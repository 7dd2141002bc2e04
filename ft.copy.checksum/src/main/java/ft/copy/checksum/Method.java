package ft.copy.checksum;

import ft.api.resync.CopyEnvironment;
import ft.api.resync.SummaryKind;

/**
 * What a strategy of this bundle is put together of; the rest is options. The letters are those of
 * the specification, §7.1.
 *
 * @param detector how a changed page is detected
 * @param closing how the window between second sum and stop is closed
 * @param iterates I: whether changed pages are copied again in rounds before the stop
 * @param demands D: whether the pages of list 35 are verified before they are first used
 * @param postpones whether what is too much for a short stop is brought over when it is first used
 */
record Method(
        Detector detector, Closing closing, boolean iterates, boolean demands, boolean postpones) {
    /** How a changed page is detected. */
    enum Detector {
        /** By summaries before and after. */
        SUMS,
        /** By comparing with the old content (P17 c.9). */
        CONTENT
    }

    /** How the window is closed. */
    enum Closing {
        /** L. */
        OPEN,
        /** V. */
        VERSIONS,
        /** T. */
        TRAP,
        /** F. */
        THIRD_SUMS;

        Window open(CopyEnvironment environment, SummaryKind sums) {
            return switch (this) {
                case OPEN -> new Window.Open(environment);
                case VERSIONS -> new Window.Versions(environment);
                case TRAP -> new Window.Trap(environment);
                case THIRD_SUMS -> new Window.ThirdSums(environment, sums);
            };
        }
    }

    /** Nothing is postponed. */
    Method(Detector detector, Closing closing, boolean iterates, boolean demands) {
        this(detector, closing, iterates, demands, false);
    }

    /** L: nothing but the steps of the patent. */
    static final Method LITERAL = new Method(Detector.SUMS, Closing.OPEN, false, false);

    /** V. */
    static final Method VERSIONS = new Method(Detector.SUMS, Closing.VERSIONS, false, false);

    /** T. */
    static final Method TRAP = new Method(Detector.SUMS, Closing.TRAP, false, false);

    /** F. */
    static final Method THIRD_SUMS = new Method(Detector.SUMS, Closing.THIRD_SUMS, false, false);

    /** I, on top of V. */
    static final Method ITERATE = new Method(Detector.SUMS, Closing.VERSIONS, true, false);

    /** I, and what is left when rounds do not help any more is postponed. */
    static final Method HYBRID = new Method(Detector.SUMS, Closing.VERSIONS, true, false, true);

    /** D, on top of L. */
    static final Method DEMAND = new Method(Detector.SUMS, Closing.OPEN, false, true);

    /** L, with old content in the place of sums. */
    static final Method CONTENT = new Method(Detector.CONTENT, Closing.OPEN, false, false);

    /**
     * Whether no page of list 35 differs when duplication begins (J3), so that a find is a fault.
     */
    boolean isExact() {
        return closing != Closing.OPEN;
    }

    /**
     * Whether the second sum has to be compared with one of the bytes that were copied, because the
     * window is closed from the second sum on only: else a change that is undone after the copy
     * (R4) stays unseen.
     */
    boolean needsSumOfCopy() {
        return closing == Closing.TRAP;
    }
}
