package ft.api.server;

/**
 * An option of a server.
 *
 * @param name as in the configuration (metatype)
 * @param value what is in force, as text; several values are lines
 * @param configured what is configured, as text: it differs from the value while it waits for the
 *     next start, or where an operator or a snapshot has set another value since
 * @param change when a change takes effect
 */
public record Setting(String name, String value, String configured, ChangeTime change) {
    /** Whether another value waits for the next start. */
    public boolean waits() {
        return change == ChangeTime.NEXT_START && !value.equals(configured);
    }
}
