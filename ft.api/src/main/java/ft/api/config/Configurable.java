package ft.api.config;

import java.util.List;

/**
 * Something that can be configured.
 *
 * @param pid its PID; that of a factory, with which any number of them can be made, ends with
 *     {@code ~}
 * @param server name of the server that it describes, or empty
 * @param title what the metatype calls it
 * @param description what it is
 * @param bundle symbolic name of the bundle that describes it
 * @param configured whether there is a configuration; without one it has its defaults
 * @param problem why what was configured last is not in force, in one sentence, or empty
 * @param options all of them
 */
public record Configurable(
        String pid,
        String server,
        String title,
        String description,
        String bundle,
        boolean configured,
        String problem,
        List<ConfiguredOption> options) {
    /** Copies the list. */
    public Configurable {
        options = List.copyOf(options);
    }
}
