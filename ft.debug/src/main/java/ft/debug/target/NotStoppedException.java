package ft.debug.target;

/** Something was asked of a system that is not stopped. */
public final class NotStoppedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Of the system with a name. */
    public NotStoppedException(String name) {
        super(name + " is not stopped");
    }
}
