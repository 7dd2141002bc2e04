package ft.api.io;

/**
 * Outbound requests to an IO subsystem that ended in a master abort: their number, and the last of
 * them latched.
 *
 * @param count how many since power on
 * @param offset of the last one, from the start of the IO subsystem's window
 * @param size of the last one in bytes
 * @param write whether the last one was a write
 * @param clock of the last one
 */
public record MasterAborts(long count, long offset, int size, boolean write, long clock) {
    /** None since power on. */
    public static final MasterAborts NONE = new MasterAborts(0, 0, 0, false, 0);
}
