package ft.campaign.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scenario in one line, with nothing left out: {@code seed=7; guest=ledger; args=ws=64;
 * end=900000; memory=1MiB; 150000: inject register 1 0 x15 4; 200000: pull 1}. What is not of the
 * form {@code CLOCK: ACTION} is {@code NAME=VALUE}; names other than the first four are options of
 * the server.
 */
public final class Story {
    private static final String BETWEEN = "; ";

    private Story() {}

    /** Writes a scenario. */
    public static String write(Scenario scenario) {
        Machine machine = scenario.machine();
        List<String> parts = new ArrayList<>();
        parts.add("seed=" + scenario.seed());
        parts.add("guest=" + machine.guest());
        parts.add("args=" + machine.arguments());
        parts.add("end=" + machine.end());
        machine.options().forEach((name, value) -> parts.add(name + "=" + value));
        scenario.deeds().forEach(deed -> parts.add(write(deed)));
        return String.join(BETWEEN, parts);
    }

    /** Writes a deed as {@code CLOCK: ACTION}. */
    public static String write(Deed deed) {
        return deed.clock() + ": " + ActionText.write(deed.action());
    }

    /**
     * Reads a scenario.
     *
     * @throws IllegalArgumentException with one sentence on what is wrong
     */
    public static Scenario parse(String text) {
        Map<String, String> options = new TreeMap<>();
        List<Deed> deeds = new ArrayList<>();
        for (String part : text.split(";")) {
            String each = part.strip();
            if (each.isEmpty()) {
                continue;
            }
            int colon = each.indexOf(':');
            int equals = each.indexOf('=');
            if (colon > 0 && each.substring(0, colon).chars().allMatch(Character::isDigit)) {
                deeds.add(
                        new Deed(
                                deeds.size() + 1,
                                Long.parseLong(each.substring(0, colon)),
                                ActionText.parse(each.substring(colon + 1))));
            } else if (equals > 0) {
                options.put(each.substring(0, equals).strip(), each.substring(equals + 1).strip());
            } else {
                throw new IllegalArgumentException(
                        "'" + each + "' is neither NAME=VALUE nor CLOCK: ACTION");
            }
        }
        long seed = number("seed", take(options, "seed", "1"));
        String guest = take(options, "guest", "ledger");
        String arguments = take(options, "args", "");
        long end = number("end", take(options, "end", "1000000"));
        return new Scenario(seed, new Machine(guest, arguments, options, end), deeds);
    }

    private static String take(Map<String, String> options, String name, String otherwise) {
        String value = options.remove(name);
        return value == null ? otherwise : value;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + "=" + value + " of the story is no number", e);
        }
    }
}
