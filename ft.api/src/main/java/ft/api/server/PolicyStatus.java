package ft.api.server;

/**
 * A comparator policy that is installed.
 *
 * @param name it is selected by
 * @param description what it does
 * @param bundle symbolic name and version of the bundle it comes from
 * @param selected whether the server uses it
 */
public record PolicyStatus(String name, String description, String bundle, boolean selected) {}
