package ft.console.demo;

/** Something that should have been observed was not; the message says what. */
final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String what) {
        super(what);
    }
}
