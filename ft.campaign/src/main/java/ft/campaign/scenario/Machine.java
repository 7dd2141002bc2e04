package ft.campaign.scenario;

import java.util.Map;
import java.util.TreeMap;

/**
 * The server and the guest of a scenario.
 *
 * @param guest name of a guest program
 * @param arguments its boot arguments
 * @param options of the server description that differ from the standard one, by name
 * @param end clock at which a run ends when everything has settled
 */
public record Machine(String guest, String arguments, Map<String, String> options, long end) {
    /** Sorts the options. */
    public Machine {
        options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** An option's number. */
    public int number(String option, int otherwise) {
        String value = options.get(option);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** An option's text. */
    public String text(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }
}
