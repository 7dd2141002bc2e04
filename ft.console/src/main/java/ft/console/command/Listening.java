package ft.console.command;

/** A listener that is registered with a server; closing it throws nothing. */
public final class Listening implements AutoCloseable {
    private final AutoCloseable registration;

    /** Of a registration that a server gave. */
    public Listening(AutoCloseable registration) {
        this.registration = registration;
    }

    @Override
    public void close() {
        try {
            registration.close();
        } catch (Exception e) {
            throw new IllegalStateException("A listener could not be taken back.", e);
        }
    }
}
