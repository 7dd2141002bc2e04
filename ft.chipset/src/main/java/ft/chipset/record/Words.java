package ft.chipset.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines of words; a word that has anything but letters, digits and a few signs is in quotes. */
final class Words {
    private static final String PLAIN = "[A-Za-z0-9_./:+@=,-]+";
    private static final char QUOTE = '"';

    private Words() {}

    /** A line of words. */
    static String line(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(quoted(word.toString()));
        }
        return line.toString();
    }

    /** Bytes as a text that {@link #bytes} makes bytes again. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of a text. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String quoted(String word) {
        if (word.matches(PLAIN)) {
            return word;
        }
        StringBuilder quoted = new StringBuilder().append(QUOTE);
        for (char each : word.toCharArray()) {
            if (each == QUOTE || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each == '\n') {
                quoted.append("\\n");
            } else if (each < ' ' || each > '~') {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append(QUOTE).toString();
    }

    /**
     * The words of a line.
     *
     * @throws IllegalArgumentException if it is no line of words
     */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == QUOTE) {
                int end = endOfQuoted(line, at + 1);
                words.add(unquoted(line.substring(at + 1, end)));
                at = end + 1;
            } else {
                int end = line.indexOf(' ', at);
                end = end < 0 ? line.length() : end;
                words.add(line.substring(at, end));
                at = end;
            }
            if (at < line.length() && line.charAt(at++) != ' ') {
                throw new IllegalArgumentException("something follows a quote");
            }
        }
        return words;
    }

    private static int endOfQuoted(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            if (line.charAt(at) == '\\') {
                at++;
            } else if (line.charAt(at) == QUOTE) {
                return at;
            }
        }
        throw new IllegalArgumentException("a quote is open");
    }

    private static String unquoted(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each != '\\') {
                plain.append(each);
                continue;
            }
            each = text.charAt(++at);
            if (each == 'u') {
                plain.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else {
                plain.append(each == 'n' ? '\n' : each);
            }
        }
        return plain.toString();
    }
}
