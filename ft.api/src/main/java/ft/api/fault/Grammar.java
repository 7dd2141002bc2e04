package ft.api.fault;

import java.util.List;
import java.util.function.Function;

/**
 * How the records of one family are written: which kind has which form. A form without a word is
 * the one that begins with a digit.
 *
 * @param <K> the kinds
 */
final class Grammar<K extends Enum<K>> {
    private final String noun;
    private final String choice;
    private final List<K> kinds;
    private final Function<K, RecordText> form;

    /**
     * A grammar.
     *
     * @param noun what a record of the family is called
     * @param choice what comes before the list of words when somebody has given another one
     */
    Grammar(String noun, String choice, List<K> kinds, Function<K, RecordText> form) {
        this.noun = noun;
        this.choice = choice;
        this.kinds = kinds;
        this.form = form;
    }

    K kind(Object value) {
        for (K kind : kinds) {
            if (form.apply(kind).type() == value.getClass()) {
                return kind;
            }
        }
        throw new AssertionError("No kind for " + value);
    }

    String text(Object value) {
        return form.apply(kind(value)).text((Record) value);
    }

    Record parse(String text) {
        String stripped = text.strip();
        List<String> words = stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
        String first = words.isEmpty() ? "" : words.get(0);
        boolean digit = words.size() == 1 && Character.isDigit(first.charAt(0));
        for (K kind : kinds) {
            RecordText form = this.form.apply(kind);
            if (form.word().isEmpty() && digit) {
                return form.parse(words);
            } else if (!form.word().isEmpty() && form.word().equals(first)) {
                return form.parse(words.subList(1, words.size()));
            }
        }
        throw new IllegalArgumentException(
                "There is no " + noun + " '" + first + "'; " + choice + " " + known());
    }

    private String known() {
        return String.join(
                ", ",
                kinds.stream()
                        .map(kind -> form.apply(kind).word())
                        .filter(word -> !word.isEmpty())
                        .toList());
    }
}
