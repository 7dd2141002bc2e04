package ft.api.fault;

import java.util.Locale;

/** What numbers in faults and triggers may be. */
final class Ranges {
    private Ranges() {}

    static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw wrong(what, least + " to " + most, value);
        }
    }

    static void requireFrom(String what, long value, long least) {
        if (value < least) {
            throw wrong(what, least + " on", value);
        }
    }

    private static IllegalArgumentException wrong(String what, String range, long value) {
        return new IllegalArgumentException(
                "%s%s is from %s, not %d"
                        .formatted(
                                what.substring(0, 1).toUpperCase(Locale.ROOT),
                                what.substring(1),
                                range,
                                value));
    }
}
