package ft.campaign.simulate;

import ft.api.verb.VerbException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words after the verb, taken out one by one. */
final class Words {
    private static final String HINT = "; ./ft simulate --help shows how.";

    private final List<String> words;

    Words(List<String> arguments) {
        words = new ArrayList<>();
        for (String word : arguments) {
            int equals = word.indexOf('=');
            if (word.startsWith("--") && equals > 0) {
                words.add(word.substring(0, equals));
                words.add(word.substring(equals + 1));
            } else {
                words.add(word);
            }
        }
    }

    boolean flag(String name) {
        return words.remove(name);
    }

    Optional<String> option(String name) throws VerbException {
        int at = words.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == words.size()) {
            throw new VerbException(name + " needs a value" + HINT);
        }
        words.remove(at);
        return Optional.of(words.remove(at));
    }

    long number(String name, long otherwise, long least, long most) throws VerbException {
        Optional<String> value = option(name);
        return value.isPresent() ? number(name, value.get(), least, most) : otherwise;
    }

    static long number(String name, String word, long least, long most) throws VerbException {
        try {
            long number = Long.parseLong(word.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new VerbException(
                name
                        + " takes a number from "
                        + least
                        + " on"
                        + (most < Integer.MAX_VALUE ? " to " + most : "")
                        + ", not '"
                        + word
                        + "'"
                        + HINT);
    }

    void end() throws VerbException {
        if (!words.isEmpty()) {
            throw new VerbException("Nobody knows '" + words.get(0) + "'" + HINT);
        }
    }
}
