package ft.api.observer;

/** What a copy strategy does with a page, for an observer (see {@link BoundaryObserver}). */
public enum CopyOperation {
    /** A summary of an online page (P17 S3, S5). */
    SUM,
    /** The content of an online page goes to the strategy. */
    READ,
    /** A page, or some entries of it, is copied to the destination. */
    COPY,
    /** A page of both sides is compared (P17 S13). */
    COMPARE,
    /** Online content is written to both sides (P17 S15). */
    REPAIR
}
