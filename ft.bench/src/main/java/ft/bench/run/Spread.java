package ft.bench.run;

import java.util.Arrays;

/**
 * What several values of the same thing come to. The median, because one value that was disturbed
 * does not move it; quartiles, because they say how far to trust it.
 */
public record Spread(double least, double low, double median, double high, double most) {
    private static final double QUARTER = 0.25;
    private static final double HALF = 0.5;

    /** Of at least one value. */
    public static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted[0],
                at(sorted, QUARTER),
                at(sorted, HALF),
                at(sorted, 1 - QUARTER),
                sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Between the quartiles, as a part of the median. */
    public double width() {
        return (high - low) / median;
    }
}
