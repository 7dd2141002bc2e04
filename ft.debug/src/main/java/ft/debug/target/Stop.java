package ft.debug.target;

/**
 * Why and where a system stopped.
 *
 * @param reason why
 * @param hart the hart it is about
 * @param clock of the system
 * @param address of the access that was watched, or 0
 */
public record Stop(Reason reason, int hart, long clock, long address) {
    /** Why. */
    public enum Reason {
        /** Somebody asked for it. */
        ASKED,
        /** One step was made. */
        STEP,
        /** An instruction with a breakpoint is next. */
        BREAKPOINT,
        /** Something that is watched was written. */
        WRITTEN,
        /** Something that is watched was read. */
        READ,
        /** Something was accessed that is watched for both. */
        ACCESSED,
        /** Going back has come to where history begins. */
        BEGIN_OF_HISTORY
    }
}
