package ft.api.server;

/**
 * A copy strategy that is installed.
 *
 * @param name its name
 * @param description one line
 * @param bundle symbolic name and version of its bundle
 * @param selected whether the next resynchronization uses it
 */
public record StrategyStatus(String name, String description, String bundle, boolean selected) {}
