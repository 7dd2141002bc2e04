package ft.api.resync;

/** The resynchronization cannot go on; the FT controller knows why and ends the session. */
public class CopyAbortedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With one sentence on what is gone. */
    public CopyAbortedException(String sentence) {
        super(sentence);
    }
}
