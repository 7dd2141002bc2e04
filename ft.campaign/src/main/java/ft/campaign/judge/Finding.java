package ft.campaign.judge;

/**
 * An invariant that does not hold.
 *
 * @param invariant its name in the specification, such as {@code J5}
 * @param clock where it was seen
 * @param text what was seen, in one sentence
 */
public record Finding(String invariant, long clock, String text) {
    @Override
    public String toString() {
        return invariant + " at " + clock + ": " + text;
    }
}
