package ft.bench.report;

import ft.bench.run.Spread;
import java.util.Locale;

/** Numbers as tables show them: three digits that count, commas between thousands. */
final class Numbers {
    private static final int TENS = 10;
    private static final int HUNDREDS = 100;

    private Numbers() {}

    static String of(double number) {
        double size = Math.abs(number);
        String format = size >= HUNDREDS ? "%,.0f" : size >= TENS ? "%.1f" : "%.2f";
        return size > 0 && size < 1.0 / TENS
                ? String.format(Locale.ROOT, "%.2g", number)
                : String.format(Locale.ROOT, format, number);
    }

    /** Of one value there is none. */
    static String range(Spread spread) {
        if (spread.least() == spread.most()) {
            return "-";
        }
        return of(spread.least()) + ".." + of(spread.most());
    }
}
