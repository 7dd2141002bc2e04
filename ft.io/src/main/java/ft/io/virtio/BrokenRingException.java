package ft.io.virtio;

/** The driver put something into a virtqueue that cannot be followed; one sentence says what. */
public final class BrokenRingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With one sentence. */
    public BrokenRingException(String sentence) {
        super(sentence);
    }
}
