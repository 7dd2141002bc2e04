package ft.api.server;

/** How the systems of a server are run. Both give the same guest history, bit for bit. */
public enum DriverKind {
    /** A thread for each system. */
    PARALLEL,
    /** One thread, with a schedule that a seed decides. */
    SEQUENTIAL
}
