package ft.console.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The words after a verb, taken one after another; every mistake becomes one sentence. Take the
 * options first, then the words by position, then call {@link #end}.
 */
public final class Arguments {
    private final String verb;
    private final String hint;
    private final List<String> words;

    /**
     * The words of a command at the prompt.
     *
     * @param verb the command as its user types it, for messages
     */
    public Arguments(String verb, String... words) {
        this(verb, "ft:help " + verb.substring(verb.indexOf(':') + 1) + " shows how", words);
    }

    private Arguments(String verb, String hint, String... words) {
        this.verb = verb;
        this.hint = hint;
        this.words = new ArrayList<>(Arrays.asList(words));
    }

    /**
     * Words from elsewhere.
     *
     * @param hint where a user finds how it is written
     */
    public static Arguments of(String verb, String hint, List<String> words) {
        return new Arguments(verb, hint, words.toArray(String[]::new));
    }

    /** Takes an option with its value, wherever it stands. */
    public Optional<String> option(String... names) throws Problem {
        for (String name : names) {
            int position = words.indexOf(name);
            if (position >= 0) {
                words.remove(position);
                if (position == words.size()) {
                    throw new Problem("Option " + name + " of " + verb + " needs a value.");
                }
                return Optional.of(words.remove(position));
            }
        }
        return Optional.empty();
    }

    /** Takes an option without a value, wherever it stands. */
    public boolean flag(String... names) {
        return words.removeAll(List.of(names));
    }

    /** Whether there is another word. */
    public boolean more() {
        return !words.isEmpty();
    }

    /** Whether there is another word, and it is no option. */
    public boolean isWord() {
        return more() && !words.get(0).startsWith("-");
    }

    /**
     * Takes the next word.
     *
     * @param what what it has to be, for the sentence when it is missing
     */
    public String word(String what) throws Problem {
        if (words.isEmpty()) {
            throw new Problem(verb + " needs " + what + "; " + hint + ".");
        }
        return words.remove(0);
    }

    /** Takes all words that are left, joined by spaces. */
    public String rest() {
        String rest = String.join(" ", words);
        words.clear();
        return rest;
    }

    /** Takes the next word as a number: decimal, or hexadecimal after {@code 0x}. */
    public long number(String what) throws Problem {
        return number(what, word(what));
    }

    /** Takes the next word as a number of a range. */
    public int number(String what, int least, int most) throws Problem {
        long value = number(what);
        if (value < least || value > most) {
            throw new Problem(
                    sentence(what) + " is from " + least + " to " + most + ", not " + value + ".");
        }
        return (int) value;
    }

    /** Takes the next word as a value of an enumeration, in whatever case. */
    public <E extends Enum<E>> E value(String what, Class<E> type) throws Problem {
        return value(what, word(what), type);
    }

    /** Takes the number of a system. */
    public int system(int systems) throws Problem {
        return system(word("the number of a system"), systems);
    }

    /** Takes the number of a system if there is a word left. */
    public OptionalInt optionalSystem(int systems) throws Problem {
        return more() ? OptionalInt.of(system(systems)) : OptionalInt.empty();
    }

    /** Makes sure that nothing is left. */
    public void end() throws Problem {
        if (!words.isEmpty()) {
            String kind = words.get(0).startsWith("-") ? "has no option '" : "cannot use '";
            throw new Problem(verb + " " + kind + words.get(0) + "'; " + hint + ".");
        }
    }

    /** A number in decimal, or hexadecimal after {@code 0x}. */
    public static long number(String what, String word) throws Problem {
        String digits = word.replace("_", "").toLowerCase(Locale.ROOT);
        try {
            return digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Problem(sentence(what) + " is a number, not '" + word + "'.", e);
        }
    }

    /** A value of an enumeration, in whatever case. */
    public static <E extends Enum<E>> E value(String what, String word, Class<E> type)
            throws Problem {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        String known =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        throw new Problem(sentence(what) + " is " + known + ", not '" + word + "'.");
    }

    /** The number of a system, with or without its {@code #}. */
    public static int system(String word, int systems) throws Problem {
        long number = number("a system", word.startsWith("#") ? word.substring(1) : word);
        if (number < 0 || number >= systems) {
            throw new Problem(
                    "There is no system " + number + "; the last one is #" + (systems - 1) + ".");
        }
        return (int) number;
    }

    private static String sentence(String what) {
        return Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }
}
