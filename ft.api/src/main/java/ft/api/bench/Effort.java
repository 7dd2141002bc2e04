package ft.api.bench;

/** How much work a sample is. */
public enum Effort {
    /** Enough to see that it works; the value need not mean much. A second or two in all. */
    QUICK,
    /** Long enough that start and warm-up do not count, and no longer. */
    FULL
}
