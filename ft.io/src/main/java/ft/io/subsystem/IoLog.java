package ft.io.subsystem;

/** Where the IO subsystem tells the operator what a guest cannot see. */
@FunctionalInterface
public interface IoLog {
    /**
     * Logs a warning.
     *
     * @param sentence for the operator
     * @param cause or null
     */
    void warn(String sentence, Throwable cause);
}
