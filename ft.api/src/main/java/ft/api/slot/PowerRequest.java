package ft.api.slot;

/**
 * What a guest asks of the board through a device such as the SiFive test finisher.
 *
 * @param kind what
 * @param code exit code with {@link Kind#FAIL}, else 0
 */
public record PowerRequest(Kind kind, int code) {
    /** What is asked. */
    public enum Kind {
        /** Power off, all is well. */
        PASS,
        /** Power off with an exit code. */
        FAIL,
        /** Boot again. */
        RESET
    }
}
