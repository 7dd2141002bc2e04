package ft.debug.target;

/**
 * How a system goes on: until a point, or also until a hart has made a step.
 *
 * @param hart the hart that steps, or {@link #NO_HART}
 * @param from first address of a range in which steps go on
 * @param to address after its last; an empty range stops after one step
 */
public record Motion(int hart, long from, long to) {
    /** In place of a hart: none steps. */
    public static final int NO_HART = -1;

    /** Until a point. */
    public static final Motion CONTINUE = new Motion(NO_HART, 0, 0);

    /** Until a hart has executed an instruction. */
    public static Motion step(int hart) {
        return new Motion(hart, 0, 0);
    }

    boolean steps() {
        return hart != NO_HART;
    }

    boolean goesOnAt(long pc) {
        return Long.compareUnsigned(pc, from) >= 0 && Long.compareUnsigned(pc, to) < 0;
    }
}
