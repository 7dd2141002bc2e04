package ft.console.text;

import java.util.Locale;

/** Numbers as people read them. */
public final class Units {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] TIME = {"ns", "us", "ms", "s"};

    private Units() {}

    /** A count with separators: {@code 1,234,567}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number of bytes: {@code 64 MiB}, {@code 1.5 KiB}. */
    public static String bytes(long value) {
        double scaled = value;
        int unit = 0;
        while (scaled >= 1024 && unit < BINARY.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return scaled == Math.rint(scaled)
                ? String.format(Locale.ROOT, "%.0f %s", scaled, BINARY[unit])
                : String.format(Locale.ROOT, "%.1f %s", scaled, BINARY[unit]);
    }

    /** A time span: {@code 850 ns}, {@code 12.345 ms}, {@code 3.200 s}. */
    public static String span(long nanos) {
        if (nanos < 1000) {
            return nanos + " ns";
        }
        double scaled = nanos;
        int unit = 0;
        while (scaled >= 999.9995 && unit < TIME.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.3f %s", scaled, TIME[unit]);
    }

    /** A point of guest time: seconds since power on, {@code 0.012345}. */
    public static String instant(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }

    /** A number of things: {@code 1 system}, {@code 2 systems}. */
    public static String plural(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }
}
