package ft.api.bench;

/**
 * What the values of a benchmark mean.
 *
 * @param unit as the table shows it, {@code ms} for instance
 * @param kind what is better, and whether time enters
 */
public record Measure(String unit, Kind kind) {
    /** What a value is. */
    public enum Kind {
        /** Work in a time: more is better. */
        RATE,
        /** A time for the same work: less is better. */
        TIME,
        /** A part of something, or a quantity that does not depend on time; less is better. */
        COST;

        /** Whether a greater value is a better one. */
        public boolean isMoreBetter() {
            return this == RATE;
        }
    }

    /** Work in a time. */
    public static Measure rate(String unit) {
        return new Measure(unit, Kind.RATE);
    }

    /** A time for the same work. */
    public static Measure time(String unit) {
        return new Measure(unit, Kind.TIME);
    }

    /** A quantity of which less is better. */
    public static Measure cost(String unit) {
        return new Measure(unit, Kind.COST);
    }
}
