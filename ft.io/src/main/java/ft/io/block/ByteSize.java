package ft.io.block;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 16MiB}, {@code 1GiB}, {@code 4096}. */
final class ByteSize {
    private static final Pattern SYNTAX = Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final Map<String, Integer> SHIFTS =
            Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    private ByteSize() {}

    /**
     * Number of bytes.
     *
     * @throws IllegalArgumentException if it is no size
     */
    static long parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << SHIFTS.get(unit));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
