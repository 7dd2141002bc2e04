package ft.api.server;

import java.util.List;

/**
 * The options of a server.
 *
 * @param settings all of them, in the order of the metatype
 * @param problem why what was configured last is not in force, in one sentence; empty if it is, or
 *     only waits for the next start
 */
public record ServerSettings(List<Setting> settings, String problem) {
    /** Copies the list. */
    public ServerSettings {
        settings = List.copyOf(settings);
    }
}
