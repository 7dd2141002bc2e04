package ft.campaign.compare;

import java.util.Locale;

/** Numbers as people read them, short enough for tables and charts. */
final class Numbers {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] TIME = {"ns", "us", "ms", "s"};
    private static final int KIBI = 1024;
    private static final int THOUSAND = 1000;

    private Numbers() {}

    /** Bytes: {@code 64 MiB}, {@code 1.5 KiB}. */
    static String bytes(double value) {
        return scaled(value, KIBI, BINARY);
    }

    /** A time: {@code 850 ns}, {@code 12.3 ms}. */
    static String time(double nanos) {
        return scaled(nanos, THOUSAND, TIME);
    }

    /** A count: {@code 1,234}. */
    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String scaled(double value, int step, String... units) {
        double scaled = value;
        int unit = 0;
        while (scaled >= step - 0.5 && unit < units.length - 1) {
            scaled /= step;
            unit++;
        }
        boolean whole = scaled >= 100 || scaled == Math.rint(scaled);
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", scaled, units[unit]);
    }
}
