package ft.bench.run;

/** Whether a target is reached. */
public enum Verdict {
    /** No target was set. */
    NONE("-"),
    /** So is even the lower quartile of the ratios. */
    MET("met"),
    /** Not even the upper quartile reaches it. */
    MISSED("missed"),
    /** The target lies between the quartiles, or they lie so far apart that nothing can be said. */
    UNCLEAR("too noisy to say");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
