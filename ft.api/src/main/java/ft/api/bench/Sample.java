package ft.api.bench;

/**
 * One measurement.
 *
 * @param value in the unit of the benchmark's {@link Measure}, by the wall clock where time enters;
 *     finite and above 0
 * @param wallNanos the time it stands for, by the wall clock
 * @param processorNanos the same by the clock of all threads that worked for it; 0 when nobody can
 *     tell
 * @param result what was computed, which must be the same for all contestants that have one; empty
 *     when there is nothing to compare
 */
public record Sample(double value, long wallNanos, long processorNanos, String result) {
    /** A sample of which only the value is known. */
    public static Sample of(double value) {
        return new Sample(value, 0, 0, "");
    }
}
