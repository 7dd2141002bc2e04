package ft.console.symbols;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Symbols as {@code nm} lists them: an address, a letter and a name in each line, and perhaps the
 * module it is of. That is what a {@code System.map} and {@code /proc/kallsyms} are.
 */
final class MapSymbols {
    private static final Pattern LINE =
            Pattern.compile("([0-9a-fA-F]{8,16}) +([A-Za-z]) +(\\S+)(?:\\s+\\[(\\S+)\\])?\\s*");

    private MapSymbols() {}

    /** Those of a text; lines that are none are passed over, as on a console they may be mixed. */
    static List<Symbol> of(byte[] file) {
        List<Symbol> symbols = new ArrayList<>();
        String text = new String(file, StandardCharsets.UTF_8);
        for (String line : text.split("\r?\n")) {
            Matcher match = LINE.matcher(line);
            if (match.matches()) {
                long address = Long.parseUnsignedLong(match.group(1), 16);
                String name = match.group(3);
                String module = match.group(4);
                symbols.add(
                        new Symbol(
                                address,
                                0,
                                module == null ? name : name + " [" + module + "]",
                                kind(match.group(2).charAt(0))));
            }
        }
        return symbols;
    }

    /** Whether a listing hides its addresses, as a kernel does from users that are not root. */
    static boolean hidesAddresses(List<Symbol> symbols) {
        return !symbols.isEmpty() && symbols.stream().allMatch(symbol -> symbol.address() == 0);
    }

    /** What a letter of {@code nm} stands for. */
    static Symbol.Kind kind(char letter) {
        return switch (Character.toLowerCase(letter)) {
            case 't', 'w', 'i' -> Symbol.Kind.CODE;
            case 'a' -> Symbol.Kind.PLACE;
            default -> Symbol.Kind.DATA;
        };
    }
}
