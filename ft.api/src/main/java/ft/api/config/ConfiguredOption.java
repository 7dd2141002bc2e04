package ft.api.config;

import java.util.List;

/**
 * An option as its metatype describes it, with its value.
 *
 * @param name as in the configuration
 * @param title what the metatype calls it, without the unit
 * @param description what it is for
 * @param type such as {@code Integer} or {@code String}, with {@code []} where there may be several
 *     values
 * @param unit such as {@code cycles}, or empty
 * @param range such as {@code 1 to 4}, the values it may have, or empty
 * @param standard the default, several as lines; empty if there is none
 * @param value what is in force, several values as lines
 * @param configured what is configured, and differs from the value while it waits
 * @param effect what a change does
 */
public record ConfiguredOption(
        String name,
        String title,
        String description,
        String type,
        String unit,
        String range,
        List<String> standard,
        List<String> value,
        List<String> configured,
        ChangeEffect effect) {
    /** Copies the lists. */
    public ConfiguredOption {
        standard = List.copyOf(standard);
        value = List.copyOf(value);
        configured = List.copyOf(configured);
    }
}
