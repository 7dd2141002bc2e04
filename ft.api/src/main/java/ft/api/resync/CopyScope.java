package ft.api.resync;

/** What a resynchronization has to bring over (P6 [0045]). */
public enum CopyScope {
    /** Nothing is known of the destination's memory: all pages (first duplication). */
    FULL,
    /** The access trace holds every page that may differ: those pages at least. */
    PARTIAL
}
