package ft.api.history;

import java.util.Comparator;

/**
 * An instruction boundary in the life of a server, told in a way that does not depend on the host:
 * a server of equal description that gets equal input comes to equal moments, whatever its driver,
 * and however often it was held.
 *
 * @param boot how often a guest was booted until then; 0 before the first time
 * @param clock clock of the service, in cycles since that boot
 * @param pause 0 for the round in which the guest came to that clock; 1, 2... for the rounds in
 *     which the server did something while the guest stood still there, because it was held, had
 *     ended, or there was none
 */
public record Moment(int boot, long clock, int pause) implements Comparable<Moment> {
    /** Before anything has happened. */
    public static final Moment BEGINNING = new Moment(0, 0, 0);

    private static final Comparator<Moment> ORDER =
            Comparator.comparingInt(Moment::boot)
                    .thenComparingLong(Moment::clock)
                    .thenComparingInt(Moment::pause);

    @Override
    public int compareTo(Moment other) {
        return ORDER.compare(this, other);
    }

    /** For people. */
    @Override
    public String toString() {
        String text = boot > 1 ? "clock " + clock + " of boot " + boot : "clock " + clock;
        return pause == 0 ? text : text + ", pause " + pause;
    }
}
