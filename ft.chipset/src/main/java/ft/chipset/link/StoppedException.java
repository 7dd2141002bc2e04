package ft.chipset.link;

/** Leaves a wait for another controller because the server is being closed. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: this is control flow at the end of a thread. */
    public StoppedException() {
        super("The server is being closed", null, false, false);
    }
}
